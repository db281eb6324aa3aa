-- The one library of the process: its lifetime, its heartbeat, and waiting for work.

local errors = require("vce.errors")
local raw = require("vce.raw")

local runtime = {}

-- Seconds; how late run() may notice what its condition depends on.
local LONGEST_SLEEP = 0.1
local METRICS_SIZE = 16384

-- What the layer knows about the library; one per process, as the library itself.
local state = {
  initialized = false,
  beating = false,
  stopped = false,
  contexts = {}, -- by the key of their handle
  connections = {}, -- by serial
  connecting = {}, -- those of non-blocking clients, oldest first
  interrupt = nil, -- to be raised when the heartbeat is over
}
runtime.state = state

-- Starts the library. The first server or client does it by itself; if it runs, nothing changes.
--   max_connections  connections of the whole process, up to 16,777,216; default 100,000
--   max_contexts     servers and clients that may exist at once; default 64
-- Limits cost nothing until they are used. Returns true, or nil, message, code: VCE_EMEM, VCE_EARRAY.
function runtime.initialize(options)
  if state.initialized then
    return true
  end
  options = options or {}
  local limits = raw.new("vce_limit_t")
  raw.vce_limit_clear(limits)
  limits[0].max_conn = options.max_connections or 100000
  limits[0].max_tcpcontext = options.max_contexts or 64
  local code = raw.vce_initialize_limited(limits)
  if code < 0 then
    return errors.failure("vce_initialize_limited", code)
  end
  state.initialized = true
  return true
end

-- Ends the library at once. Connections are cut, unsent output is lost, no callback is called.
-- Returns true, or nil, message, VCE_EFINALIZE inside a callback.
function runtime.finalize()
  if not state.initialized then
    return true
  end
  local code = raw.vce_finalize()
  if code < 0 and raw.vce_get_wait_fd() >= 0 then -- it may complain and yet have done it
    return errors.failure("vce_finalize", code)
  end
  for _, connection in pairs(state.connections) do
    connection._gone = true
  end
  for _, context in pairs(state.contexts) do
    context.handle, context._connections = nil, {}
  end
  state.initialized = false
  state.contexts, state.connections, state.connecting = {}, {}, {}
  return true
end

-- The library tells by the room in the write buffer that a connect has succeeded.
local function announce_connected()
  local waiting, remaining = state.connecting, {}
  state.connecting = remaining -- a handler may connect anew
  local open = {}
  for _, connection in ipairs(waiting) do
    if connection:alive() then
      local list = connection:writable() > 0 and open or remaining
      list[#list + 1] = connection
    end
  end
  for _, connection in ipairs(open) do
    connection.connected = true
    connection.context:_has_connected(connection)
  end
end

local function beat()
  raw.vce_heartbeat()
  if state.connecting[1] then
    announce_connected()
  end
end

-- Does one round of network work without waiting; all callbacks run in here. Inside a callback it
-- does nothing. An interrupt (SIGINT) that came during a callback is raised here.
function runtime.heartbeat()
  if state.beating then
    return
  end
  state.beating = true
  local ok, problem = pcall(beat)
  state.beating = false
  local interrupt = state.interrupt
  state.interrupt = nil
  if interrupt or not ok then
    error(interrupt or problem, 0)
  end
end

-- The descriptor that is readable when a heartbeat is due; it belongs to the library.
function runtime.fileno()
  return errors.check("vce_get_wait_fd", raw.vce_get_wait_fd())
end

-- Seconds after which a heartbeat is due even if fileno() is not readable, 0 to 60.
function runtime.wait_time()
  local milliseconds, message, code = errors.check("vce_get_wait_time", raw.vce_get_wait_time())
  if not milliseconds then
    return nil, message, code
  end
  return milliseconds / 1000
end

-- Ends run() with the present heartbeat, or the next run() before its first.
function runtime.stop()
  state.stopped = true
end

local function is_over(condition)
  if state.stopped then
    state.stopped = false
    return true
  end
  return condition and condition()
end

-- Calls heartbeats, and sleeps while there is nothing to do.
--   condition  asked before every heartbeat, at least every 0.1 seconds; nil: go on until stop()
--   timeout    seconds after which to give up; nil: never
-- Returns true when the condition was true or stop() was called, false after the timeout, or nil,
-- message, code when the library is not initialised.
function runtime.run(condition, timeout)
  local finish = timeout and raw.seconds() + timeout
  while not is_over(condition) do
    runtime.heartbeat()
    if is_over(condition) then
      break
    end
    local fd, message, code = runtime.fileno()
    if not fd then
      return nil, message, code
    end
    local sleep = runtime.wait_time()
    if condition then
      sleep = math.min(sleep, LONGEST_SLEEP)
    end
    if finish then
      local rest = finish - raw.seconds()
      if rest <= 0 then
        return false
      end
      sleep = math.min(sleep, rest)
    end
    raw.wait(fd, math.ceil(sleep * 1000))
  end
  return true
end

-- Calls heartbeats until every connection is gone that was closed or belongs to a closed context.
-- Gives up after `timeout` (5) seconds. Returns whether they are gone.
function runtime.drain(timeout)
  return runtime.run(function()
    for _, connection in pairs(state.connections) do
      if connection:closed() or connection.context:closed() then
        return false
      end
    end
    return true
  end, timeout or 5)
end

-- Counters of the process: the fields of vce_stat_t.
function runtime.stats()
  local counters = raw.new("vce_stat_t")
  raw.vce_get_stat(counters)
  return raw.as_table("vce_stat_t", counters[0])
end

-- Counters for operating a server: the fields of vce_counters_t.
function runtime.counters()
  local counters = raw.new("vce_counters_t")
  raw.vce_get_counters(counters, raw.sizeof(counters))
  return raw.as_table("vce_counters_t", counters[0])
end

-- All counters as text that a Prometheus server reads.
function runtime.metrics()
  local text = raw.new("char", METRICS_SIZE)
  local length, message, code =
    errors.check("vce_get_counters_string", raw.vce_get_counters_string(text, METRICS_SIZE))
  if not length then
    return nil, message, code
  end
  return raw.string(text, length)
end

return runtime
