-- The end of a program: what was sent arrives, and what does not is counted.

local support = require("support")
local vce = require("vce")

local equal, raises, wait = support.equal, support.raises, support.wait
local tests = {}

local MUCH = 8 * 1024 * 1024 -- bytes, more than the buffers of the system hold

-- A server with peers in other processes, for which much is queued. They read late, while they send,
-- or not at all; then each writes how much it got.
local function full(count, reads)
  local server = support.server({ write_buffer = MUCH + 1, idle_timeout = false })
  local pipes = {}
  for n = 1, count do
    pipes[n] = support.program(([[
      local vce = require("vce")
      local got, ended = 0, false
      local reads = %s
      local client = assert(vce.client({ framing = "through",
        records_per_heartbeat = reads and 100 or 0,
        on_record = function(_, data) got = got + #data end,
        on_close = function() ended = true end }))
      local connection = assert(client:connect("127.0.0.1", %d))
      os.execute("sleep 0.3")
      assert(connection:send(("bye\\n"):rep(1000)))
      vce.run(function() -- a client that does not read notices the end when it sends
        if not reads then connection:send("x\\n") end
        return ended
      end, 60)
      io.write(got, "\\n")
    ]]):format(reads, server.port))
  end
  support.cleanup(function()
    vce.finalize() -- for whose end they wait
    for _, pipe in ipairs(pipes) do
      pipe:close()
    end
  end)
  wait(function() return #server.seen.accepted == count end)
  for _, connection in ipairs(server.seen.accepted) do
    assert(connection:send(("x"):rep(MUCH)))
  end
  return server, pipes
end

-- What was queued when the program stopped was lost.
function tests.peers_that_read_late_get_everything()
  local server, pipes = full(3, true)
  local client = support.client()
  vce.stop() -- of a run that is over
  equal(vce.shutdown(support.DEADLINE), 0)
  for _, pipe in ipairs(pipes) do
    equal(pipe:read("*n"), MUCH + 1)
  end
  support.list_equal(server.seen.reasons, { "application", "application", "application" })
  equal(server:closed() and client:closed(), true)
  equal(vce.shutdown(), 0)
end

function tests.who_does_not_read_is_cut_off_and_counted()
  local server = full(2, false)
  local start = vce.raw.seconds()
  equal(vce.shutdown(0.1), 2)
  assert(vce.raw.seconds() - start < support.DEADLINE / 2)
  support.list_equal(server.seen.reasons, { "timeout", "timeout" })
  equal(vce.counters().current_conn, 0)
end

function tests.stop_ends_the_waiting()
  local server = full(1, false)
  local short = support.pair(server, support.client())
  server.on_close = function() vce.stop() end
  local start = vce.raw.seconds()
  equal(vce.shutdown(support.DEADLINE), 1)
  assert(vce.raw.seconds() - start < support.DEADLINE / 2)
  equal(short:alive(), false)
end

function tests.what_handlers_make_meanwhile_ends_too()
  local server, made = support.server(), nil
  support.pair(server, support.client())
  server.on_close = function() made = support.server() end
  equal(vce.shutdown(support.DEADLINE), 0)
  equal(made:closed(), true)
end

function tests.where_it_cannot_be_called()
  local server = support.server()
  server.on_record = function() vce.shutdown() end
  local connection = support.pair(server, support.client())
  assert(connection:send("x"))
  support.wait_gone(connection)
  support.contains(server.seen.errors[1].problem, "shutdown() inside a callback")
  support.contains(server.seen.errors[1].problem, "test_shutdown.lua:")
  equal(server:closed(), false)
  for _, bad in ipairs({ -1, 0 / 0, "1", true }) do
    raises("timeout must be a number of 0 or more seconds", vce.shutdown, bad)
  end
  raises("test_shutdown.lua:", function() vce.shutdown(-1) end)
  vce.finalize()
  equal(vce.shutdown(), 0)
end

return tests
