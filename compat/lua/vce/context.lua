-- Servers and clients: a set of settings, the connections that have them, and what happens to these.
--
-- What a program does with connections goes into handlers, functions of these names, given with the
-- options or assigned later. All of them run inside the heartbeat; the result false ends the
-- connection, anything else keeps it:
--
--   on_accept(connection)           a new peer (server)
--   on_hiwater(connection, count)   the same, when nearly full: see `hiwater` (server)
--   on_too_fast(server)             a peer above `accepts_per_minute`; true lets it pass (server)
--   on_connect(connection)          a non-blocking connect succeeded (client); it comes before the
--                                   first record, and after false there is none
--   on_record(connection, data)     each record, a string
--   on_over_rate(connection)        a peer above `records_per_second` or `bytes_per_second`: it is read
--                                   later, so that TCP slows it down, and nothing is lost
--   on_close(connection, reason)    the end, also of a connect that failed; the result is ignored
--   on_error(connection, problem, context)
--                                   a handler raised an error, and its connection ends; connection is
--                                   nil for on_too_fast. For the failure of sending to another
--                                   connection it is that one, which ends if it has no room, and the
--                                   one of the handler goes on. Without it the error goes to
--                                   standard error

local Connection = require("vce.connection")
local callbacks = require("vce.callbacks")
local errors = require("vce.errors")
local framing = require("vce.framing")
local options = require("vce.options")
local raw = require("vce.raw")
local runtime = require("vce.runtime")

local state = runtime.state
local unpack = unpack or table.unpack
local NOBODY = raw.conn(nil, 0)
local WHEN_FULL = { drop = raw.VCE_FULL_DROP, close = raw.VCE_FULL_CLOSE }

-- Options of both, with their defaults:
local COMMON = {
  framing = "text", -- how records are told apart: "text", "bin16", "bin32" or "through"
  max_connections = 1000, -- that may exist at once, closing ones included
  read_buffer = 65536, -- bytes that may wait for a heartbeat; a record with its framing must fit
  write_buffer = 262144, -- bytes that may be queued for sending; likewise
  nodelay = true, -- send small records at once (TCP_NODELAY)
  records_per_heartbeat = 100, -- of one connection that one heartbeat may deliver
  max_record = 0, -- longest record that is accepted, in bytes; only for bin16; 0: no limit
  safety_read = 0, -- per cent of the write buffer that must be free for a connection to be read, 0
  -- (always) to 100. With 50, a peer that sends more than it reads has to wait: answers that fit
  -- half of the write buffer always find room
  keepalive = false, -- when TCP asks a silent peer whether it is there, such as { idle = 60,
  -- interval = 10, probes = 5 }: seconds until the first probe and between two, up to 32,767, and
  -- probes without an answer, up to 127; what is left out or 0 is as in the system
  user_timeout = false, -- seconds, parts of them too, that a peer may take to acknowledge what was
  -- sent, or to read when its window is closed; false: as long as the system allows
  records_per_second = 0, -- that each connection may send, see on_over_rate; 0: any number
  bytes_per_second = 0, -- likewise
}
local KEEPALIVE = { "idle", "interval", "probes" }
local SERVER = {
  host = "", -- address or name to listen on; "" all IPv4 interfaces, "::" both families
  port = 0, -- port to listen on; 0 lets the system choose, see the field `port`
  idle_timeout = 60, -- seconds without received data after which a connection ends; false: never
  -- WATER: on_hiwater is called instead of the accept watcher when at least WATER - 1 connections
  -- are open, the new one included. The accept watcher is on_accept; 0: never
  hiwater = 0,
  accepts_per_minute = 0, -- limit for newcomers, see on_too_fast; 0: none
  max_per_address = 0, -- connections that one address may have at once; 0: any number
}
local CLIENT = {
  blocking = true, -- connect() waits for the handshake; else on_connect tells of success
  connect_timeout = false, -- seconds, parts of them too, that a connect may take; then it fails. false:
  -- as long as the idle limit or the system allows
  idle_timeout = false,
}
local HANDLERS = {
  server = { "on_accept", "on_hiwater", "on_too_fast", "on_record", "on_over_rate", "on_close",
    "on_error" },
  client = { "on_connect", "on_record", "on_over_rate", "on_close", "on_error" },
}

