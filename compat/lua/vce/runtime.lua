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
  state.initialized, state.stopped = false, false
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

local function beat(call, argument)
  local result = call(argument)
  if state.connecting[1] then
    announce_connected()
  end
  return result
end

-- Makes a call that runs callbacks.
local function in_library(call, argument)
  state.beating = true
  local ok, result = pcall(beat, call, argument)
  state.beating = false
  if next(state.unsent) then
    state.unsent = {}
  end
  local interrupt = state.interrupt
  state.interrupt = nil
  if interrupt or not ok then
    error(interrupt or result, 0)
  end
  return result
end

local function heartbeat()
  raw.vce_heartbeat()
end

-- Does one round of network work without waiting; all callbacks run in here. Inside a callback it
-- does nothing. An interrupt (SIGINT) that came during a callback is raised here.
function runtime.heartbeat()
  if not state.beating then
    in_library(heartbeat)
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

-- Ends the run(), drain() or shutdown() that goes on, or else the next run(), after its next
-- heartbeat. It may be called in handlers, and where the program handles signals.
function runtime.stop()
  state.stopped = true
end

local function check_outside(name, level)
  if state.beating then
    error(name .. "() inside a callback, where heartbeats do nothing", level + 1)
  end
end

-- Calls heartbeats until the condition holds, or the time is over, or stop() is called.
local function run(condition, timeout)
  check_outside("run", 3)
  options.check_seconds("timeout", timeout, 3)
  local finish = timeout and raw.seconds() + timeout
  local pause = FIRST_PAUSE
  local held = condition and condition()
  while not held do
    runtime.heartbeat()
    held = condition and condition()
    if held then
      break
    elseif state.stopped then
      state.stopped = false
      return false
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
--   condition  asked before the first and after every heartbeat; while nothing happens also after
--              0.05 seconds, and then ever more rarely, up to once a second; nil: go on until stop()
--   timeout    seconds after which to give up; nil: never
-- Returns whether the condition was true: false after the timeout or stop(); or nil, message, code
-- when the library is not initialised. Inside a callback, where nothing could ever
-- happen, it raises an error.
function runtime.run(condition, timeout)
  options.check_function("condition", condition, 2)
  local result, message, code = run(condition, timeout)
  return result, message, code
end

-- Calls heartbeats until every connection is gone that was closed or belongs to a closed context; the
-- others go on. Gives up after `timeout` (5) seconds; what is unsent then stays queued. Returns
-- whether they are gone; otherwise as run(). To end all connections there is shutdown().
function runtime.drain(timeout)
  local result, message, code = run(function()
    for _, connection in pairs(state.connections) do
      if connection:closed() or connection.context:closed() then
        return false
      end
    end
    return true
  end, timeout or 5)
  return result, message, code
end

-- Sockets of connections that are gone, whose peers have not ended the stream yet.
local function lingering()
  return tonumber(runtime.metrics():match("\nvce_lingering_sockets (%d+)\n"))
end

-- Closes all contexts, also those that a handler has made meanwhile; whether all is over.
local function close_all()
  local all = {}
  for _, context in pairs(state.contexts) do
    all[#all + 1] = context
  end
  for _, context in ipairs(all) do
    context:close()
  end
  return next(state.connections) == nil and lingering() == 0
end

-- Ends all connections in good order, for a program that is about to end. Closes every server and
-- client, so that no peer connects any more, and calls heartbeats until all that was sent has arrived,
-- on_close was called for all, and the peers have the end of the stream; or until `timeout` (5) seconds
-- are over. What is left then is cut off: its on_close gets the reason "timeout". stop() ends the
-- waiting early; one that came before does not.
-- Returns how many connections were cut off, 0 when every peer has everything; or nil, message, code.
-- Inside a callback it raises an error.
function runtime.shutdown(timeout)
  timeout = timeout == nil and 5 or timeout
  check_outside("shutdown", 2)
  options.check_patience("timeout", timeout, 2)
  if not state.initialized then
    return 0
  end
  state.stopped = false
  local ok, message, code = run(close_all, timeout)
  if ok == nil then
    return nil, message, code
  end
  return errors.check("vce_drain", in_library(raw.vce_drain, 0))
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
