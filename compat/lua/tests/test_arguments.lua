-- What a program gives: numbers, names of options, functions.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, raises = support.equal, support.failure, support.raises
local tests = {}

local NAN = 0 / 0
local UNFIT = { 2 ^ 31, 2 ^ 32, -2 ^ 31 - 1, 1.5, NAN, 1 / 0 }

-- The call raises an error that names the argument and its range.
local function refused(name, range, f, ...)
  local ok, problem = pcall(f, ...)
  equal(ok, false)
  support.contains(problem, name .. " ")
  support.contains(problem, range)
end

-- Numbers were cut to 32 bits on their way to C: a time-out of 2 to the power of 32 became 0.
function tests.options_that_c_would_cut_are_refused()
  local ranges = {
    max_connections = "-2147483648 to 2147483647",
    idle_timeout = "-2147483648 to 2147483647",
    records_per_heartbeat = "0 to 2147483647",
    max_record = "0 to 2147483647",
    safety_read = "0 to 100",
    records_per_second = "0 to 2147483647",
    bytes_per_second = "0 to 2147483647",
  }
  for name, range in pairs(ranges) do
    for _, value in ipairs(UNFIT) do
      refused(name, range, vce.server, { [name] = value })
      refused(name, range, vce.client, { [name] = value })
    end
    refused(name, range, vce.client, { [name] = "5" })
    refused(name, range, vce.client, { [name] = true })
  end
  for _, name in ipairs({ "hiwater", "accepts_per_minute", "max_per_address" }) do
    for _, value in ipairs(UNFIT) do
      refused(name, "to 2147483647", vce.server, { [name] = value })
    end
  end
  equal(vce.counters().current_conn, 0)
end

function tests.buffer_sizes_that_are_not_possible_are_told()
  for _, name in ipairs({ "read_buffer", "write_buffer" }) do
    for _, value in ipairs({ -1, 1.5, NAN, 1 / 0, 2 ^ 64, "5" }) do
      refused(name, "0 to 9007199254740992", vce.server, { [name] = value })
    end
    for _, value in ipairs({ 2 ^ 31, 2 ^ 32 }) do -- which C takes, and refuses
      local result, message, code = vce.client({ [name] = value })
      failure(raw.VCE_EARRAY, result, message, code)
      support.contains(message, ("%s %.0f is outside 1 to 2147483647"):format(name, value))
    end
  end
end

function tests.limits_ports_idle_times_and_verbosity_are_checked()
  local server, client = support.server(), support.client()
  local connection = support.pair(server, client)
  for _, value in ipairs(UNFIT) do
    refused("max_connections", "to 2147483647", vce.initialize, { max_connections = value })
    refused("max_contexts", "to 2147483647", vce.initialize, { max_contexts = value })
    refused("verbosity", "to 2147483647", vce.log_to, nil, value)
    refused("idle_timeout", "to 2147483647", connection.set_idle_timeout, connection, value)
  end
  for _, value in ipairs({ -1, 65536, 65536 + server.port, 1.5, NAN, "80" }) do
    refused("port", "0 to 65535", vce.server, { port = value })
    refused("port", "1 to 65535", client.connect, client, support.HOST, value)
  end
  connection:set_idle_timeout(false)
  equal(connection:closed(), false)
end

function tests.options_that_have_parts_are_checked()
  local ranges = { keepalive = { idle = 32767, interval = 32767, probes = 127 } }
  for name, names in pairs(ranges) do
    for part, most in pairs(names) do
      for _, value in ipairs({ 2 ^ 31, 2 ^ 32, 1.5, NAN, most + 1, -1, "5", true }) do
        refused(name .. "." .. part, "0 to " .. most, vce.client, { [name] = { [part] = value } })
      end
      assert(vce.client({ [name] = { [part] = most } })):close()
    end
    raises(name .. " has no option idel, but ", vce.client, { [name] = { idel = 5 } })
    raises("test_arguments.lua:", function() vce.client({ [name] = { idel = 5 } }) end)
    raises(name .. " takes a table of options", vce.client, { [name] = 5 })
  end
  for _, value in ipairs({ 0, -1, NAN, 1 / 0, 2 ^ 31, "5", true }) do
    refused("user_timeout", "above 0 and up to 2147483", vce.client, { user_timeout = value })
  end
  raises("test_arguments.lua:", function() vce.client({ user_timeout = 0 }) end)
  assert(vce.client({ user_timeout = 0.001 })):close()
