-- The thin layer: complete, with the right types, and the same on both interpreters.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, raises = support.equal, support.raises
local tests = {}

local here = debug.getinfo(1, "S").source:match("^@(.*)tests/test_raw%.lua$")

local function lines_of(path)
  local file = assert(io.open(here .. path))
  local text = file:read("*a")
  file:close()
  return text
end

function tests.every_exported_function_is_bound()
  local count = 0
  for name in lines_of("../../lib/libvce.map"):gmatch("\n    ([%w_]+);") do
    local kind = type(raw[name])
    assert(kind == "function" or kind == "cdata", name .. " is a " .. kind)
    count = count + 1
  end
  assert(count > 180, count)
end

function tests.every_symbol_is_in_the_library()
  if not jit then
    return -- the linker has proved it for the C module
  end
  local library = require("ffi").load(raw.path)
  for name in lines_of("../../lib/libvce.map"):gmatch("\n    ([%w_]+);") do
    assert(library[name] ~= nil, name)
  end
end

function tests.constants_have_their_values()
  support.list_equal({ raw.VCE_NOERROR, raw.VCE_EFULL, raw.VCE_EWBFULL, raw.BIN32DATA_MAX,
    raw.CLOSE_REASON_NONE, raw.CLOSE_REASON_PARSER, raw.STRARRAY_16 },
    { 0, -2, -44, 1073741824, -1, 6, 17 })
  equal(raw.LIBVCE_VERSION, "2.0.0")
  equal(raw.STRDEF_EMESG_EFULL, raw.vce_strerror(-2))
end

function tests.structures_have_their_sizes()
  for name, size in pairs({ ["conn_t"] = 16, ["vce_limit_t"] = 20, ["vce_stat_t"] = 168,
    ["conn_stat_t"] = 40, ["tcpcontext_stat_t"] = 108, ["struct bin_info"] = 20,
    ["struct timeval"] = 16, ["char"] = 1, ["VCEI64"] = 8, ["void *"] = 8 }) do
    equal(raw.sizeof(name), size)
    equal(raw.sizeof(raw.new(name, 3)), 3 * size)
  end
end

function tests.texts_are_copied()
  equal(raw.vce_strerror(raw.VCE_EMEM), "out of memory")
  equal(raw.vce_strerror_close_reason(raw.CLOSE_REASON_REMOTE), "CLOSE_REASON_REMOTE")
  equal(raw.vce_text_split_index("a,b,c", ("," ):byte(), 1), "b,c")
  equal(raw.vce_text_split_index("a,b,c", ("," ):byte(), 3), nil)
  equal(raw.vce_get_last_error(), raw.VCE_ENOTFOUND)
end

function tests.the_rockspec_names_every_file()
  local spec = lines_of("vce-2.0.0-1.rockspec")
  local files = assert(io.popen("cd '" .. here .. "' && ls vce/*.lua src/*.c"))
  for file in files:lines() do
    if file ~= "vce/ffi.lua" and file ~= "vce/bindings.lua" then -- LuaJIT's
      support.contains(spec, '"' .. file .. '"')
    end
  end
  files:close()
end

function tests.memory_is_read_and_assigned()
  local numbers = raw.new("int", 3)
  numbers[0], numbers[2] = -5, 2147483647
  support.list_equal({ numbers[0], numbers[1], numbers[2] }, { -5, 0, 2147483647 })
  local limits = raw.new("vce_limit_t")
  raw.vce_limit_clear(limits)
  equal(limits[0].max_conn, -1)
  limits[0].max_conn = 7
  equal(raw.as_table("vce_limit_t", limits[0]).max_conn, 7)
  local text = raw.new("char", 8)
  raw.copy(text, "seven77")
  equal(raw.string(text), "seven77")
  equal(raw.string(text, 5), "seven")
  raises("are needed", raw.copy, text, "eight888")
  local pointers = raw.new("char *", 2)
  equal(pointers[0], nil)
  pointers[0] = text
  equal(raw.key(pointers[0]), raw.key(text))
  equal(raw.string(pointers[0]), "seven77")
end

