rockspec_format = "3.0"
package = "vce"
version = "2.0.0-1"
source = { url = "." }
description = {
  summary = "TCP connections that carry records, driven by one heartbeat",
  detailed = "The binding of libvce, which must be installed, for Lua 5.4.",
  license = "MIT",
}
dependencies = { "lua ~> 5.4" }
external_dependencies = { VCE = { header = "vce.h", library = "libvce.so" } }
build = {
  type = "builtin",
  modules = {
    ["vce"] = "vce/init.lua",
    ["vce.callbacks"] = "vce/callbacks.lua",
    ["vce.connection"] = "vce/connection.lua",
    ["vce.constants"] = "vce/constants.lua",
    ["vce.context"] = "vce/context.lua",
    ["vce.errors"] = "vce/errors.lua",
    ["vce.framing"] = "vce/framing.lua",
    ["vce.logs"] = "vce/logs.lua",
    ["vce.options"] = "vce/options.lua",
    ["vce.raw"] = "vce/raw.lua",
    ["vce.runtime"] = "vce/runtime.lua",
    ["vce.timers"] = "vce/timers.lua",
    ["vce.core"] = {
      sources = { "src/callbacks.c", "src/functions.c", "src/memory.c", "src/module.c", "src/values.c" },
      libraries = { "vce" },
      incdirs = { "$(VCE_INCDIR)" },
      libdirs = { "$(VCE_LIBDIR)" },
    },
  },
}
