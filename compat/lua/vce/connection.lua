-- A connection.
--
-- Fields: context    the server or client it belongs to
--         serial     its number, given out 1, 2, 3, ... in the whole process
--         handle     the C handle, for functions of vce.raw
--         connected  false until a non-blocking connect has succeeded
--         reason     why it ended: "remote", "application", "timeout", "parser"; nil while it lives
--         data       anything the program wants to keep with it

local callbacks = require("vce.callbacks")
local errors = require("vce.errors")
local framing = require("vce.framing")
local options = require("vce.options")
local raw = require("vce.raw")
local state = require("vce.runtime").state

local NEVER = 2147483647 -- an idle limit of 68 years, in seconds
local ADDRESS_SIZE = raw.VCE_MAX_ADDR_TEXT

local Connection = {}
Connection.__index = Connection
Connection.NEVER = NEVER

local senders = {}
for kind in pairs(raw.parsers) do
  senders[kind] = raw["vce_protocol_unparser_" .. kind]
end

function Connection.new(context, handle, connected)
  return setmetatable({
    context = context,
    handle = handle,
    serial = handle.serial,
    connected = connected,
    _send = senders[context.framing],
    _closing = false,
    _gone = false,
    _refused = false, -- by on_connect
  }, Connection)
end

function Connection:__tostring()
  local how = self._gone and "gone" or self._closing and "closing"
    or self.connected and "open" or "connecting"
  return ("vce.connection %d %s"):format(self.serial, how)
end

-- Says, once, that a connect has succeeded, if it has.
function Connection:_connect()
  if not self.connected and not self._gone and self:writable() > 0 then
    self.connected = true
    self.context:_has_connected(self)
  end
end

-- ---- Sending

local FULL = { [raw.VCE_EWBFULL] = true, [raw.VCE_EFULL] = true }

-- Tells of a failure. That it was this connection is kept for the heartbeat: see callbacks.failed().
local function send_failure(self, code, detail)
  if code == raw.VCE_EWBFULL and not self.connected and self:writable() == 0 then
    code = raw.VCE_ENOTREADY
  end
  local _, message = errors.failure("vce_protocol_unparser_" .. self.context.framing, code, detail)
  message = ("%s (connection %.0f)"):format(message, self.serial)
  if state.beating and (FULL[code] or code == raw.VCE_ECLOSED) then
    state.unsent[message] = { connection = self, full = FULL[code] }
  end
  return nil, message, code
end