end

function tests.times_to_wait_are_numbers()
  for _, value in ipairs({ NAN, "5", true, {} }) do
    raises("timeout must be a number of seconds", vce.run, nil, value)
    raises("timeout must be a number of seconds", vce.drain, value)
  end
  local asked = 0
  equal(vce.run(function()
    asked = asked + 1
    return asked == 3
  end, 2 ^ 32), true)
  equal(vce.run(function() return true end, 1 / 0), true)
  equal(vce.run(function() return false end, -1), false)
  raises("condition must be a function", vce.run, 5)
end

function tests.functions_of_the_thin_layer_refuse_what_c_would_cut()
  local out = raw.new("char", 16)
  for _, value in ipairs(UNFIT) do
    refused("ecode", "-2147483648 to 2147483647", raw.vce_strerror, value)
    refused("v", "-2147483648 to 2147483647", raw.vce_binary_push_nb_i4, out, 0, 16, value)
    refused("v", "-32768 to 65535", raw.vce_binary_push_nb_i2, out, 0, 16, value)
    refused("v", "-128 to 255", raw.vce_binary_push_nb_i1, out, 0, 16, value)
    refused("len", "to 2147483647", raw.vce_dump_buffer, "abc", value)
    refused("port", "0 to 65535", raw.vce_tcpcontext_create, 0, "", value, 1, 1, 1, 1, 1, 1, 0)
    refused("timeout", "to 2147483647", raw.vce_tcpcontext_create, 0, "", 0, 1, 1, 1, value, 1, 1, 0)
  end
  for _, value in ipairs({ 2 ^ 32, -1, 1.5, NAN }) do
    refused("serial", "0 to 4294967295", raw.conn, nil, value)
  end
  for _, value in ipairs({ 2 ^ 63, 1.5, NAN }) do
    refused("v", "-9223372036854775808 to ", raw.vce_binary_push_nb_i8, out, 0, 16, value)
  end
  for _, value in ipairs({ -1, 1.5, 2 ^ 64 }) do
    refused("size", "0 to ", raw.VCEMALLOC, value)
  end
  equal(raw.vce_binary_push_nb_i4(out, 0, 16, -2147483648), 4)
  equal(raw.vce_binary_push_nb_i8(out, 0, 16, 2 ^ 53), 8)
end

-- vce.initialize() took any option, and others did not tell what there is.
function tests.unknown_options_are_refused()
  local known = {
    ["vce.server"] = { vce.server, "hiwater, host,",
      "on_accept, on_hiwater, on_too_fast, on_record" },
    ["vce.client"] = { vce.client, "blocking, bytes_per_second, connect_timeout, framing,",
      "on_connect, on_record, on_over_rate, on_close, on_error" },
    ["vce.initialize"] = { vce.initialize, "max_connections, max_contexts" },
    ["broadcast"] = { function(o) support.client():broadcast("", o) end, "skip, when_full" },
  }
  for where, about in pairs(known) do
    raises(where .. " has no option max_connection, but ", about[1], { max_connection = 5 })
    for n = 2, #about do
      raises(about[n], about[1], { max_connection = 5 })
    end
    raises(where .. " takes a table of options, not a number", about[1], 5)
  end
  raises("test_arguments.lua:", function() vce.client({ hiwater = 5 }) end)
  raises("test_arguments.lua:", function() vce.client({ idle_timeout = 1.5 }) end)
  raises("test_arguments.lua:", function() vce.initialize({ max = 5 }) end)
end

function tests.handlers_are_functions_and_can_all_be_given()
  local function handler() end
  local names = { "on_record", "on_over_rate", "on_close", "on_error" }
  for kind, own in pairs({ server = { "on_accept", "on_hiwater", "on_too_fast" },
    client = { "on_connect" } }) do
    local given = { host = kind == "server" and support.HOST or nil }
    for _, list in ipairs({ names, own }) do
      for _, name in ipairs(list) do
        given[name] = handler
        raises(name .. " must be a function, not a string", vce[kind], { [name] = "text" })
      end
    end
    local context = assert(vce[kind](given))
    for name, value in pairs(given) do
      if name ~= "host" then
        equal(context[name], value)
      end
    end
  end
  raises("receiver must be a function", vce.log_to, "text")
end

return tests