function tests.memory_knows_its_bounds()
  if jit then
    return -- LuaJIT's FFI checks nothing, as C
  end
  local numbers = raw.new("int", 3)
  raises("outside the 3 elements", function() return numbers[3] end)
  raises("outside the 3 elements", function() numbers[-1] = 1 end)
  raises("is outside", function() numbers[0] = 2147483648 end)
  raises("no field max", function() return raw.new("vce_limit_t")[0].max end)
  raises("no type", raw.new, "long double")
  raises("no possible number", raw.new, "int", -1)
  raises("memory of 4 bytes, 32 are needed", raw.vce_escape_string, raw.new("char", 4), 32, "x", 1)
  raises("shorter than the given length", raw.vce_dump_buffer, "abc", 4)
  raises("is outside", raw.vce_tcpcontext_create, 1, "", 65536, 1, 1, 1, 1, 0, 0, 0)
end

function tests.integers_go_through_packing()
  local out, at = raw.new("char", 32), 0
  at = raw.vce_binary_push_nb_i1(out, at, 32, -1)
  at = raw.vce_binary_push_nb_i2(out, at, 32, -2)
  at = raw.vce_binary_push_nb_i4(out, at, 32, 305419896)
  at = raw.vce_binary_push_nb_i8(out, at, 32, -3)
  equal(at, 15)
  equal(raw.string(out, 7), "\255\255\254\18\52\86\120")
  local one, two = raw.new("char"), raw.new("short")
  local four, eight = raw.new("int"), raw.new("VCEI64")
  at = raw.vce_binary_pop_nb_i1(out, 32, 0, one)
  at = raw.vce_binary_pop_nb_i2(out, 32, at, two)
  at = raw.vce_binary_pop_nb_i4(out, 32, at, four)
  equal(raw.vce_binary_pop_nb_i8(out, 32, at, eight), 15)
  support.list_equal({ one[0], two[0], four[0], tonumber(eight[0]) }, { -1, -2, 305419896, -3 })
  equal(raw.vce_binary_push_nb_i4(out, 30, 32, 1), raw.VCE_EFULL)
end

function tests.arrays_and_structures_go_through_packing()
  local numbers, words = raw.new("short", 3), raw.new("const char *", 2)
  for n = 0, 2 do
    numbers[n] = n + 1
  end
  local first, second = "one", "two"
  words[0], words[1] = first, second
  local items, out = raw.new("struct bin_info", 2), raw.new("char", 64)
  items[0].t, items[0].n, items[0].p = raw.SHORTARRAY_8, 3, numbers
  items[1].t, items[1].n, items[1].p = raw.STRARRAY_8, 2, words
  local length = raw.vce_binary_pack(items, 2, out, 64)
  equal(raw.string(out, 7), "\3\0\1\0\2\0\3")
  local got, texts = raw.new("short", 3), raw.new("char *", 2)
  items[0].maxu, items[0].p = 3, got
  items[1].maxu, items[1].p = 2, texts
  equal(raw.vce_binary_unpack(items, 2, out, length), length)
  support.list_equal({ got[0], got[1], got[2], raw.string(texts[0]), raw.string(texts[1]) },
    { 1, 2, 3, "one", "two" })
  local at = raw.vce_binary_push_nb_stra(out, 0, 64, words, 2, 16)
  equal(raw.string(out, at), "\2\3one\3two")
end

function tests.bytes_and_texts_are_converted()
  local out, length = raw.new("char", 256), raw.new("int")
  equal(raw.vce_make_hex_from_binary_array(out, 256, "\1\171", 2, 0), 4)
  equal(raw.string(out), "01ab")
  length[0] = 256
  local used = raw.new("int")
  raw.vce_make_binary_array_from_line("6162\n", 5, out, length, used)
  support.list_equal({ raw.string(out, length[0]), used[0] }, { "ab", 5 })
  raw.copy(out, "a line\r\n")
  equal(raw.vce_chop_string_destroy(out), "a line")
  local head, content = raw.new("char *"), raw.new("char *")
  local head_length, content_length = raw.new("int"), raw.new("int")
  local message = "GET /\r\n\r\nbody"
  equal(raw.vce_httptext_divide_header_and_content(message, #message, head, head_length, content,
    content_length), 0)
  support.list_equal({ raw.string(head[0], head_length[0]), raw.string(content[0]) },
    { "GET /", "body" })
  raw.vce_snprintf(out, 5, "%s and %d", "cut", 5)
  equal(raw.string(out), "cut ")