-- Queues a record (a string), framed as the context says. The next heartbeat sends it.
-- Returns the bytes queued, framing included, or nil, message and code:
--   VCE_EWBFULL     the write buffer has no room now; nothing was queued (VCE_EFULL with "through")
--   VCE_ELONGINPUT  the record is longer than its framing allows
--   VCE_ENOTREADY   the connection is still being made
--   VCE_ECLOSED     the connection is closed or gone
--   VCE_EINVAL      a line of text contains LF
function Connection:send(data)
  local fits, code, detail = framing.check(self.context.framing, data, "send", 2)
  if self:closed() then
    return send_failure(self, raw.VCE_ECLOSED)
  end
  if not fits then
    return send_failure(self, code, detail)
  end
  local sent = self._send(self.handle, data, #data)
  if sent < 0 then
    return send_failure(self, sent)
  end
  return sent
end

-- Free bytes of the write buffer; 0 while connecting and when the connection is gone.
function Connection:writable()
  return math.max(raw.vce_conn_writable(self.handle), 0)
end

-- Has a function called with the connection, once, when so many bytes of the write buffer are free
-- again: for sending more than it holds. It is called by the heartbeat that made the room, or by the
-- next one if the room is there already; on a connecting one when it is open, after on_connect. It is
-- not called when the connection was closed, or ended by the peer. If it returns false or raises an
-- error, the connection ends, as by every other handler. It takes the place of one that was set before;
-- nil: none.
-- Returns true; or nil, message, code: VCE_ERANGE, VCE_ECLOSED.
function Connection:when_writable(size, f)
  if f ~= nil and type(f) ~= "function" then
    error(("when_writable takes a function or nil, not a %s"):format(type(f)), 2)
  end
  local code = 0
  if f ~= nil and self:closed() then
    code = raw.VCE_ECLOSED
  elseif not self._gone then
    code = raw.vce_conn_set_writable_watcher(self.handle, size, f and callbacks.writable)
  end
  if code < 0 then
    return errors.failure("vce_conn_set_writable_watcher", code)
  end
  self._when_writable = f
  return true
end

-- Whether everything that was queued has been handed to the system.
function Connection:drained()
  return raw.vce_conn_writed(self.handle) == 1
end

-- ---- Ending

-- Ends the connection after everything queued is sent. It may be called more than once.
function Connection:close()
  if not self._closing and not self._gone then
    self._closing = true
    raw.vce_conn_close(self.handle)
  end
end

-- Ends the connection with the next heartbeat; what the system does not take at once is lost.
function Connection:abort()
  self:close()
  if not self._gone then
    raw.vce_conn_set_timeout(self.handle, -1)
  end
end

-- Whether it was closed, by either side or by its idle limit, or is gone.
function Connection:closed()
  return self._closing or self._gone or raw.vce_conn_is_closed(self.handle) == 1
end

-- Whether it still exists: connecting, open, or closed with output left.
function Connection:alive()
  return not self._gone
end

-- Ends the connection when it receives nothing for so many seconds; false: never.
function Connection:set_idle_timeout(seconds)
  if seconds then
    options.check_integer("idle_timeout", seconds, 2)
  end
  raw.vce_conn_set_timeout(self.handle, seconds or NEVER)
end

-- ---- Asking

local function address(self, which)
  local text = raw.new("char", ADDRESS_SIZE)
  local name = "vce_conn_get_" .. which .. "_addr_string"
  local found = raw[name](self.handle, text, ADDRESS_SIZE)
  if not found then
    return errors.failure(name, raw.VCE_ECLOSED)
  end
  if found:find("^unix:") then
    return found, 0
  end
  local host, port = found:match("^%[?(.-)%]?:(%d+)$")
  return host, math.floor(tonumber(port))
end

-- Address and port of the peer as they are now: 0.0.0.0 and 0 while a name is being looked up, then
-- the address that is being tried. Both ends of a Unix socket have the server's, "unix:/path", and the
-- port 0. nil, message, code when the connection is gone.
function Connection:remote_address()
  return address(self, "remote")
end

-- Address and port of this end, likewise.
function Connection:local_address()
  return address(self, "local")
end

-- Why it ended, in words for people and logs, such as "connect to example.org, 192.0.2.1 port 80:
-- Connection refused"; known from on_close on, nil before.
function Connection:end_detail()
  return self._end_detail
end

-- The descriptor of its socket, for options of it and for nothing else; or nil, message and code:
--   VCE_ENOTREADY  there is none yet
--   VCE_EINVAL     the connection is gone
function Connection:fd()
  return errors.check("vce_conn_get_fd", raw.vce_conn_get_fd(self.handle))
end

-- Process, user and group at the other end of a Unix socket, as they were when it was connected or
-- began to listen; or nil, message and code:
--   VCE_ESUPPORT   it is no Unix socket
--   VCE_ENOTREADY  it is not connected yet
--   VCE_EINVAL     the connection is gone
function Connection:peer_credentials()
  local pid, uid, gid = raw.new("int"), raw.new("int"), raw.new("int")
  local code = raw.vce_conn_get_peer_credentials(self.handle, pid, uid, gid)
  if code < 0 then
    return errors.failure("vce_conn_get_peer_credentials", code)
  end
  return pid[0], uid[0], gid[0]
end

-- Bytes, writes and system calls of the connection: the fields of conn_stat_t.
function Connection:stats()
  local counters = raw.new("conn_stat_t")
  raw.vce_conn_get_stat(self.handle, counters)
  return raw.as_table("conn_stat_t", counters[0])
end

return Connection
