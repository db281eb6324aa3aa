-- libvce: TCP connections that carry records, driven by one heartbeat.
--
--   local vce = require("vce")
--   local server = assert(vce.server({
--     host = "127.0.0.1", port = 5555, safety_read = 50,
--     on_record = function(connection, line) assert(connection:send(line)) end,
--   }))
--   vce.run()
--
-- Calls that can fail return nil, a message and the error code. vce.raw has every function of the C
-- library; its constants, such as vce.raw.VCE_EWBFULL, are the codes.

local contexts = require("vce.context")
local errors = require("vce.errors")
local raw = require("vce.raw")
local runtime = require("vce.runtime")
local timers = require("vce.timers")

return {
  version = raw.LIBVCE_VERSION,
  raw = raw,
  server = contexts.server,
  client = contexts.client,
  initialize = runtime.initialize,
  finalize = runtime.finalize,
  heartbeat = runtime.heartbeat,
  run = runtime.run,
  stop = runtime.stop,
  drain = runtime.drain,
  shutdown = runtime.shutdown,
  after = timers.after,
  every = timers.every,
  fileno = runtime.fileno,
  wait_time = runtime.wait_time,
  stats = runtime.stats,
  counters = runtime.counters,
  metrics = runtime.metrics,
  log_to = require("vce.logs"),
  error_name = errors.name,
}