local Context = {}
Context.__index = Context

function Context:__tostring()
  return self.handle and ("vce.%s of %d connections"):format(self.kind, self:count())
    or ("vce.%s closed"):format(self.kind)
end

local function options_of(given, kind, own)
  local defaults = {}
  for _, part in ipairs({ COMMON, own }) do
    for name, default in pairs(part) do
      defaults[name] = default
    end
  end
  local all = options.complete("vce." .. kind, given, defaults, HANDLERS[kind], 3)
  if not raw.parsers[all.framing] then
    error("no framing " .. tostring(all.framing), 3)
  end
  all.keepalive = all.keepalive and options.numbers("keepalive", all.keepalive, KEEPALIVE, 3)
  all.user_timeout = all.user_timeout
    and options.some_milliseconds("user_timeout", all.user_timeout, 3)
  return all
end

local function as_flag(value)
  return value and 1 or 0
end

-- A setting of a new context, which does not outlive a refusal: nil, message, code.
local function set(self, name, ...)
  local code = raw[name](self.handle, ...)
  if code < 0 then
    self:close()
    return errors.failure(name, code)
  end
  return true
end

local LARGEST_BUFFER = 2147483647 -- bytes

local function new_context(given, kind, all)
  for _, name in ipairs({ "read_buffer", "write_buffer" }) do
    if all[name] > LARGEST_BUFFER then
      return errors.failure("vce_tcpcontext_create", raw.VCE_EARRAY,
        ("%s %.0f is outside 1 to %d"):format(name, all[name], LARGEST_BUFFER))
    end
  end
  local ok, message, code = runtime.initialize()
  if not ok then
    return nil, message, code
  end
  local handle = raw.vce_tcpcontext_create(as_flag(kind == "server"), all.host or "",
    all.port or 0, all.max_connections, all.read_buffer, all.write_buffer,
    all.idle_timeout or Connection.NEVER, as_flag(all.blocking == false),
    as_flag(all.nodelay), 0)
  if handle == nil then
    return errors.last("vce_tcpcontext_create")
  end
  local self = setmetatable({
    kind = kind,
    handle = handle,
    framing = all.framing,
    _connections = {}, -- by serial
  }, Context)
  for _, name in ipairs(HANDLERS[kind]) do
    self[name] = given[name]
  end
  state.contexts[raw.key(handle)] = self
  raw.vce_tcpcontext_set_conn_parser(handle, raw.parsers[all.framing], callbacks.record)
  raw.vce_tcpcontext_set_conn_closewatcher(handle, callbacks.close)
  raw.vce_tcpcontext_set_conn_finalizer(handle, callbacks.finish)
  raw.vce_tcpcontext_set_conn_call_parser_per_heartbeat(handle, all.records_per_heartbeat)
  raw.vce_tcpcontext_protocol_set_maxlength(handle, all.max_record, nil)
  local settings = {
    { "vce_tcpcontext_set_conn_safety_read", all.safety_read },
    all.keepalive and { "vce_tcpcontext_set_keepalive", all.keepalive[1], all.keepalive[2],
      all.keepalive[3] } or {},
    all.user_timeout and { "vce_tcpcontext_set_user_timeout", all.user_timeout } or {},
    (all.records_per_second > 0 or all.bytes_per_second > 0) and { "vce_tcpcontext_set_conn_rate",
      all.records_per_second, all.bytes_per_second, callbacks.over_rate } or {},
  }
  for _, setting in ipairs(settings) do
    if setting[1] then
      ok, message, code = set(self, unpack(setting))
      if not ok then
        return nil, message, code
      end
    end
  end
  return self
end

-- ---- Use

-- The number of connections, closing ones included.
function Context:count()
  local count = 0
  for _ in pairs(self._connections) do
    count = count + 1
  end
  return count
end

