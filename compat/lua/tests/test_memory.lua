-- Nothing stays behind: neither in Lua nor in the library, whatever ended the connections.

local support = require("support")
local vce = require("vce")

local tests = {}

local function used()
  collectgarbage()
  collectgarbage()
  return collectgarbage("count")
end

-- Connects, exchanges a record, and ends, in one of the ways that connections end.
local function life(server, client, n)
  local connection = support.pair(server, client)
  assert(connection:send(("x"):rep(n * 50 % 3000)))
  support.wait(function() return #server.seen.records > 0 end)
  if n % 3 == 0 then
    connection:abort()
  elseif n % 3 == 1 then
    connection:close()
  else
    server.seen.accepted[1]:close()
  end
  support.wait(function() return server:count() + client:count() == 0 end)
  for _, list in pairs(server.seen) do
    list[1] = nil
  end
  for _, list in pairs(client.seen) do
    list[1] = nil
  end
end

function tests.connections_that_are_gone_leave_nothing()
  local server, client = support.server(), support.client()
  local before
  for n = 1, 600 do
    life(server, client, n)
    if n == 100 then
      before = used()
    end
  end
  local grown = used() - before
  assert(grown < 64, ("%d KiB more after 500 connections"):format(grown))
  support.equal(vce.counters().buffers_in_use, 0)
end

function tests.contexts_that_are_closed_are_collected()
  local weak = setmetatable({}, { __mode = "v" })
  for n = 1, 50 do
    local server = assert(vce.server({ host = support.HOST, on_record = print }))
    weak[n] = server
    server:close()
    vce.heartbeat()
  end
  collectgarbage()
  collectgarbage()
  local left = 0
  for _ in pairs(weak) do
    left = left + 1
  end
  assert(left <= 1, left)
end

function tests.garbage_collection_at_any_time_is_harmless()
  local server, client = support.server(), support.client()
  server.on_record = function(connection, data)
    collectgarbage()
    assert(connection:send(data))
  end
  local connection = support.pair(server, client)
  for n = 1, 50 do
    assert(connection:send(tostring(n)))
    collectgarbage()
    support.wait(function() return #client.seen.records == n end)
  end
end

return tests