end

function tests.variable_arguments_are_formatted_by_lua()
  local logged = {}
  local log = raw.callback("log_callback", function(_, text) table.insert(logged, text) end)
  support.cleanup(function()
    raw.vce_errout_set_another(nil)
    raw.vce_set_verbose_mode(-1)
    raw.free_callback(log)
  end)
  raw.vce_errout_set_another(log)
  raw.vce_set_verbose_mode(1)
  raw.vce_errout("%d%%|%s", 5, "a")
  raw.vce_errout_v("%5.2f", 1.5)
  raw.vce_verrout("%d%% %s", 7, "%s")
  raw.vce_errout(nil)
  support.list_equal({ logged[1], logged[2], logged[3], logged[4] or "" },
    { "5%|a", " 1.50", "7% %s", "" })
end

function tests.object_arrays_give_addresses()
  local index = raw.vce_init_array(8, 3, "numbers")
  assert(index >= 0, index)
  local first = raw.vce_alloc_array_object(index)
  local second = raw.vce_alloc_array_object(index)
  equal(raw.vce_get_array_usenum(index), 2)
  equal(raw.vce_get_array_object_index(index, first), 0)
  assert(raw.key(first) ~= raw.key(second))
  equal(raw.vce_free_array_object(index, first), 0)
  assert(raw.vce_alloc_array_object(index) ~= nil and raw.vce_alloc_array_object(index) ~= nil)
  equal(raw.vce_alloc_array_object(index), nil)
  raw.vce_end_array(index)
end

function tests.files_are_read_line_by_line()
  local name = os.tmpname()
  support.cleanup(function() os.remove(name) end)
  local file = assert(io.open(name, "w"))
  file:write("# comment\nport=5555\nhost = x\n")
  file:close()
  local lines = {}
  local line = raw.callback("config_line", function(f, number, key, value)
    table.insert(lines, ("%s:%d:%s=%s"):format(f == name and "same" or f, number, key, value))
  end)
  equal(raw.vce_read_simple_config_file(name, line), 0)
  support.list_equal(lines, { "same:2:port=5555", "same:3:host = x" })
  local stop = raw.callback("text_line", function(_, number) return number == 2 and -77 or 0 end)
  equal(raw.vce_read_plain_text_file(name, stop), -77)
  raw.free_callback(line)
  raw.free_callback(stop)
end

-- ---- Connections

local function context(is_server, record)
  local t = raw.vce_tcpcontext_create(is_server, support.HOST, 0, 10, 1024, 1024, 60, 0, 1, 16)
  assert(t ~= nil)
  raw.vce_tcpcontext_set_conn_parser(t, raw.parsers.text, record)
  return t
end

local function connect(server, client)
  local ct = raw.vce_tcpcontext_connect(client, support.HOST, raw.vce_tcpcontext_get_port(server))
  equal(raw.vce_conn_is_valid(ct), 1)
  raw.vce_heartbeat()
  return ct
end

local function only_connection(t)
  local all = raw.new("conn_t", 4)
  equal(raw.vce_tcpcontext_get_all_connection(t, all, 4), 1)
  return raw.conn(all[0].p, all[0].serial)
end

