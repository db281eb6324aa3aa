-- Connecting in both modes, records of all kinds, closing, asking.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, pair, wait = support.equal, support.failure, support.pair, support.wait
local tests = {}

-- ---- Connecting

function tests.a_blocking_connect_is_open_at_once()
  local server, client = support.server(), support.client()
  local connection = assert(client:connect(support.HOST, server.port))
  equal(connection.connected, true)
  equal(connection:send("now"), 4)
  wait(function() return server.seen.records[1] == "now" end)
  equal(#client.seen.connected, 0)
end

function tests.a_non_blocking_connect_tells_of_success()
  local server, client = support.server(), support.client({ blocking = false })
  local connection = assert(client:connect("localhost", server.port))
  equal(connection.connected, false)
  equal(connection:writable(), 0)
  failure(raw.VCE_ENOTREADY, connection:send("too early"))
  wait(function() return #client.seen.connected == 1 end)
  equal(client.seen.connected[1], connection)
  equal(connection.connected, true)
  assert(connection:send("now"))
  wait(function() return server.seen.records[1] == "now" end)
end

function tests.on_connect_may_refuse()
  local server, client = support.server(), support.client({ blocking = false })
  client.on_connect = function() return false end
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait_gone(connection)
  equal(connection.reason, "application")
end

function tests.on_connect_may_connect_anew()
  local server, client = support.server(), support.client({ blocking = false })
  local count = 0
  client.on_connect = function()
    count = count + 1
    if count < 3 then
      assert(client:connect(support.HOST, server.port))
    end
  end
  assert(client:connect(support.HOST, server.port))
  wait(function() return count == 3 and #server.seen.accepted == 3 end)
end

local function unused_port()
  local server = support.server()
  local port = server.port
  server:close()
  return port
end

function tests.a_blocking_connect_that_fails_is_told()
  local client = support.client()
  failure(raw.VCE_ECONNECT, client:connect(support.HOST, unused_port()))
  failure(raw.VCE_ECONNECT, client:connect("", 1))
  support.raises("outside 1 to 65535", client.connect, client, support.HOST, 0)
  support.raises("outside 1 to 65535", client.connect, client, support.HOST, 65536)
  equal(client:count(), 0)
end

function tests.a_non_blocking_connect_that_fails_closes()
  local client = support.client({ blocking = false })
  local connection = assert(client:connect(support.HOST, unused_port()))
  support.wait_gone(connection)
  support.list_equal(client.seen.reasons, { "remote" })
  equal(#client.seen.connected, 0)
  failure(raw.VCE_ECLOSED, connection:send("x"))
end

-- A failed connect was told as "could not connect", without a name, an address or a reason.
function tests.why_a_connect_failed_is_told()
  local port = unused_port()
  local refused = ("connect to %s port %d: Connection refused"):format(support.HOST, port)
  local _, message = support.client():connect(support.HOST, port)
  support.contains(message, refused)
  _, message = support.client():connect("nosuch.invalid", 9)
  support.contains(message, "connect to nosuch.invalid: ")
  local client = support.client({ blocking = false })
  local detail
  client.on_close = function(connection) detail = connection:end_detail() end
  local connection = assert(client:connect(support.HOST, port))
  equal(connection:end_detail(), nil)
  support.wait_gone(connection)
  support.contains(detail, refused)
  equal(connection:end_detail(), detail)
end

function tests.why_a_server_cannot_listen_and_why_a_connection_ended_is_told()
  local server = support.server()
  local _, message = vce.server({ host = support.HOST, port = server.port })
  support.contains(message, ("bind to %s port %d: Address already in use"):format(support.HOST,
    server.port))
  local connection, other = pair(server, support.client())
  other:close()
  support.wait_gone(connection)
  support.contains(connection:end_detail(), ("%s port %d: "):format(support.HOST, server.port))
end

function tests.a_connect_has_a_time_of_its_own()
  local nobody = "192.0.2.1" -- for documentation only, RFC 5737
  failure(raw.VCE_ECONNECT, support.client({ connect_timeout = 0.1 }):connect(nobody, 9))
  local client = support.client({ connect_timeout = 0.1, blocking = false })
  support.wait_gone(assert(client:connect(nobody, 9)))
  for _, wrong in ipairs({ 0, -1, 0 / 0, 1 / 0, 2 ^ 31, "5", true }) do
    support.raises("connect_timeout must be a number of seconds above 0", vce.client,
      { connect_timeout = wrong })
  end
end

function tests.a_full_client_refuses_to_connect()
  local server, client = support.server(), support.client({ max_connections = 1 })
  assert(client:connect(support.HOST, server.port))
  failure(raw.VCE_EFULL, client:connect(support.HOST, server.port))
end

-- A client that writes down what it is told, and what its handlers answer to that.
local function teller(answers)
  local told, options = {}, { blocking = false }
  for _, name in ipairs({ "on_connect", "on_record", "on_close" }) do
    options[name] = function(connection, what)
      table.insert(told, table.concat({ name, tostring(connection.connected), what }, " "))
      if answers and answers[name] then
        return answers[name]()
      end
    end
  end
  options.on_error = function() table.insert(told, "on_error") end
  return assert(vce.client(options)), told
end

-- Connects to a server that has spoken before the first heartbeat.
local function greeted(client, lines, ends)
  local port, sent = support.greeter(lines, ends)
  local connection = assert(client:connect(support.HOST, port))
  sent()
  return connection
end

-- A server that spoke first had its records delivered before on_connect, with `connected` false, if
-- the heartbeat that established the connection received them too.
function tests.on_connect_comes_before_the_first_record()
  local client, told = teller()
  local connection = greeted(client, "hello,again", false)
  wait(function() return #told >= 3 end)
  support.list_equal(told, { "on_connect true", "on_record true hello", "on_record true again" })
  equal(connection:closed(), false)
end

function tests.on_connect_comes_before_on_close()
  local client, told = teller()
  support.wait_gone(greeted(client, "hello", true))
  support.list_equal(told, { "on_connect true", "on_record true hello", "on_close true remote" })
  client, told = teller()
  support.wait_gone(greeted(client, "", true))
  support.list_equal(told, { "on_connect true", "on_close true remote" })
end

function tests.no_record_is_delivered_when_on_connect_refuses()
  local client, told = teller({ on_connect = function() return false end })
  support.wait_gone(greeted(client, "hello,again", false))
  support.list_equal(told, { "on_connect true", "on_close true application" })
  client, told = teller({ on_connect = function() error("on purpose") end })
  support.wait_gone(greeted(client, "hello,again", false))
  support.list_equal(told, { "on_connect true", "on_error", "on_close true application" })
end

-- ---- Records

local every_byte = {}
for n = 0, 255 do
  every_byte[n + 1] = string.char(n)
end
every_byte = table.concat(every_byte)

local kinds = {
  text = { overhead = 1, records = { "a line", "", (every_byte:gsub("[\r\n]", "")) } },
  bin16 = { overhead = 2, records = { "x", "", every_byte, ("y"):rep(65535) } },
  bin32 = { overhead = 4, records = { "x", "", every_byte, ("y"):rep(300000) } },
}

for framing, kind in pairs(kinds) do
  for _, blocking in ipairs({ true, false }) do
    local mode = blocking and "_blocking" or "_non_blocking"
    tests["every_record_of_" .. framing .. "_is_echoed" .. mode] = function()
      local size = 1048576
      local server = support.server({ framing = framing, read_buffer = size, write_buffer = size })
      local client = support.client({
        framing = framing, blocking = blocking, read_buffer = size, write_buffer = size,
      })
      server.on_record = function(connection, data) assert(connection:send(data)) end
      local connection = pair(server, client)
      for _, record in ipairs(kind.records) do
        equal(connection:send(record), #record + kind.overhead)
      end
      wait(function() return #client.seen.records == #kind.records end)
      support.list_equal(client.seen.records, kind.records)
    end
  end
end

function tests.bytes_without_framing_are_echoed()
  local server = support.server({ framing = "through" })
  server.on_record = function(connection, data) assert(connection:send(data)) end
  local peer = support.peer(server)
  equal(peer:send(every_byte), 256)
  wait(function() return peer.bytes() == every_byte end)
end

function tests.framings_look_on_the_wire_as_documented()
  local forms = { text = "ab\n", bin16 = "\0\2ab", bin32 = "\0\0\0\2ab", through = "ab" }
  for framing, wire in pairs(forms) do
    local server = support.server({ framing = framing })
    local peer = support.peer(server)
    wait(function() return #server.seen.accepted == 1 end)
    assert(server.seen.accepted[1]:send("ab"))
    wait(function() return peer.bytes() == wire end)
  end
end

function tests.a_line_feed_inside_of_a_line_is_refused()
  local connection = pair(support.server(), support.client())
  failure(raw.VCE_EINVAL, connection:send("a\nb"))
end

function tests.what_is_no_string_is_refused()
  local connection = pair(support.server(), support.client())
  support.raises("string expected", connection.send, connection, 5)
  support.raises("string expected", connection.send, connection, nil)
end

function tests.too_long_records_are_refused()
  local options = { framing = "bin16" }
  local connection = pair(support.server(options), support.client(options))
  failure(raw.VCE_ELONGINPUT, connection:send(("x"):rep(65536)))
end

function tests.a_full_buffer_takes_nothing_and_recovers()
  local server, client = support.server(), support.client({ write_buffer = 10 })
  local connection = pair(server, client)
  equal(connection:send("12345678"), 9)
  failure(raw.VCE_EWBFULL, connection:send("x"))
  equal(connection:writable(), 1)
  equal(connection:drained(), false)
  wait(function() return connection:drained() end)
  assert(connection:send("x"))
  wait(function() return #server.seen.records == 2 end)
  support.list_equal(server.seen.records, { "12345678", "x" })
end

-- An echo server ended a client that sent more before reading than its write buffer held.
function tests.an_echo_server_with_safety_read_answers_100000_pipelined_lines()
  local count, size = 100000, 4194304
  local server = support.server({ write_buffer = 1000, safety_read = 50 })
  server.on_record = function(connection, line) assert(connection:send(line)) end
  local answers, wrong = 0, 0
  local client = support.client({ write_buffer = size, on_record = function(_, line)
    answers = answers + 1
    wrong = wrong + (line == ("line %d"):format(answers) and 0 or 1)
  end })
  local connection = pair(server, client)
  for n = 1, count do
    assert(connection:send(("line %d"):format(n)))
  end
  wait(function() return answers == count or connection:closed() end)
  support.list_equal({ answers, wrong, #server.seen.errors }, { count, 0, 0 })
end

function tests.records_above_the_limit_end_the_connection()
  local server = support.server({ framing = "bin16", max_record = 3 })
  local connection, other = pair(server, support.client({ framing = "bin16" }))
  assert(connection:send("abc"))
  assert(connection:send("abcd"))
  support.wait_gone(connection)
  support.list_equal(server.seen.records, { "abc" })
  equal(other.reason, "parser")
end

function tests.a_burst_of_records_is_delivered_in_order()
  local server, client = support.server({ records_per_heartbeat = 7 }), support.client()
  local connection = pair(server, client)
  local sent = {}
  for n = 1, 1000 do
    sent[n] = tostring(n)
    assert(connection:send(sent[n]))
  end
  wait(function() return #server.seen.records == 1000 end)
  support.list_equal(server.seen.records, sent)
end

function tests.a_record_handler_that_answers_false_ends_the_connection()
  local server = support.server({ on_record = function() return false end })
  local connection, other = pair(server, support.client())
  assert(connection:send("x"))
  support.wait_gone(connection)
  equal(other.reason, "parser")
  equal(connection.reason, "remote")
end

-- ---- Ending

function tests.close_sends_first()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  assert(connection:send("last words"))
  connection:close()
  connection:close()
  equal(connection:closed(), true)
  equal(connection:alive(), true)
  failure(raw.VCE_ECLOSED, connection:send("x"))
  support.wait_gone(connection)
  wait(function() return not other:alive() end)
  support.list_equal(server.seen.records, { "last words" })
  support.list_equal({ connection.reason, other.reason }, { "application", "remote" })
  failure(raw.VCE_ECLOSED, connection:send("x"))
  equal(connection:writable(), 0)
end

function tests.abort_does_not_wait()
  local server = support.server({ read_buffer = 16, records_per_heartbeat = 0 })
  local connection = pair(server, support.client({ framing = "through", write_buffer = 8388608 }))
  assert(connection:send(("x"):rep(8388608)))
  support.settle()
  connection:abort()
  wait(function() return not connection:alive() end, 1)
  equal(connection.reason, "timeout")
end

function tests.the_idle_timeout_ends_a_silent_connection()
  local server = support.server({ idle_timeout = 0 })
  local connection, other = pair(server, support.client())
  support.wait_gone(connection)
  equal(other.reason, "timeout")
  server = support.server({ idle_timeout = false })
  connection, other = pair(server, support.client())
  other:set_idle_timeout(-1)
  support.wait_gone(connection)
  equal(other.reason, "timeout")
end

function tests.closing_a_context_closes_its_connections()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  server:close()
  server:close()
  equal(server:closed(), true)
  equal(other:closed(), true)
  equal(vce.drain(), true)
  equal(other:alive(), false)
  equal(other.reason, "application")
  support.wait_gone(connection)
  failure(raw.VCE_ECLOSED, server:stats())
  failure(raw.VCE_ECLOSED, server:enable_accept(true))
  failure(raw.VCE_ECLOSED, server:kick({}))
  client:close()
  failure(raw.VCE_ECLOSED, client:connect(support.HOST, 1))
  failure(raw.VCE_ECLOSED, client:set_source(""))
end

function tests.finalize_cuts_everything()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  equal(vce.finalize(), true)
  equal(vce.finalize(), true)
  support.list_equal({ connection:alive(), other:alive(), server:closed() }, { false, false, true })
  support.list_equal({ #client.seen.reasons, server:count() }, { 0, 0 })
  failure(raw.VCE_ECLOSED, connection:send("x"))
  failure(raw.VCE_ECLOSED, connection:remote_address())
  failure(raw.VCE_EINVAL, vce.run())
  failure(raw.VCE_EINVAL, vce.wait_time())
  pair(support.server(), support.client())
  raw.vce_end_all_array() -- makes the library complain
  equal(vce.finalize(), true)
  pair(support.server(), support.client())
end

-- ---- Asking

function tests.both_ends_know_their_addresses()
  local server = support.server()
  local connection, other = pair(server, support.client())
  local host, port = connection:remote_address()
  support.list_equal({ host, port }, { support.HOST, server.port })
  local own_host, own_port = connection:local_address()
  host, port = other:remote_address()
  support.list_equal({ host, port }, { own_host, own_port })
end

-- In other languages an address that was asked for during the look-up of a name was 0.0.0.0:0 for ever.
function tests.addresses_are_those_of_now_while_a_connection_is_being_made()
  local server, client = support.server(), support.client({ blocking = false })
  local connection = assert(client:connect("localhost", server.port))
  local host, port = connection:remote_address()
  support.list_equal({ host, port }, { "0.0.0.0", 0 })
  wait(function() return connection.connected end)
  host, port = connection:remote_address()
  support.list_equal({ host, port }, { support.HOST, server.port })
end

function tests.ipv6_addresses_are_told_too()
  local server, message = vce.server({ host = "::1" })
  if not server then
    support.contains(message, "VCE_EBIND") -- a machine without IPv6
    return
  end
  local connection = assert(support.client():connect("::1", server.port))
  local host, port = connection:remote_address()
  support.list_equal({ host, port }, { "::1", server.port })
end

function tests.traffic_is_counted()
  local server, client = support.server(), support.client()
  local before = vce.counters().recv_record
  local connection, other = pair(server, client)
  assert(connection:send("12345"))
  wait(function() return #server.seen.records == 1 end)
  equal(connection:stats().send_byte, 6)
  equal(other:stats().recv_byte, 6)
  equal(server:stats().current_conn, 1)
  equal(vce.counters().recv_record, before + 1)
  equal(vce.stats().boot_time > 1000000000, true)
  support.contains(assert(vce.metrics()), "# TYPE vce_")
end

function tests.a_context_lists_its_connections_oldest_first()
  local server, client = support.server(), support.client()
  local made = {}
  for n = 1, 5 do
    made[n] = pair(server, client)
  end
  local listed = {}
  for connection in client:each() do
    listed[#listed + 1] = connection
    connection:close()
  end
  support.list_equal(listed, made)
  equal(client:count(), 5)
  equal(vce.drain(), true)
  equal(client:count(), 0)
end

return tests
