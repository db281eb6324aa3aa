-- The one library of the process: its lifetime, its heartbeat, and waiting for work.

local errors = require("vce.errors")
local options = require("vce.options")
local raw = require("vce.raw")

local runtime = {}

-- Seconds between two looks at a condition while nothing happens: the first pause, and the longest.
local FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1
local METRICS_SIZE = 16384

-- What the layer knows about the library; one per process, as the library itself.
local state = {
  initialized = false,
  beating = false,
  stopped = false,
  contexts = {}, -- by the key of their handle
  connections = {}, -- by serial
  connecting = {}, -- those of non-blocking clients, oldest first
  unsent = {}, -- failures of send() in this heartbeat, by their message
  interrupt = nil, -- to be raised when the heartbeat is over
}
runtime.state = state

-- Starts the library. The first server or client does it by itself; if it runs, nothing changes.
--   max_connections  connections of the whole process, up to 16,777,216; default 100,000
--   max_contexts     servers and clients that may exist at once; default 64
-- Limits cost nothing until they are used. Returns true, or nil, message, code: VCE_EMEM, VCE_EARRAY.
function runtime.initialize(given)
  local all = options.complete("vce.initialize", given == nil and {} or given,
    { max_connections = 100000, max_contexts = 64 }, {}, 2)
  if state.initialized then
    return true
  end
  local limits = raw.new("vce_limit_t")
  raw.vce_limit_clear(limits)
  limits[0].max_conn = all.max_connections
  limits[0].max_tcpcontext = all.max_contexts
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
  local waiting = state.connecting
  state.connecting = {} -- a handler may connect anew
  for _, connection in ipairs(waiting) do
    connection:_connect()
    if connection:alive() and not connection.connected then
      table.insert(state.connecting, connection)
    end
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
  if next(state.unsent) then
    state.unsent = {}
  end
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

-- Ends run() with the present heartbeat, or the next run() before its first; drain() goes on.
function runtime.stop()
  state.stopped = true
end

-- Calls heartbeats until the condition holds or the time is over.
local function run(condition, timeout, stoppable)
  if state.beating then
    error("run() inside a callback, where heartbeats do nothing", 3)
  end
  options.check_seconds("timeout", timeout, 3)
  local finish = timeout and raw.seconds() + timeout
  local pause = FIRST_PAUSE
  local function is_over()
    if stoppable and state.stopped then
      state.stopped = false
      return true
    end
    return condition and condition()
  end
  while not is_over() do
    runtime.heartbeat()
    if is_over() then
      break
    end
    local fd, message, code = runtime.fileno()
    if not fd then
      return nil, message, code
    end
    local sleep = runtime.wait_time()
    if condition then
      sleep = math.min(sleep, pause)
    end
    if finish then
      local rest = finish - raw.seconds()
      if rest <= 0 then
        return false
      end
      sleep = math.min(sleep, rest)
    end
    local woken = raw.wait(fd, math.ceil(sleep * 1000))
    pause = woken and FIRST_PAUSE or math.min(2 * pause, LONGEST_PAUSE)
  end
  return true
end

-- Calls heartbeats, and sleeps while there is nothing to do; a signal ends the sleep.
--   condition  asked before and after every heartbeat; while nothing happens also after 0.05 seconds,
--              and then ever more rarely, up to once a second; nil: go on until stop()
--   timeout    seconds after which to give up; nil: never
-- Returns true when the condition was true or stop() was called, false after the timeout, or nil,
-- message, code when the library is not initialised. Inside a callback, where nothing could ever
-- happen, it raises an error.
function runtime.run(condition, timeout)
  options.check_function("condition", condition, 2)
  local result, message, code = run(condition, timeout, true)
  return result, message, code
end

-- Calls heartbeats until every connection is gone that was closed or belongs to a closed context.
-- Gives up after `timeout` (5) seconds. Returns whether they are gone; otherwise as run().
function runtime.drain(timeout)
  local result, message, code = run(function()
    for _, connection in pairs(state.connections) do
      if connection:closed() or connection.context:closed() then
        return false
      end
    end
    return true
  end, timeout or 5, false)
  return result, message, code
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
