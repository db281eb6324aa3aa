-- Unix sockets, and sockets that the program has: no program could use either.

local support = require("support")
local vce = require("vce")

local raw = vce.raw
local equal, failure, raises, wait = support.equal, support.failure, support.raises, support.wait
local tests = {}

-- A name in the folder of temporary files, on which nothing is.
local function socket_name()
  local path = os.tmpname()
  os.remove(path)
  support.cleanup(function() os.remove(path) end)
  return "unix:" .. path, path
end

local function exists(path)
  local ok, _, code = os.rename(path, path)
  return ok == true or code == 13
end

function tests.both_ends_talk_and_have_the_address_of_the_server()
  local name, path = socket_name()
  local server = support.server({ host = name })
  assert(exists(path))
  local connection = assert(support.client():connect(name))
  assert(connection:send("hello"))
  wait(function() return server.seen.records[1] end)
  equal(server.seen.records[1], "hello")
  for _, one in ipairs({ connection, server.seen.accepted[1] }) do
    local address, port = one:remote_address()
    equal(address, name)
    equal(port, 0)
    equal((one:local_address()), name)
  end
  equal(server.port, 0)
  server:close()
  assert(not exists(path))
end

function tests.each_end_knows_the_other()
  local name = socket_name()
  local server, client = support.server({ host = name }), support.client()
  local connection = assert(client:connect(name, 0))
  wait(function() return server.seen.accepted[1] end)
  local pid, uid, gid = connection:peer_credentials()
  local other_pid, other_uid, other_gid = server.seen.accepted[1]:peer_credentials()
  assert(pid > 0 and uid >= 0 and gid >= 0)
  support.list_equal({ other_pid, other_uid, other_gid }, { pid, uid, gid })
  local tcp = assert(client:connect(support.HOST, support.server().port))
  failure(raw.VCE_ESUPPORT, tcp:peer_credentials())
  assert(tcp:fd() > 2)
end

function tests.nobody_there_and_names_that_cannot_be()
  local client = support.client()
  failure(raw.VCE_ECONNECT, client:connect((socket_name())))
  local _, message = client:connect("unix:relative")
  support.contains(message, "begins with /")
  raises("port must be an integer", function() client:connect(support.HOST) end)
end

function tests.what_cannot_be_adopted_is_refused()
  failure(raw.VCE_EINVAL, support.client():adopt(-1))
  failure(raw.VCE_EINVAL, vce.server({ listener = -1 }))
  raises("listener must be an integer", function() vce.server({ listener = "3" }) end)
  raises("fd must be an integer", function() support.client():adopt("3") end)
end

-- Plain Lua cannot make sockets.
local has_ffi, ffi = pcall(require, "ffi")
if has_ffi and jit then
  ffi.cdef [[
    int socket(int, int, int);
    int listen(int, int);
    int socketpair(int, int, int, int *);
    int close(int);
  ]]
  local AF_UNIX, AF_INET, STREAM = 1, 2, 1

  function tests.a_server_of_a_socket_that_listens()
    local fd = ffi.C.socket(AF_INET, STREAM, 0)
    equal(ffi.C.listen(fd, 5), 0) -- the system chooses a port
    local server = support.server({ listener = fd })
    assert(assert(support.client():connect(support.HOST, server.port)):send("hello"))
    wait(function() return server.seen.records[1] end)
  end

  function tests.a_pair_of_connections()
    local pair = ffi.new("int[2]")
    equal(ffi.C.socketpair(AF_UNIX, STREAM, 0, pair), 0)
    local one, other = support.client(), support.client()
    local connection = assert(one:adopt(pair[0]))
    equal(connection:fd(), pair[0])
    assert(other:adopt(pair[1]))
    assert(connection:send("hello"))
    wait(function() return other.seen.records[1] end)
    connection:close()
    wait(function() return other.seen.reasons[1] end)
  end

  function tests.one_that_finds_no_room_stays_the_programs()
    local fd = ffi.C.socket(AF_INET, STREAM, 0)
    failure(raw.VCE_EINVAL, support.client():adopt(fd))
    failure(raw.VCE_EINVAL, vce.server({ listener = fd }))
    equal(ffi.C.close(fd), 0)
  end
end

return tests
