-- Which peers get in, and servers that cannot be made.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, wait = support.equal, support.failure, support.wait
local tests = {}

-- Connects; tells whether the server keeps the connection.
local function gets_in(server)
  local before = #server.seen.accepted
  local client = support.client()
  local connection = assert(client:connect(support.HOST, server.port))
  wait(function() return not connection:alive() or #server.seen.accepted > before end)
  return connection:alive()
end

function tests.on_accept_may_refuse()
  local server = support.server({ on_accept = function() return false end })
  equal(gets_in(server), false)
  equal(server:count(), 0)
  equal(#server.seen.reasons, 0)
end

function tests.on_hiwater_is_told_when_nearly_full()
  local server = support.server({ hiwater = 3, max_connections = 4 })
  local asked = {}
  server.on_hiwater = function(connection, count)
    table.insert(asked, count)
    assert(connection:send("nearly full"))
    if count == 4 then
      connection:close()
    end
  end
  local clients = {}
  for n = 1, 4 do
    clients[n] = support.client()
    assert(clients[n]:connect(support.HOST, server.port))
    wait(function() return #server.seen.accepted + #asked == n end)
  end
  equal(#server.seen.accepted, 1)
  support.list_equal(asked, { 2, 3, 4 })
  wait(function() return #clients[4].seen.reasons == 1 end)
  support.list_equal(clients[4].seen.records, { "nearly full" })
end

function tests.on_hiwater_may_refuse()
  local server = support.server({ hiwater = 1, on_hiwater = function() return false end })
  equal(gets_in(server), false)
end

function tests.the_maximum_turns_away()
  local server = support.server({ max_connections = 1 })
  equal(gets_in(server), true)
  equal(gets_in(server), false)
end

function tests.kicked_addresses_are_turned_away()
  local server = support.server()
  equal(server:kick({ "10.0.0.1", "127.0.0.1" }), true)
  collectgarbage()
  equal(gets_in(server), false)
  failure(raw.VCE_EIPADDR, server:kick({ "localhost" }))
  failure(raw.VCE_EIPADDR, server:kick({ "1.2.3.256" }))
  equal(gets_in(server), false)
  equal(server:kick({}), true)
  equal(gets_in(server), true)
end

function tests.too_many_per_minute_are_turned_away_or_let_pass()
  local server = support.server({ accepts_per_minute = 1 })
  support.list_equal({ gets_in(server), gets_in(server), gets_in(server) }, { true, true, false })
  local asked
  server.on_too_fast = function(s)
    asked = s
    return true
  end
  equal(gets_in(server), true)
  equal(asked, server)
  server.on_too_fast = function() end
  equal(gets_in(server), false)
end

function tests.one_address_may_have_so_many()
  local server = support.server({ max_per_address = 2 })
  support.list_equal({ gets_in(server), gets_in(server), gets_in(server) }, { true, true, false })
end

function tests.who_sends_too_much_pauses_and_loses_nothing()
  local asked = {}
  local server = support.server({ records_per_second = 20,
    on_over_rate = function(connection) table.insert(asked, connection) end })
  local connection, other = support.pair(server, support.client())
  for _ = 1, 25 do
    assert(connection:send("x"))
  end
  wait(function() return #server.seen.records == 25 end)
  equal(asked[1], other)
  assert(vce.counters().rate_pauses > 0)
end

function tests.who_sends_too_much_can_be_ended()
  for _, handler in ipairs({ function() return false end, function() error("on purpose") end }) do
    local server = support.server({ bytes_per_second = 10, on_over_rate = handler })
    local connection, other = support.pair(server, support.client())
    for _ = 1, 3 do
      assert(connection:send("123456789"))
    end
    support.wait_gone(other)
    equal(other.reason, "parser")
  end
end

function tests.accepting_can_be_switched_off()
  local server = support.server()
  equal(server:enable_accept(false), true)
  equal(gets_in(server), false)
  server:enable_accept(true)
  equal(gets_in(server), true)
end

function tests.a_port_in_use_is_told()
  local server = support.server()
  local result, message, code = vce.server({ host = support.HOST, port = server.port })
  failure(raw.VCE_EBIND, result, message, code)
  support.contains(message, "vce_tcpcontext_create: VCE_EBIND (-11): bind failed")
  equal(vce.error_name(code), "VCE_EBIND")
end

function tests.an_address_that_is_none_is_told()
  failure(raw.VCE_EIPADDR, vce.server({ host = "256.1.1.1" }))
end

function tests.impossible_sizes_and_numbers_are_told()
  failure(raw.VCE_EARRAY, vce.server({ read_buffer = 0 }))
  failure(raw.VCE_ERANGE, vce.server({ max_per_address = -1 }))
  failure(raw.VCE_EARRAY, vce.client({ write_buffer = 2147483648 }))
end

function tests.mistakes_in_options_raise_errors()
  support.raises("test_server.lua:", function() vce.server({ prot = 5555 }) end)
  support.raises("no option prot", vce.server, { prot = 5555 })
  support.raises("no option on_hiwater", vce.client, { on_hiwater = print })
  support.raises("no framing bin64", vce.server, { framing = "bin64" })
  support.raises("outside 0 to 65535", vce.server, { port = 65536 })
end

function tests.limits_of_the_process_are_kept()
  vce.finalize()
  assert(vce.initialize({ max_connections = 1, max_contexts = 2 }))
  local server, client = support.server(), support.client()
  failure(raw.VCE_EFULL, vce.client())
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait_gone(connection)
  equal(#server.seen.accepted, 0)
end

function tests.connects_go_out_from_the_given_address()
  local server, client = support.server(), support.client()
  equal(client:set_source("127.0.0.5"), true)
  local _, other = support.pair(server, client)
  equal((other:remote_address()), "127.0.0.5")
  failure(raw.VCE_EIPADDR, client:set_source("localhost"))
end

function tests.messages_go_to_a_function()
  local messages = {}
  support.cleanup(function() vce.log_to(nil, -1) end)
  vce.log_to(function(level, text) table.insert(messages, level .. " " .. text) end)
  local server = support.server()
  failure(raw.VCE_EBIND, vce.server({ host = support.HOST, port = server.port }))
  support.contains(messages[1], "error Fatal:1207 bind failed")
  raw.vce_errout("100%% %s %d\n", "plain", 7)
  equal(messages[2], "info 100% plain 7")
  vce.log_to(function() error("on purpose") end)
  local text = support.written_errors(function() raw.vce_errout0("x") end)
  support.contains(text, "callback log_callback failed")
  support.contains(text, "on purpose")
end

return tests
