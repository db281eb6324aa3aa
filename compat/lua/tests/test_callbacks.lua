-- Handlers that fail are reported and end their connection, and nothing else. Running and stopping.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, pair, wait = support.equal, support.failure, support.pair, support.wait
local tests = {}

local function fail()
  error("on purpose")
end

local function check_error(context, connection)
  equal(#context.seen.errors, 1)
  equal(context.seen.errors[1].connection, connection)
  support.contains(context.seen.errors[1].problem, "on purpose")
  support.contains(context.seen.errors[1].problem, "traceback")
end

-- A second pair of connections is not affected.
local function others_go_on(server, client)
  server.on_accept = function(connection) table.insert(server.seen.accepted, connection) end
  server.on_record = function(_, data) table.insert(server.seen.records, data) end
  server.on_close = nil
  local connection = pair(server, client)
  assert(connection:send("still alive"))
  wait(function() return server.seen.records[#server.seen.records] == "still alive" end)
end

function tests.on_record_that_fails()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  server.on_record = fail
  assert(connection:send("one"))
  assert(connection:send("two"))
  support.wait_gone(connection)
  check_error(server, other)
  equal(other.reason, "parser")
  others_go_on(server, client)
end

function tests.on_accept_that_fails()
  local server, client = support.server({ on_accept = fail }), support.client()
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait_gone(connection)
  check_error(server, server.seen.errors[1].connection)
  equal(server:count(), 0)
  others_go_on(server, client)
end

function tests.on_hiwater_that_fails()
  local server, client = support.server({ hiwater = 1, on_hiwater = fail }), support.client()
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait_gone(connection)
  check_error(server, server.seen.errors[1].connection)
end

function tests.on_too_fast_that_fails()
  local server = support.server({ accepts_per_minute = 1, on_too_fast = fail })
  local client = support.client()
  pair(server, client)
  pair(server, client)
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait_gone(connection)
  check_error(server, nil)
end

function tests.on_close_that_fails()
  local server, client = support.server({ on_close = fail }), support.client()
  local connection, other = pair(server, client)
  connection:close()
  support.wait_gone(other)
  check_error(server, other)
  equal(server:count(), 0)
  others_go_on(server, client)
end

function tests.on_connect_that_fails()
  local server = support.server()
  local client = support.client({ blocking = false, on_connect = fail })
  local connection = assert(client:connect(support.HOST, server.port))
  support.wait_gone(connection)
  check_error(client, connection)
end

function tests.an_error_may_be_any_value()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  local value = { "not a string" }
  server.on_record = function() error(value) end
  assert(connection:send("x"))
  support.wait_gone(other)
  equal(server.seen.errors[1].problem, value)
end

function tests.errors_go_to_standard_error_by_default_and_on_error_may_fail_too()
  local server, client = support.server({ on_record = fail }), support.client()
  server.on_error = nil
  local connection = pair(server, client)
  local text = support.written_errors(function()
    assert(connection:send("x"))
    support.wait_gone(connection)
  end)
  support.contains(text, "callback of vce.server of 1 connections failed for vce.connection")
  support.contains(text, "on purpose")
  server.on_error = function() error("second") end
  connection = pair(server, client)
  text = support.written_errors(function()
    assert(connection:send("x"))
    support.wait_gone(connection)
  end)
  support.contains(text, "on_error failed")
  support.contains(text, "second")
end

function tests.a_handler_may_not_yield()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  server.on_record = function() coroutine.yield() end
  assert(connection:send("x"))
  local inside = coroutine.wrap(function() support.wait_gone(other) end)
  inside()
  support.contains(server.seen.errors[1].problem, "yield")
end

function tests.heartbeats_may_run_in_a_coroutine()
  local server, client = support.server(), support.client()
  local connection
  for n = 1, 3 do
    coroutine.wrap(function()
      connection = pair(server, client)
      assert(connection:send("from coroutine " .. n))
      wait(function() return #server.seen.records == n end)
    end)()
    collectgarbage()
  end
  connection:close()
  support.wait_gone(connection)
end

function tests.a_handler_may_close_everything()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  server.on_record = function(c)
    c:close()
    server:close()
    vce.heartbeat() -- does nothing here
    failure(raw.VCE_EFINALIZE, vce.finalize())
  end
  assert(connection:send("x"))
  support.wait_gone(connection)
  equal(#server.seen.errors, 0)
  equal(other:alive(), false)
  equal(vce.drain(), true)
end

function tests.many_failures_leave_nothing_behind()
  local server, client = support.server(), support.client()
  server.on_record = fail
  for n = 1, 200 do
    local connection = pair(server, client)
    assert(connection:send("x"))
    support.wait_gone(connection)
    equal(#server.seen.errors, n)
  end
  equal(server:count() + client:count(), 0)
end

-- ---- Running

function tests.run_gives_up_in_time_and_sleeps_meanwhile()
  support.server()
  local start, used = raw.seconds(), os.clock()
  equal(vce.run(function() return false end, 0.3), false)
  local passed = raw.seconds() - start
  assert(passed >= 0.3 and passed < 2, passed)
  assert(os.clock() - used < 0.1, "it did not sleep")
end

function tests.run_wakes_up_for_a_deadline()
  local server = support.server({ idle_timeout = 0 })
  pair(server, support.client())
  local closed
  server.on_close = function() closed = true end
  equal(vce.run(function() return closed end, support.DEADLINE), true)
end

function tests.stop_ends_run_from_a_handler()
  local server, client = support.server(), support.client()
  local connection = pair(server, client)
  server.on_record = function() vce.stop() end
  assert(connection:send("x"))
  local start = raw.seconds()
  equal(vce.run(nil, support.DEADLINE), false)
  vce.stop()
  equal(vce.run(), false)
  assert(raw.seconds() - start < support.DEADLINE / 2)
  equal(vce.run(nil, 0.01), false)
  vce.stop()
  equal(vce.run(function() return true end), true)
  vce.finalize()
  vce.initialize()
  local asked = 0
  equal(vce.run(function()
    asked = asked + 1
    return asked == 3
  end, support.DEADLINE), true)
end

function tests.another_loop_can_watch_the_descriptor()
  local server, client = support.server(), support.client()
  local connection = pair(server, client)
  support.settle()
  assert(vce.wait_time() > 0)
  assert(connection:send("x"))
  equal(vce.wait_time(), 0)
  local fd, start = assert(vce.fileno()), raw.seconds()
  while #server.seen.records == 0 and raw.seconds() - start < support.DEADLINE do
    raw.wait(fd, math.ceil(assert(vce.wait_time()) * 1000))
    vce.heartbeat()
  end
  support.list_equal(server.seen.records, { "x" })
  assert(raw.seconds() - start < 5, "the descriptor did not wake it up")
end

function tests.an_error_in_the_condition_comes_out_of_run()
  support.raises("on purpose", vce.run, fail)
end

-- run() in a handler never came back, and took a whole processor.
function tests.run_in_a_handler_is_an_error_at_once()
  local server, client = support.server(), support.client()
  local connection, other = pair(server, client)
  local start = raw.seconds()
  server.on_record = function(_, line)
    if line == "run" then
      vce.run(function() return false end)
    elseif line == "drain" then
      vce.drain()
    end
  end
  assert(connection:send("run"))
  support.wait_gone(other)
  support.contains(server.seen.errors[1].problem, "run() inside a callback")
  support.contains(server.seen.errors[1].problem, "test_callbacks.lua:")
  connection, other = pair(server, client)
  assert(connection:send("drain"))
  support.wait_gone(other)
  support.contains(server.seen.errors[2].problem, "run() inside a callback")
  assert(raw.seconds() - start < 30)
  others_go_on(server, client)
end

function tests.a_handler_may_start_a_coroutine()
  local server, client = support.server(), support.client()
  local connection = pair(server, client)
  local waiting, seen = nil, {}
  server.on_record = function(_, line)
    if waiting then
      return assert(coroutine.resume(waiting, line))
    end
    waiting = coroutine.create(function(first)
      table.insert(seen, first)
      while true do
        table.insert(seen, (coroutine.yield()))
      end
    end)
    assert(coroutine.resume(waiting, line))
  end
  for n = 1, 3 do
    assert(connection:send(tostring(n)))
  end
  wait(function() return #seen == 3 end)
  support.list_equal(seen, { "1", "2", "3" })
end

-- run() woke ten times a second to ask its condition.
function tests.run_asks_its_condition_rarely_while_nothing_happens()
  support.server()
  support.settle(0.2)
  local asked = 0
  equal(vce.run(function()
    asked = asked + 1
    return false
  end, 3), false)
  -- after 0.05, 0.15, 0.35, 0.75, 1.55 and 2.55 seconds, before and after each heartbeat
  assert(asked <= 2 * 8, asked)
end

function tests.stop_does_not_make_drain_say_that_all_are_gone()
  local server = support.server({ write_buffer = 16777216 })
  local _, other = pair(server, support.client({ read_buffer = 4096, records_per_heartbeat = 0 }))
  assert(other:send(("x"):rep(16777215)))
  other:close()
  local start = raw.seconds()
  vce.stop()
  equal(vce.drain(support.DEADLINE), false)
  equal(other:alive(), true)
  assert(raw.seconds() - start < support.DEADLINE / 2)
end

-- A program that forks goes on in both processes; so far this was not tested.
function tests.parent_and_child_go_on_after_a_fork_inside_of_run()
  if not jit then
    return -- Lua 5.4 has no way to fork without other modules
  end
  local pipe = support.program([[
    local ffi = require("ffi")
    local vce = require("vce")
    ffi.cdef("int fork(void); int waitpid(int, int *, int); void _exit(int);")
    local child
    local first = assert(vce.server({ host = "127.0.0.1", on_record = function()
      child = ffi.C.fork()
    end }))
    local knocking = assert(assert(vce.client()):connect("127.0.0.1", first.port))
    assert(knocking:send("fork"))
    local function exchange()
      local start, answer = os.clock(), nil
      local server = assert(vce.server({ host = "127.0.0.1", on_record = function(c, line)
        c:send(line)
      end }))
      local client = assert(vce.client({ on_record = function(_, line) answer = line end }))
      assert(assert(client:connect("127.0.0.1", server.port)):send("still here"))
      local came = vce.run(function() return answer end, 60)
      vce.run(function() return false end, 0.5)
      return came and answer == "still here" and os.clock() - start < 0.4
    end
    vce.run(function() return child end, 60)
    local good = exchange()
    if child == 0 then
      ffi.C._exit(good and 7 or 8)
    end
    local status = ffi.new("int[1]")
    ffi.C.waitpid(child, status, 0)
    print("parent", good, "child", status[0] / 256)]])
  local output = pipe:read("*a")
  pipe:close()
  equal(output, "parent\ttrue\tchild\t7\n")
end

-- What an interpreter prints that runs a program, which sends SIGINT to itself; and how it ends.
local function interrupted(program)
  local script = os.tmpname()
  local file = assert(io.open(script, "w"))
  file:write(program)
  file:close()
  local pipe = assert(io.popen(("timeout 20 %s %s 2>&1; echo status $?"):format(
    os.getenv("VCE_TEST_INTERPRETER"), script)))
  local output = pipe:read("*a")
  pipe:close()
  os.remove(script)
  return output
end

function tests.an_interrupt_ends_run_while_it_sleeps()
  local output = interrupted([[
    local vce = require("vce")
    local server = assert(vce.server({ host = "127.0.0.1" }))
    local killer = io.popen("sleep 0.2; kill -INT $PPID")
    vce.run()]])
  support.contains(output, "interrupted!")
  support.contains(output, "status 1")
end

function tests.an_interrupt_ends_run_with_a_condition_at_once()
  local output = interrupted([[
    local vce = require("vce")
    local server = assert(vce.server({ host = "127.0.0.1" }))
    vce.run(nil, 0.01)
    local killer = io.popen("sleep 0.2; kill -INT $PPID")
    vce.run(function() return false end)]])
  support.contains(output, "interrupted!")
  support.contains(output, "status 1")
end

function tests.an_interrupt_inside_of_a_handler_ends_run_too()
  local output = interrupted([[
    local vce = require("vce")
    local server = assert(vce.server({ host = "127.0.0.1", on_record = function()
      if jit then jit.off() end -- compiled loops do not look
      local killer = io.popen("kill -INT $PPID")
      while true do end
    end, on_error = function() print("must not be asked") end }))
    assert(assert(vce.client()):connect("127.0.0.1", server.port)):send("x")
    vce.run()]])
  support.contains(output, "interrupted!")
  support.contains(output, "status 1")
  equal(output:find("must not", 1, true), nil)
end

return tests
