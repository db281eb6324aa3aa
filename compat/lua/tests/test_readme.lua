-- The servers and the client of README.md do what is said of them.
--
-- The README's chat server sent to one connection after the other, and an echo server like it ended
-- a client that sent much before reading.

local support = require("support")
local vce = require("vce")

local equal, wait = support.equal, support.wait
local tests = {}

local here = debug.getinfo(1, "S").source:match("^@(.*)tests/test_readme%.lua$")

-- The block of the README with that text, with another port, as a function that does not wait.
local function block(part, port)
  local file = assert(io.open(here .. "README.md"))
  local text = file:read("*a")
  file:close()
  local found
  for code in text:gmatch("```lua\n(.-)\n```") do
    if code:find(part, 1, true) then
      assert(not found, "more than one block with " .. part)
      found = code
    end
  end
  assert(found, "no block with " .. part)
  local code = found:gsub("5555", tostring(port)):gsub("\nvce%.run%([^\n]*$", "")
  code = code:find("require", 1, true) and code or 'local vce = require("vce")\n' .. code
  return assert((loadstring or load)(code .. "\nreturn server or connection"))
end

function tests.the_chat_server_relays_also_when_one_does_not_read()
  local server = block("broadcast", 0)()
  local reader = support.client()
  local talker = assert(support.client():connect(support.HOST, server.port))
  assert(reader:connect(support.HOST, server.port))
  local deaf = support.client({ read_buffer = 4096, records_per_heartbeat = 0 })
  assert(deaf:connect(support.HOST, server.port))
  wait(function() return server:count() == 3 end)
  local before, line, sent = vce.counters().broadcast_dropped, ("x"):rep(1000), 0
  wait(function()
    if talker:writable() > 2000 and sent - #reader.seen.records < 100 then
      assert(talker:send(line))
      sent = sent + 1
    end
    return vce.counters().broadcast_dropped - before > 100
  end)
  wait(function() return #reader.seen.records == sent end)
  equal(server:count(), 3)
  equal(talker:closed(), false)
end

function tests.the_client_talks_to_the_chat_server()
  local server = block("broadcast", 0)()
  local listener = support.client()
  assert(listener:connect(support.HOST, server.port))
  wait(function() return server:count() == 1 end)
  local printed = {}
  local client = block("client:connect", server.port)
  if setfenv then
    setfenv(client, setmetatable({ print = function(x) table.insert(printed, x) end }, { __index = _G }))
  end
  local connection = client()
  wait(function() return listener.seen.records[1] == "hello" end)
  equal(server:broadcast("welcome"), 2)
  wait(function() return listener.seen.records[2] == "welcome" end)
  if setfenv then
    wait(function() return printed[1] == "welcome" end)
  end
  server:close()
  support.wait_gone(connection)
end

function tests.the_echo_server_answers_all_that_is_pipelined()
  local server = block("safety_read", 0)()
  local count, line, answers = 20000, ("x"):rep(999), 0
  -- At first it reads nothing while it has something to send.
  local client = support.client({ write_buffer = 32000000, safety_read = 100,
    on_record = function(_, answer) answers = answers + (answer == line and 1 or 0) end })
  local connection = assert(client:connect(support.HOST, server.port))
  for _ = 1, count do
    assert(connection:send(line))
  end
  -- What waits in the system's buffers and in the server's is full when no more is taken.
  local before, quiet = -1, 0
  while quiet < 1000 and not connection:closed() do
    vce.heartbeat()
    local now = vce.counters().recv_record
    quiet = now == before and quiet + 1 or 0
    before = now
  end
  vce.raw.vce_tcpcontext_set_conn_safety_read(client.handle, 0)
  wait(function() return answers == count or connection:closed() end)
  equal(answers, count)
end

return tests
