-- There were no timers, and nothing told that a write buffer has room again.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, pair, raises, wait =
  support.equal, support.failure, support.pair, support.raises, support.wait
local tests = {}

function tests.one_runs_once()
  local got = {}
  local timer = assert(vce.after(0.005, function(...) table.insert(got, { n = select("#", ...), ... }) end,
    1, nil, "three", nil))
  equal(timer:running(), true)
  equal(tostring(timer), "vce.timer running")
  assert(vce.wait_time() <= 0.005)
  wait(function() return #got > 0 end)
  equal(timer:running(), false)
  timer:stop()
  support.settle(0.02)
  equal(#got, 1)
  equal(got[1].n, 4)
  equal(got[1][3], "three")
end

function tests.or_again_until_it_is_stopped()
  local count, timer = 0, nil
  timer = assert(vce.every(0.002, function()
    count = count + 1
    if count == 3 then
      timer:stop()
    end
  end))
  wait(function() return count >= 3 end)
  support.settle(0.02)
  equal(count, 3)
  equal(timer:running(), false)
end

function tests.what_a_timer_starts_is_for_the_next_heartbeat()
  local order = {}
  assert(vce.after(0, function()
    table.insert(order, "one")
    vce.after(0, table.insert, order, "later")
  end))
  assert(vce.after(0, table.insert, order, "two"))
  equal(#order, 0)
  vce.heartbeat()
  support.list_equal(order, { "one", "two" })
  vce.heartbeat()
  support.list_equal(order, { "one", "two", "later" })
end

function tests.an_error_is_written_and_ends_nothing()
  local count, timer = 0, nil
  local text = support.written_errors(function()
    timer = assert(vce.every(0.001, function()
      count = count + 1
      error("of the timer")
    end))
    wait(function() return count >= 2 end)
  end)
  support.contains(text, "the function of a timer failed")
  support.contains(text, "of the timer")
  support.contains(text, "traceback")
  equal(timer:running(), true)
end

function tests.finalize_ends_them()
  local count = 0
  local timer = assert(vce.after(0, function() count = count + 1 end))
  assert(vce.finalize())
  equal(timer:running(), false)
  timer:stop()
  failure(raw.VCE_EINVAL, vce.after(0, print))
  assert(vce.initialize())
  vce.heartbeat()
  equal(count, 0)
end

function tests.wrong_calls()
  raises("seconds must be a number", vce.after, -1, print)
  raises("seconds must be a number", vce.after, "1", print)
  raises("seconds must be a number", vce.every, 0 / 0, print)
  raises("outside", vce.after, 1e10, print)
  raises("outside", vce.every, 0, print)
  raises("a timer calls a function, not a nil", vce.after, 1)
  raises("test_timers.lua", function() vce.every(1, 5) end)
  equal(vce.wait_time(), 60)
end

function tests.a_long_stream_goes_out_piece_by_piece()
  local server, client = support.server({ write_buffer = 4096 }), support.client()
  client.records_per_heartbeat = nil
  local _, connection = pair(server, client)
  local left, refused, line = 500, 0, ("x"):rep(999)
  local function go_on()
    while left > 0 do
      local sent, message, code = connection:send(line)
      if not sent then
        equal(code, raw.VCE_EWBFULL, message)
        refused = refused + 1
        assert(connection:when_writable(1000, go_on))
        return
      end
      left = left - 1
    end
  end
  go_on()
  wait(function() return #client.seen.records == 500 end)
  assert(refused > 100)
  equal(connection:alive(), true)
end

function tests.it_is_called_once_and_can_be_removed()
  local connection = pair(support.server(), support.client())
  local called = {}
  local function note(c) table.insert(called, c) end
  assert(connection:when_writable(1, note))
  equal(#called, 0)
  wait(function() return #called > 0 end)
  support.settle(0.02)
  assert(connection:when_writable(1, note))
  assert(connection:when_writable(1, nil))
  support.settle(0.02)
  equal(#called, 1)
  equal(called[1], connection)
end

function tests.false_and_an_error_end_the_connection()
  local server, client = support.server(), support.client()
  local refused = pair(server, client)
  assert(refused:when_writable(1, function() return false end))
  support.wait_gone(refused)
  equal(refused.reason, "parser")
  equal(#client.seen.errors, 0)
  local failed = pair(server, client)
  assert(failed:when_writable(1, function() error("on purpose") end))
  support.wait_gone(failed)
  equal(client.seen.errors[1].connection, failed)
  support.contains(client.seen.errors[1].problem, "on purpose")
end

function tests.what_cannot_be_watched_is_told()
  local connection = pair(support.server(), support.client({ write_buffer = 100 }))
  for _, size in ipairs({ 0, -1, 101 }) do
    failure(raw.VCE_ERANGE, connection:when_writable(size, print))
  end
  raises("when_writable takes a function", connection.when_writable, connection, 1, 5)
  connection:close()
  failure(raw.VCE_ECLOSED, connection:when_writable(1, print))
  support.wait_gone(connection)
  failure(raw.VCE_ECLOSED, connection:when_writable(1, print))
  equal(connection:when_writable(1, nil), true)
end

function tests.a_connecting_one_tells_first_that_it_is_connected()
  local seen, connected = 0, 0
  local client = support.client({ blocking = false, on_connect = function() connected = connected + 1 end })
  local connection = assert(client:connect(support.HOST, support.server().port))
  assert(connection:when_writable(1, function()
    equal(connected, 1)
    seen = seen + 1
  end))
  wait(function() return seen == 1 end)
end

return tests
