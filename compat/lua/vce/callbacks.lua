-- The C callbacks of the layer: one of each kind for the whole process, which never goes away.
--
-- Each finds the connection or context that it is called for, and calls its handler. An error never
-- gets out: it is reported, and the connection ends.

local errors = require("vce.errors")
local raw = require("vce.raw")
local state = require("vce.runtime").state

local REFUSE = -1 -- what a C callback answers to end or refuse a connection

local REASONS = {
  [raw.CLOSE_REASON_REMOTE] = "remote",
  [raw.CLOSE_REASON_APPLICATION] = "application",
  [raw.CLOSE_REASON_TIMEOUT] = "timeout",
  [raw.CLOSE_REASON_PARSER] = "parser",
}

local callbacks = {}

local function with_traceback(problem)
  return type(problem) == "string" and debug.traceback(problem, 2) or problem
end

-- What the interpreters raise for SIGINT is for the main program.
local function is_interrupt(problem)
  return type(problem) == "string" and problem:find("interrupted!", 1, true) ~= nil
end

local function log(text)
  io.stderr:write("vce: ", text, "\n")
end

-- The failed send() of this heartbeat that the error comes of, if it was to another connection:
-- assert() raises the message of the failure, and error() puts a place before it.
local function other_at_fault(connection, problem)
  if not connection or type(problem) ~= "string" then
    return nil
  end
  local line = problem:match("^[^\n]*")
  for message, failure in pairs(state.unsent) do
    if failure.connection ~= connection and line:sub(-#message) == message then
      return failure
    end
  end
  return nil
end

-- Reports an error of a handler; the result ends the connection.
--
-- A peer that does not read must not end others: the error of sending to another connection ends that
-- one, if it has no room, and the connection of the handler goes on.
function callbacks.failed(context, connection, problem)
  if is_interrupt(problem) then
    state.interrupt = state.interrupt or problem
    return REFUSE
  end
  local result = REFUSE
  local failure = other_at_fault(connection, problem)
  if failure then
    connection, result = failure.connection, 0
    if failure.full then
      connection:abort()
    end
  end
  if not context.on_error then
    log(("callback of %s failed for %s: %s"):format(tostring(context), tostring(connection),
      tostring(problem)))
    return result
  end
  local ok, second = xpcall(context.on_error, with_traceback, connection, problem, context)
  if not ok then
    log(("on_error failed: %s\nwhile it handled: %s"):format(tostring(second), tostring(problem)))
  end
  return result
end

-- Calls a handler. Returns its verdict; false if it failed and its connection is to end.
function callbacks.ask(context, connection, handler, ...)
  local ok, verdict = xpcall(handler, with_traceback, ...)
  if not ok then
    return callbacks.failed(context, connection, verdict) ~= REFUSE
  end
  return verdict
end

-- Calls what belongs to no connection. An error is reported and ends nothing.
function callbacks.run(what, f, ...)
  local ok, problem = xpcall(f, with_traceback, ...)
  if not ok and is_interrupt(problem) then
    state.interrupt = state.interrupt or problem
  elseif not ok then
    log(("%s failed: %s"):format(what, tostring(problem)))
  end
end

local function new_connection(ct)
  local context = state.contexts[raw.key(raw.vce_conn_get_tcpcontext(ct))]
  return context and context:_add(ct, true)
end

-- What is left to report here came up outside of any handler.
raw.on_callback_error(function(kind, problem)
  if is_interrupt(problem) then
    state.interrupt = state.interrupt or problem
  else
    log(("callback %s failed: %s"):format(kind, tostring(problem)))
  end
end)

callbacks.accept = raw.callback("acceptwatcher", function(ct)
  local connection = new_connection(ct)
  if not connection then
    return REFUSE
  end
  local context = connection.context
  local handler = context.on_accept
  if handler and callbacks.ask(context, connection, handler, connection) == false then
    return REFUSE
  end
  return 0
end)

callbacks.hiwater = raw.callback("hiwater_acceptwatcher", function(ct, count)
  local connection = new_connection(ct)
  if not connection then
    return REFUSE
  end
  local context = connection.context
  local handler = context.on_hiwater
  if handler and callbacks.ask(context, connection, handler, connection, count) == false then
    return REFUSE
  end
  return 0
end)

callbacks.too_fast = raw.callback("accept_warning", function(handle)
  local context = state.contexts[raw.key(handle)]
  local handler = context and context.on_too_fast
  return handler and callbacks.ask(context, nil, handler, context) == true and 0 or REFUSE
end)

-- The heartbeat that establishes a connection may also deliver its first records, or its end: then
-- on_connect is called right before.
callbacks.record = raw.callback("protocol_callback", function(ct, address, length)
  local connection = state.connections[ct.serial]
  if not connection.connected then
    connection:_connect()
  end
  if connection._refused then
    return 0 -- it ends already, with the reason that is due to it
  end
  local context = connection.context
  local handler = context.on_record
  if not handler then
    return 0
  end
  local ok, verdict = xpcall(handler, with_traceback, connection, raw.string(address, length))
  if not ok then
    return callbacks.failed(context, connection, verdict)
  end
  return verdict == false and REFUSE or 0
end)

callbacks.over_rate = raw.callback("rate_callback", function(ct)
  local connection = state.connections[ct.serial]
  if not connection.connected then
    connection:_connect()
  end
  local handler = not connection._refused and connection.context.on_over_rate
  if handler and callbacks.ask(connection.context, connection, handler, connection) == false then
    return REFUSE
  end
  return 0
end)

callbacks.writable = raw.callback("writable_watcher", function(ct)
  local connection = state.connections[ct.serial]
  if not connection.connected then
    connection:_connect()
  end
  local handler = connection._when_writable
  connection._when_writable = nil
  if handler and not connection._refused and
    callbacks.ask(connection.context, connection, handler, connection) == false then
    return REFUSE
  end
  return 0
end)

callbacks.close = raw.callback("closewatcher", function(ct, reason)
  local connection = state.connections[ct.serial]
  if not connection.connected then
    connection:_connect()
  end
  connection._closing = true
  connection.reason = REASONS[reason]
  connection._end_detail = errors.text_of(raw.vce_conn_get_end_detail, ct)
  local handler = connection.context.on_close
  if handler then
    callbacks.ask(connection.context, connection, handler, connection, connection.reason)
  end
  return 0
end)

callbacks.finish = raw.callback("finalizer", function(ct)
  local connection = state.connections[ct.serial]
  if connection then
    state.connections[ct.serial] = nil
    connection._gone = true
    connection.context._connections[ct.serial] = nil
  end
end)

return callbacks
