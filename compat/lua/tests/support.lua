-- What the tests share: assertions, and pairs of connections.

local vce = require("vce")

local support = { HOST = "127.0.0.1", DEADLINE = 60 } -- seconds

-- ---- Assertions

local function show(value)
  return type(value) == "string" and ("%q"):format(value) or tostring(value)
end

function support.equal(actual, expected)
  if actual ~= expected then
    error(("%s, expected %s"):format(show(actual), show(expected)), 2)
  end
end

function support.list_equal(actual, expected)
  for n = 1, math.max(#actual, #expected) do
    if actual[n] ~= expected[n] then
      error(("element %d is %s, expected %s"):format(n, show(actual[n]), show(expected[n])), 2)
    end
  end
end

function support.contains(text, part)
  if not tostring(text):find(part, 1, true) then
    error(("%s does not contain %s"):format(show(text), show(part)), 2)
  end
end

-- What a call returned that must have failed with that code.
function support.failure(code, result, message, actual)
  if result ~= nil or type(message) ~= "string" or actual ~= code then
    error(("%s, %s, %s instead of a failure with %s"):format(show(result), show(message),
      show(actual), show(vce.error_name(code) or code)), 2)
  end
end

function support.raises(part, f, ...)
  local ok, problem = pcall(f, ...)
  if ok then
    error("no error was raised", 2)
  end
  support.contains(problem, part)
end

-- ---- Cleaning up

local cleanups = {}

function support.cleanup(f)
  table.insert(cleanups, 1, f)
end

function support.take_cleanups()
  local taken = cleanups
  cleanups = {}
  return taken
end

-- ---- Contexts that remember what happened

local function recording(make, options)
  local seen = { records = {}, reasons = {}, accepted = {}, connected = {}, errors = {} }
  local handlers = {
    on_record = function(_, data) table.insert(seen.records, data) end,
    on_close = function(_, reason) table.insert(seen.reasons, reason) end,
    on_error = function(connection, problem)
      table.insert(seen.errors, { connection = connection, problem = problem })
    end,
  }
  local all = {}
  if make == vce.server then
    all.host = support.HOST
    handlers.on_accept = function(connection) table.insert(seen.accepted, connection) end
  else
    handlers.on_connect = function(connection) table.insert(seen.connected, connection) end
  end
  for name, value in pairs(handlers) do
    all[name] = value
  end
  for name, value in pairs(options or {}) do
    all[name] = value
  end
  local context = assert(make(all))
  context.seen = seen
  return context
end

function support.server(options)
  return recording(vce.server, options)
end

function support.client(options)
  return recording(vce.client, options)
end

-- A client without framing, to see and send the bytes of the wire.
function support.peer(server)
  local client = support.client({ framing = "through" })
  local connection = assert(client:connect(support.HOST, server.port))
  function connection.bytes()
    return table.concat(client.seen.records)
  end
  return connection
end

-- Runs a function with standard error in a file; returns what was written there.
function support.written_errors(f)
  local name = os.tmpname()
  local file, before = assert(io.open(name, "w+")), io.stderr
  io.stderr = file -- the layer looks it up when it writes
  local ok, problem = pcall(f)
  io.stderr = before
  file:seek("set")
  local text = file:read("*a")
  file:close()
  os.remove(name)
  assert(ok, problem)
  return text
end

-- ---- Other processes

-- Runs a program with the interpreter of the tests; gives its output as a file.
function support.program(text)
  local script = os.tmpname()
  support.cleanup(function() os.remove(script) end)
  local file = assert(io.open(script, "w"))
  file:write(text)
  file:close()
  return assert(io.popen(("timeout 120 %s %s 2>&1"):format(os.getenv("VCE_TEST_INTERPRETER"), script)))
end

-- A server in another process that sends lines to its peers, and ends them then if it shall.
-- Gives its port, and a function that returns when the lines have been sent.
function support.greeter(lines, ends)
  local pipe = support.program(([[
    local vce = require("vce")
    local peer
    local server = assert(vce.server({ host = "127.0.0.1", on_accept = function(connection)
      for line in (%q):gmatch("[^,]+") do assert(connection:send(line)) end
      peer = connection
      if %s then peer:close() end
    end }))
    print(server.port)
    io.stdout:flush()
    vce.run(function() return peer and peer:drained() and (not %s or not peer:alive()) end, 60)
    print("done")
    io.stdout:flush()
    vce.run(function() return not peer:alive() end, 60)]]):format(lines, ends, ends))
  support.cleanup(function()
    vce.finalize() -- for whose end it waits
    pipe:close()
  end)
  return tonumber(pipe:read("*l")), function() support.equal(pipe:read("*l"), "done") end
end

-- ---- Time

function support.wait(condition, timeout)
  if not vce.run(condition, timeout or support.DEADLINE) then
    error("gave up waiting", 2)
  end
end

-- Heartbeats for a while, for what must not happen.
function support.settle(seconds)
  vce.run(nil, seconds or 0.05)
end

-- A connection and its other end.
function support.pair(server, client)
  local before = #server.seen.accepted
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait(function() return #server.seen.accepted > before and connection.connected end)
  return connection, server.seen.accepted[#server.seen.accepted]
end

function support.wait_gone(connection)
  support.wait(function() return not connection:alive() end)
end

return support