function tests.handles_are_values()
  local server, client = context(1), context(0)
  local ct = connect(server, client)
  local same = raw.conn(ct.p, ct.serial)
  equal(raw.vce_conn_is_equal(ct, same), 1)
  equal(raw.vce_conn_is_equal(ct, raw.conn(ct.p, ct.serial + 1)), 0)
  equal(raw.vce_conn_is_valid(raw.conn(ct.p, ct.serial + 1)), 0)
  equal(raw.vce_conn_write(raw.conn(nil, 0), "x", 1), raw.VCE_EINVAL)
  equal(raw.key(raw.vce_conn_get_tcpcontext(same)), raw.key(client))
  local size = raw.new("int")
  local buffer = raw.vce_conn_get_state_buffer(ct, size)
  support.list_equal({ size[0], raw.string(buffer, 16) }, { 16, ("\0"):rep(16) })
  raw.vce_conn_userdata_set_pointer(ct, size)
  equal(raw.key(raw.vce_conn_userdata_get_pointer(ct)), raw.key(size))
  local address, port = raw.new("unsigned int"), raw.new("unsigned short")
  raw.vce_conn_get_remote_ipv4_addr(ct, address, port)
  equal(port[0], raw.vce_tcpcontext_get_port(server))
  local count = raw.new("int")
  equal(raw.vce_tcpcontext_count_connections(client, count), 0)
  equal(count[0], 1)
  local last = raw.vce_conn_get_struct_from_index(raw.vce_conn_get_index(ct))
  equal(raw.vce_conn_is_equal(ct, last), 1)
end

