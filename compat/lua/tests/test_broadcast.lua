-- One record for all connections of a context, also when one of them does not read.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, raises, wait = support.equal, support.failure, support.raises, support.wait
local tests = {}

local function lines_of(client, count)
  wait(function() return #client.seen.records >= count end)
  return client.seen.records
end

function tests.all_get_it_but_the_one_who_speaks()
  local server = support.server()
  local counts = {}
  server.on_record = function(connection, line)
    table.insert(counts, server:broadcast(line, { skip = connection }))
  end
  local talker, clients = support.pair(server, support.client()), {}
  for n = 1, 3 do
    clients[n] = support.client()
    support.pair(server, clients[n])
  end
  assert(talker:send("one"))
  assert(talker:send("two"))
  for _, client in ipairs(clients) do
    support.list_equal(lines_of(client, 2), { "one", "two" })
  end
  equal(#talker.context.seen.records, 0)
  support.list_equal(counts, { 3, 3 })
  equal(server:broadcast("for all"), 4)
  equal(lines_of(talker.context, 1)[1], "for all")
end

function tests.it_is_framed_as_the_context_says()
  local forms = { text = "ab\n", bin16 = "\0\2ab", bin32 = "\0\0\0\2ab", through = "ab" }
  for framing, wire in pairs(forms) do
    local server = support.server({ framing = framing })
    local peer = support.peer(server)
    wait(function() return #server.seen.accepted == 1 end)
    equal(server:broadcast("ab"), 1)
    wait(function() return peer.bytes() == wire end)
  end
  local server = support.server({ framing = "bin16", write_buffer = 100000, read_buffer = 100000 })
  local client = support.client({ framing = "bin16", read_buffer = 100000 })
  support.pair(server, client)
  equal(server:broadcast(("x"):rep(65535)), 1)
  equal(lines_of(client, 1)[1], ("x"):rep(65535))
  failure(raw.VCE_ELONGINPUT, server:broadcast(("x"):rep(65536)))
end

function tests.what_cannot_be_sent_is_told()
  local server = support.server({ write_buffer = 10 })
  failure(raw.VCE_EINVAL, server:broadcast("two\nlines"))
  failure(raw.VCE_ELONGINPUT, server:broadcast("longer than that"))
  raises("string expected, got number", server.broadcast, server, 5)
  raises("test_broadcast.lua", function() server:broadcast(5) end)
  raises("when_full must be drop or close, not burst", server.broadcast, server, "x",
    { when_full = "burst" })
  raises("skip must be a connection", server.broadcast, server, "x", { skip = {} })
  equal(server:broadcast("nobody"), 0)
  server:close()
  failure(raw.VCE_ECLOSED, server:broadcast("x"))
end

-- A client that did not read ended those who talked: the send() to it failed in their handlers.
local function talk_to_one_who_does_not_read(when_full)
  local server = support.server({ write_buffer = 20000 })
  local got = {}
  server.on_record = function(connection, line)
    local count = server:broadcast(line, { skip = connection, when_full = when_full })
    got[count] = (got[count] or 0) + 1
  end
  local reader = support.client()
  support.pair(server, reader)
  -- It takes no record, so that its read buffer fills up.
  local deaf = support.client({ read_buffer = 4096, records_per_heartbeat = 0 })
  local _, slow = support.pair(server, deaf)
  local talker, other = support.pair(server, support.client())
  local line, sent = ("x"):rep(1000), 0
  wait(function()
    if talker:writable() > 2000 and sent - #reader.seen.records < 10 then
      assert(talker:send(line))
      sent = sent + 1
    end
    raw.vce_conn_break_heartbeat()
    return (got[1] or 0) > 50
  end)
  wait(function() return #reader.seen.records == sent end)
  equal(other:closed(), false)
  equal(#server.seen.errors, 0)
  for _, record in ipairs(reader.seen.records) do
    equal(record, line)
  end
  return slow
end

function tests.one_who_does_not_read_misses_records_and_ends_nobody()
  local before = vce.counters().broadcast_dropped
  local slow = talk_to_one_who_does_not_read("drop")
  equal(slow:closed(), false)
  assert(vce.counters().broadcast_dropped - before > 50)
end

function tests.one_who_does_not_read_can_be_closed()
  local before = vce.counters().broadcast_closed
  local slow = talk_to_one_who_does_not_read("close")
  equal(slow:closed(), true)
  equal(vce.counters().broadcast_closed - before, 1)
end

-- A server with a small write buffer, a client that talks, and one that does not read; the end of the
-- latter at the server is last.
local function small_room()
  local server = support.server({ write_buffer = 5000 })
  local talker, mine = support.pair(server, support.client())
  local deaf = support.client({ read_buffer = 4096, records_per_heartbeat = 0 })
  local _, other = support.pair(server, deaf)
  return server, talker, mine, other
end

-- The talker was ended: a client without room could do that to all others.
function tests.a_loop_over_send_ends_who_does_not_read_and_not_who_talks()
  for _, fail in ipairs({ assert, function(sent, message) return sent or error(message) end }) do
    local server, talker, mine, other = small_room()
    local count, relayed = 0, 0
    server.on_record = function(connection, line)
      relayed = relayed + 1
      for one in server:each() do
        if one ~= connection then
          fail(one:send(line))
        end
      end
    end
    wait(function()
      if relayed == count then
        assert(talker:send(("x"):rep(4000)))
        count = count + 1
      end
      return not other:alive()
    end)
    equal(#server.seen.errors, 1)
    equal(server.seen.errors[1].connection, other)
    support.contains(server.seen.errors[1].problem, "VCE_EWBFULL")
    equal(mine:closed(), false)
    count = relayed
    assert(talker:send("y"))
    wait(function() return relayed > count end)
    server:close()
  end
end

function tests.nor_who_meets_a_connection_that_is_closed()
  local server, talker, mine, other = small_room()
  server.on_record = function()
    other:close()
    assert(other:send("x"))
  end
  assert(talker:send("x"))
  wait(function() return #server.seen.errors == 1 and not other:alive() end)
  equal(server.seen.errors[1].connection, other)
  support.contains(server.seen.errors[1].problem, "VCE_ECLOSED")
  equal(mine:closed(), false)
end

-- What a peer sends cannot name one that is to be ended.
function tests.who_talks_ends_for_what_is_his_own()
  local server, talker, mine, other = small_room()
  server.on_record = function(connection, line)
    local _, message = other:send("two\nlines")
    if line == "echo" then
      while true do
        assert(connection:send(("x"):rep(1000)))
      end
    end
    error(line == "again" and message or line)
  end
  for n, line in ipairs({ "vce_protocol_unparser_text: VCE_EWBFULL (-20): write buffer is full" ..
    (" (connection %.0f)"):format(other.serial), "again", "echo" }) do
    assert(talker:send(line))
    support.wait_gone(mine)
    equal(server.seen.errors[n].connection, mine)
    equal(mine.reason, "parser")
    talker, mine = support.pair(server, support.client())
  end
  equal(other:closed(), false)
end

return tests