-- Iterates over the connections, oldest first; they may be closed meanwhile.
function Context:each()
  local serials = {}
  for serial in pairs(self._connections) do
    serials[#serials + 1] = serial
  end
  table.sort(serials)
  local list, position = {}, 0
  for n, serial in ipairs(serials) do
    list[n] = self._connections[serial]
  end
  return function()
    position = position + 1
    return list[position]
  end
end

function Context:closed()
  return self.handle == nil
end

-- Sends a record (a string), framed as the context says, to all its open connections. One without
-- room for it in the write buffer, because its peer does not read, misses it or is closed; the others
-- get it all the same. Options:
--   skip       a connection that does not get it, such as the origin of the record
--   when_full  "drop" (the default): one without room misses the record; "close": it is closed
-- Returns how many got it, or nil, message and code:
--   VCE_ELONGINPUT  the record is longer than its framing allows, or than the write buffer
--   VCE_EINVAL      a line of text contains LF
--   VCE_ECLOSED     the context is closed
function Context:broadcast(data, given)
  local all = options.complete("broadcast", given == nil and {} or given,
    { skip = false, when_full = "drop" }, {}, 2)
  local when_full = WHEN_FULL[all.when_full]
    or error("when_full must be drop or close, not " .. tostring(all.when_full), 2)
  if all.skip and getmetatable(all.skip) ~= Connection then
    error("skip must be a connection", 2)
  end
  local framed, code, detail = framing.frame(self.framing, data, "broadcast", 2)
  if not framed then
    return errors.failure("vce_tcpcontext_broadcast", code, detail)
  end
  if not self.handle then
    return errors.failure("vce_tcpcontext_broadcast", raw.VCE_ECLOSED)
  end
  return errors.check("vce_tcpcontext_broadcast", raw.vce_tcpcontext_broadcast(self.handle, framed,
    #framed, all.skip and all.skip.handle or NOBODY, when_full))
end

-- Stops listening and closes every connection; heartbeats send what is unsent, see vce.drain()
-- and vce.shutdown().
function Context:close()
  local handle = self.handle
  if handle == nil then
    return
  end
  for _, connection in pairs(self._connections) do
    connection._closing = true
  end
  self.handle = nil
  state.contexts[raw.key(handle)] = nil
  raw.vce_tcpcontext_cleanup(handle)
end

-- Counters of the context: the fields of tcpcontext_stat_t; or nil, message, VCE_ECLOSED.
function Context:stats()
  if not self.handle then
    return errors.failure("vce_tcpcontext_get_stat", raw.VCE_ECLOSED)
  end
  local counters = raw.new("tcpcontext_stat_t")
  raw.vce_tcpcontext_get_stat(self.handle, counters)
  return raw.as_table("tcpcontext_stat_t", counters[0])
end

-- ---- For the layer itself

function Context:_add(handle, connected)
  local connection = Connection.new(self, handle, connected)
  state.connections[connection.serial] = connection
  self._connections[connection.serial] = connection
  return connection
end

-- Tells of a connect that has succeeded; whether on_connect wants to keep the connection.
function Context:_has_connected(connection)
  local handler = self.on_connect
  if handler and callbacks.ask(self, connection, handler, connection) == false then
    connection._refused = true
    connection:close()
  end
end

-- ---- Servers

local Server = setmetatable({ __tostring = Context.__tostring }, Context)
Server.__index = Server

-- Lets newcomers in (as at first), or turns all of them away.
function Server:enable_accept(accept)
  if not self.handle then
    return errors.failure("vce_tcpcontext_enable_accept", raw.VCE_ECLOSED)
  end
  raw.vce_tcpcontext_enable_accept(self.handle, as_flag(accept))
  return true
end

-- Turns away peers from these IPv4 addresses (a list of texts) from now on, instead of those named
-- before. Returns true, or nil, message, VCE_EIPADDR when one is not an IPv4 address.
function Server:kick(addresses)
  local where = "vce_tcpcontext_set_conn_kickip_array"
  if not self.handle then
    return errors.failure(where, raw.VCE_ECLOSED)
  end
  local kicked = raw.new("unsigned int", #addresses + 1)
  local one = raw.new("unsigned int")
  for n, text in ipairs(addresses) do
    -- A number of four parts, so that no name is ever looked up.
    if not text:find("^%d+%.%d+%.%d+%.%d+$") or raw.vce_get_ipv4_addr_by_name(one, text) < 0 then
      return errors.failure(where, raw.VCE_EIPADDR, text .. " is not an IPv4 address")
    end
    if one[0] == 0 then
      return errors.failure(where, raw.VCE_EIPADDR, "0.0.0.0 is not the address of a peer")
    end
    kicked[n - 1] = one[0]
  end
  raw.vce_tcpcontext_set_conn_kickip_array(self.handle, kicked)
  self._kicked = kicked -- the library reads it at each accept
  return true
end

-- ---- Clients

local Client = setmetatable({ __tostring = Context.__tostring }, Context)
Client.__index = Client

-- Connects to a server. Returns the connection, or nil, message and code:
--   VCE_ECONNECT  the name is not known or the server not reached (blocking only)
--   VCE_EFULL     max_connections is reached
--   VCE_ECLOSED   the client is closed
function Client:connect(host, port)
  options.check_integer("port", port, 2, 1, 65535)
  if not self.handle then
    return errors.failure("vce_tcpcontext_connect", raw.VCE_ECLOSED)
  end
  local handle = raw.vce_tcpcontext_connect(self.handle, host, port)
  if handle.p == nil then
    return errors.last("vce_tcpcontext_connect")
  end
  local connection = self:_add(handle, self.blocking)
  if not self.blocking then
    table.insert(state.connecting, connection)
  end
  return connection
end

-- Sends later connects out from this numeric address; "": the system chooses.
-- Returns true, or nil, message, VCE_EIPADDR when it is not a numeric address.
function Client:set_source(address)
  if not self.handle then
    return errors.failure("vce_tcpcontext_set_source", raw.VCE_ECLOSED)
  end
  local code = raw.vce_tcpcontext_set_source(self.handle, address)
  if code < 0 then
    return errors.failure("vce_tcpcontext_set_source", code)
  end
  return true
end

-- ---- Making them

local contexts = {}

-- A server, which listens at once; the options stand above. Returns it, or nil, message and code:
-- VCE_EBIND, VCE_EIPADDR and others when the address cannot be listened on, VCE_EARRAY,
-- VCE_EFULL and VCE_ERANGE when a size or number is not possible. An unknown option, and a number that
-- C would cut, raises an error.
function contexts.server(given)
  given = given == nil and {} or given
  local all = options_of(given, "server", SERVER)
  local self, message, code = new_context(given, "server", all)
  if not self then
    return nil, message, code
  end
  setmetatable(self, Server)
  raw.vce_tcpcontext_set_conn_acceptwatcher(self.handle, callbacks.accept)
  if all.hiwater > 0 then
    raw.vce_tcpcontext_set_conn_hiwater_acceptwatcher(self.handle, all.hiwater,
      callbacks.hiwater)
  end
  raw.vce_tcpcontext_set_accept_max(self.handle, all.accepts_per_minute, callbacks.too_fast)
  local ok
  ok, message, code = set(self, "vce_tcpcontext_set_max_per_address", all.max_per_address)
  if not ok then
    return nil, message, code
  end
  self.port = raw.vce_tcpcontext_get_port(self.handle)
  return self
end

-- A client, which makes connections. Returns it, or nil, message and code as above.
function contexts.client(given)
  given = given == nil and {} or given
  local all = options_of(given, "client", CLIENT)
  local connect_ms = all.connect_timeout
    and options.some_milliseconds("connect_timeout", all.connect_timeout, 2) or 0
  local self, message, code = new_context(given, "client", all)
  if not self then
    return nil, message, code
  end
  self.blocking = all.blocking and true or false
  setmetatable(self, Client)
  local ok
  ok, message, code = set(self, "vce_tcpcontext_set_connect_timeout", connect_ms)
  if not ok then
    return nil, message, code
  end
  return self
end

return contexts
