-- The thin layer on LuaJIT. See vce.raw.

local ffi = require("ffi")
local bindings = require("vce.bindings")

-- Other modules may have declared it already, and a second time is an error.
pcall(ffi.cdef, "struct timeval { long tv_sec; long tv_usec; };")
ffi.cdef(bindings.declarations)
ffi.cdef([[
struct vce_pollfd { int fd; short events; short revents; };
struct vce_timespec { long tv_sec; long tv_nsec; };
int vce_system_poll(struct vce_pollfd *, unsigned long, int) __asm__("poll");
int vce_system_clock(int, struct vce_timespec *) __asm__("clock_gettime");
]])

-- ---- The library

-- {what it is, what the loader gets}, in the order of trying.
local function candidates()
  local named = os.getenv("VCE_LIBRARY")
  if named then
    return { { "environment variable VCE_LIBRARY", named } }
  end
  local found = { { "the system's loader", bindings.soname } }
  local tree = debug.getinfo(1, "S").source:match("^@(.*)compat/lua/vce/ffi%.lua$")
  if tree then
    found[2] = { "source tree", (tree == "" and "./" or tree) .. "build/libvce.so" }
  end
  return found
end

local function load_library()
  local tried = {}
  for _, candidate in ipairs(candidates()) do
    local ok, library = pcall(ffi.load, candidate[2])
    if ok then
      return library, candidate[2]
    end
    tried[#tried + 1] = candidate[1] .. ": " .. library
  end
  error("libvce cannot be loaded. Install it, or set VCE_LIBRARY to the path of libvce.so. Tried:\n  "
    .. table.concat(tried, "\n  "), 0)
end

local C, path = load_library()
if not pcall(function() return C.vce_tcpcontext_create_flat end) then
  error(path .. " is older than this package", 0)
end

-- ---- Values

local raw = { path = path }
local address_t, number_t = ffi.typeof("void *"), ffi.typeof("uintptr_t")
local conn_t = ffi.typeof("conn_t")
local int64_t, uint64_t = ffi.typeof("int64_t"), ffi.typeof("uint64_t")

local function is_wide(value)
  return type(value) == "cdata" and (ffi.istype(int64_t, value) or ffi.istype(uint64_t, value))
end

-- Refuses a number that the FFI would cut. What is no number it refuses by itself.
local function check(name, value, least, greatest, level)
  local n = is_wide(value) and tonumber(value) or value
  if type(n) ~= "number" or n >= least and n <= greatest and n == math.floor(n) then
    return
  end
  local how = n == math.floor(n) and "outside" or "not an integer of"
  error(("bad argument (%s %s is %s %.0f to %.0f)"):format(name, tostring(value), how, least,
    greatest), level or 3)
end

-- Numbers of Lua that are whole and fit 64 bits, and those of 64 bits.
local function check_int64(name, value)
  if not is_wide(value) then
    check(name, value, -2 ^ 63, 2 ^ 63 - 1024, 4)
  end
end

local function check_size(name, value)
  if not is_wide(value) then
    check(name, value, 0, 2 ^ 64 - 2048, 4)
  end
end

-- A handle of its two parts: an address, or nil, and a number.
function raw.conn(p, serial)
  check("serial", serial, 0, 4294967295)
  return conn_t(ffi.cast(address_t, p), serial)
end

-- Zeroed memory for `count` (1) elements of a C type, an array whose index begins at 0.
function raw.new(type_name, count)
  check("number of elements", count, 0, 2147483647)
  return ffi.new(type_name .. "[?]", count or 1)
end

-- Bytes of a type or of memory.
raw.sizeof = ffi.sizeof

-- A copy of the bytes at an address, up to the first NUL without length.
function raw.string(address, length)
  check("length", length, 0, 2147483647)
  return ffi.string(address, length)
end

-- Stores the bytes of a string and a NUL.
function raw.copy(memory, text)
  if #text + 1 > ffi.sizeof(memory) then
    error(("memory of %d bytes, %d are needed"):format(ffi.sizeof(memory), #text + 1), 2)
  end
  ffi.copy(memory, text)
end

-- A value that is the same for the same address, for use as a key of a table.
function raw.key(address)
  return address ~= nil and tonumber(ffi.cast(number_t, ffi.cast(address_t, address))) or nil
end

-- Waits until a descriptor is readable, the time is over, or a signal came. Returns whether something
-- came.
function raw.wait(fd, milliseconds)
  check("time", milliseconds, 0, 2147483647)
  return 0 ~= C.vce_system_poll(ffi.new("struct vce_pollfd", fd, 1, 0), 1, milliseconds)
end

-- A clock that only runs forward.
function raw.seconds()
  local now = ffi.new("struct vce_timespec")
  C.vce_system_clock(1, now)
  return tonumber(now.tv_sec) + tonumber(now.tv_nsec) / 1e9
end

-- ---- Functions

local kinds = bindings.bind(raw, C, {
  to_conn = raw.conn,
  to_text = function(address) return address ~= nil and ffi.string(address) or nil end,
  formatted = function(format, ...) return format and format:format(...) or "" end,
  -- A format that gives the text itself, and a va_list of which it takes nothing.
  verbatim = function(text) return (text:gsub("%%", "%%%%")) end,
  no_arguments = ffi.new("char[64]"),
  check = check,
  check_int64 = check_int64,
  check_size = check_size,
})

raw.parsers = {}
for _, framing in ipairs({ "bin16", "bin32", "text", "through" }) do
  raw.parsers[framing] = ffi.cast("vce_parser", C["vce_protocol_parser_" .. framing])
end

-- ---- Callbacks

local live = {} -- by address: the flat callback behind each callback that raw.callback() made
local report

-- Gets the kind and the error of each callback that fails. Returns the function set before.
function raw.on_callback_error(f)
  local before = report
  report = f
  return before
end

local function with_traceback(problem)
  return type(problem) == "string" and debug.traceback(problem, 2) or problem
end

local function tell(kind, problem)
  if not pcall(report, kind, problem) then
    io.stderr:write("vce: the report of a failed callback failed\n")
  end
end

local function is_c_int(n)
  return type(n) == "number" and n == math.floor(n) and n >= -2147483648 and n <= 2147483647
end

-- No error leaves this function: it must not unwind through the library.
local function shielded(kind, how, f)
  local adapted = how.adapt(f)
  return function(...)
    local ok, result = xpcall(adapted, with_traceback, ...)
    if ok and how.result == "integer" then
      result = result == nil and 0 or result
      if is_c_int(result) then
        return result
      end
      ok, result = false, ("callback %s returned a %s, not an integer"):format(kind, type(result))
    elseif ok and how.result == "pointer" then
      ok, result = pcall(ffi.cast, address_t, result)
    end
    if not ok then
      tell(kind, result)
      result = how.failed
    end
    if how.result ~= "none" then
      return result
    end
  end
end

-- A callback of a kind of raw.callback_kinds, to be given to functions that take one. It is kept
-- until raw.free_callback().
function raw.callback(kind, f)
  local how = kinds[kind] or error("no kind of callback " .. tostring(kind), 2)
  if type(f) ~= "function" then
    error("bad argument #2 to 'callback' (function expected)", 2)
  end
  local made = ffi.cast(how.made, shielded(kind, how, f))
  local given = ffi.cast(how.type, made)
  live[raw.key(given)] = made
  return given
end

-- Gives a callback back; the library must not use it any more.
function raw.free_callback(callback)
  local key = raw.key(callback)
  if not live[key] then
    error("not a callback that raw.callback() made, or freed before", 2)
  end
  live[key]:free()
  live[key] = nil
end

return raw