function tests.every_callback_of_a_connection_is_called()
  local trace = {}
  local function note(text)
    table.insert(trace, text)
  end
  local made = {}
  local function callback(kind, f)
    made[#made + 1] = raw.callback(kind, f)
    return made[#made]
  end
  local server, client = context(1), context(0)
  raw.vce_tcpcontext_set_conn_acceptwatcher(server, callback("acceptwatcher", function(c)
    note("accept " .. raw.vce_conn_is_valid(c))
  end))
  raw.vce_tcpcontext_set_conn_hiwater_acceptwatcher(server, 3,
    callback("hiwater_acceptwatcher", function(_, n)
      note("hiwater " .. n)
      return -1
    end))
  raw.vce_tcpcontext_set_accept_max(server, 1, callback("accept_warning", function(t)
    note("warning " .. tostring(raw.key(t) == raw.key(server)))
    return 0
  end))
  raw.vce_tcpcontext_set_conn_closewatcher(server, callback("closewatcher", function(_, reason)
    note("close " .. reason)
  end))
  raw.vce_tcpcontext_set_conn_finalizer(server, callback("finalizer", function(c)
    note("final " .. raw.vce_conn_is_valid(c))
  end))
  raw.vce_tcpcontext_protocol_set_maxlength(server, 1, callback("maxlength_watcher", function()
    note("too long")
  end))
  raw.vce_tcpcontext_set_conn_parser(server, raw.parsers.bin16,
    callback("protocol_callback", function(c, data, length)
      note("record " .. raw.string(data, length))
      return raw.vce_protocol_unparser_bin16(c, data, length)
    end))
  local ct = connect(server, client)
  local other = only_connection(server)
  raw.vce_conn_set_io_callback(other, callback("io_callback", function(_, direction, data, size)
    note(("io %d %s"):format(direction, raw.string(data, size):gsub("%z", "0")))
  end))
  raw.vce_protocol_unparser_bin16(ct, "ab", 2)
  raw.vce_heartbeat()
  support.wait(function() return #trace >= 5 end)
  equal(raw.vce_tcpcontext_conn_iterate(server, callback("conn_visitor", function(c)
    note("visit " .. raw.vce_conn_is_equal(c, other))
  end)), 0)
  raw.vce_conn_set_parser(other, callback("parser", function(c)
    local read, length = raw.new("char *"), raw.new("int")
    raw.vce_conn_get_buffer(c, read, length, nil, nil)
    note("parser " .. raw.string(read[0], length[0]))
    return -1
  end), nil)
  raw.vce_conn_write(ct, "raw", 3)
  support.wait(function() return #trace >= 10 end)
  for _ = 1, 2 do
    connect(server, client)
  end
  connect(server, client)
  support.list_equal(trace, {
    "accept 1", "io 0 0\2ab", "too long", "record ab", "io 1 0\2ab", "visit 1", "io 0 raw",
    "parser raw", "close 6", "final 1", "accept 1", "warning true", "hiwater 2", "final 1",
    "warning true", "hiwater 2", "final 1" })
  vce.finalize()
  for _, c in ipairs(made) do
    raw.free_callback(c)
  end
end

function tests.functions_of_the_library_may_be_callbacks()
  local echo = raw.callback("protocol_callback", raw.vce_protocol_pcallback_echo_text)
  local got = {}
  local record = raw.callback("protocol_callback", function(_, data, length)
    table.insert(got, raw.string(data, length))
  end)
  local server, client = context(1, echo), context(0, record)
  raw.vce_protocol_unparser_text(connect(server, client), "there and back", 14)
  support.wait(function() return got[1] == "there and back" end)
  vce.finalize()
  raw.free_callback(echo)
  raw.free_callback(record)
end

function tests.both_makers_of_contexts_take_the_same_callbacks()
  local count = 0
  local accept = raw.callback("acceptwatcher", function() count = count + 1 end)
  local t = raw.vce_tcpcontext_create_flat(1, support.HOST, 0, 10, 1024, 1024, 60, 0, 1, 0)
  raw.vce_tcpcontext_set_conn_acceptwatcher(t, accept)
  connect(t, context(0))
  equal(count, 1)
  vce.finalize()
  raw.free_callback(accept)
end

-- Runs f and returns what failed in callbacks meanwhile.
local function failures(f)
  local told = {}
  local before = raw.on_callback_error(function(kind, problem)
    table.insert(told, kind .. ": " .. tostring(problem))
  end)
  f()
  raw.on_callback_error(before)
  return told
end

function tests.callbacks_that_fail_are_reported_and_refuse()
  local callback
  local results = { function() error("on purpose") end, function() return "5" end,
    function() return 1.5 end, function() return true end }
  for _, f in ipairs(results) do
    callback = raw.callback("acceptwatcher", f)
    local server, client = context(1), context(0)
    raw.vce_tcpcontext_set_conn_acceptwatcher(server, callback)
    local told = failures(function() connect(server, client) end)
    equal(#told, 1)
    support.contains(told[1], "acceptwatcher: ")
    local count = raw.new("int")
    raw.vce_tcpcontext_count_connections(server, count)
    equal(count[0], 0)
    vce.finalize()
    vce.initialize()
    raw.free_callback(callback)
  end
end

function tests.wrong_callbacks_are_refused()
  raises("no kind of callback", raw.callback, "watcher", print)
  raises("function expected", raw.callback, "parser", 5)
  local callback = raw.callback("parser", print)
  raw.free_callback(callback)
  raises("freed before", raw.free_callback, callback)
  raises("", raw.vce_tcpcontext_set_conn_acceptwatcher, nil, "not a callback")
  if not jit then
    raises("the callback was freed", raw.vce_conn_set_parser, raw.conn(nil, 0), callback, nil)
    local other = raw.callback("finalizer", print)
    raises("parser is needed", raw.vce_conn_set_parser, raw.conn(nil, 0), other, nil)
    raw.free_callback(other)
  end
end

function tests.callbacks_can_be_made_and_freed_without_end()
  for _ = 1, 3000 do
    raw.free_callback(raw.callback("parser", print))
  end
end

function tests.the_main_loop_calls_back()
  local count = 0
  local loop = raw.callback("mainloop_callback", function()
    count = count + 1
    return count == 3 and 42 or 0
  end)
  raw.vce_set_mainloop_callback(loop)
  equal(raw.vce_mainloop(), 42)
  equal(count, 3)
  raw.vce_set_mainloop_callback(nil)
  raw.free_callback(loop)
end

function tests.allocators_may_be_lua_functions()
  -- In a process of its own, as nothing gives the former functions back.
  local script = os.tmpname()
  support.cleanup(function() os.remove(script) end)
  local file = assert(io.open(script, "w"))
  file:write([[
    local raw = require("vce").raw
    local allocate = raw.callback("allocate", function(size) print("asked for", size) end)
    raw.vce_replace_malloc_funcs(allocate, nil, nil)
    print(raw.VCEMALLOC(123) == nil, raw.vce_initialize())]])
  file:close()
  local pipe = assert(io.popen(os.getenv("VCE_TEST_INTERPRETER") .. " " .. script .. " 2>&1"))
  local output = pipe:read("*a")
  pipe:close()
  support.contains(output, "asked for\t123\n")
  support.contains(output, "true\t-7\n")
end

return tests
