"""A connection, and the framings of its records."""
from __future__ import annotations

import ctypes
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple, Union

from . import raw
from .checks import INT_MAX, handler, integer
from .errors import ClosedError, VceError, check, error
from .runtime import as_dict, check_thread, state

if TYPE_CHECKING:
    from .context import Context

Data = Union[bytes, bytearray, memoryview, str]
"""What can be sent. Text is encoded as UTF-8."""

NEVER = INT_MAX
"""An idle limit of 68 years, in seconds."""

_ADDRESS_SIZE = raw.VCE_MAX_ADDR_TEXT


class Framing(Enum):
    """How records are told apart on the wire."""

    BIN16 = "bin16"
    """2 bytes with the length, then up to 65,535 bytes."""
    BIN32 = "bin32"
    """4 bytes with the length, then up to 1,073,741,824 bytes."""
    TEXT = "text"
    """A line, ended by LF, which is no part of the record."""
    THROUGH = "through"
    """No framing: a record is whatever has arrived."""

    @property
    def parser(self) -> Any:
        """The parser of the library for this framing, as a `vce.raw.parser`."""
        function = getattr(raw.library.locked, "vce_protocol_parser_" + self.value)
        return ctypes.cast(function, raw.parser)


class CloseReason(Enum):
    """Why a connection ended."""

    REMOTE = int(raw.CLOSE_REASON_REMOTE)
    """Ended or reset by the peer, or the connect failed."""
    APPLICATION = int(raw.CLOSE_REASON_APPLICATION)
    """Closed by this program; everything that was sent has left."""
    TIMEOUT = int(raw.CLOSE_REASON_TIMEOUT)
    """The idle limit expired; unsent output is lost."""
    DECODER = int(raw.CLOSE_REASON_DECODER)
    """A layer below the records was broken by the peer. Not with plain TCP."""
    ENCODER = int(raw.CLOSE_REASON_ENCODER)
    """A layer below the records failed on this side. Not with plain TCP."""
    PARSER = int(raw.CLOSE_REASON_PARSER)
    """A bad record, or a callback that failed or returned False; unsent output is lost."""


_LONGEST = {Framing.BIN16: 65535, Framing.BIN32: raw.BIN32DATA_MAX}


_HAS_LF = "a line of text must not contain LF"


def as_bytes(data: Data) -> bytes:
    """The content of a record.

    :raises TypeError: it is neither text nor bytes
    """
    return data.encode() if isinstance(data, str) else bytes(memoryview(data))


def framed(data: Data, framing: Framing) -> bytes:
    """The bytes of a record on the wire.

    :raises ValueError: a line of text contains LF
    :raises TypeError: it is neither text nor bytes
    :raises TooLongError: the record is longer than its framing allows
    """
    content = as_bytes(data)
    if framing is Framing.TEXT and b"\n" in content:
        raise ValueError(_HAS_LF)
    if len(content) > _LONGEST.get(framing, INT_MAX - 1):
        raise error("vce_protocol_unparser_" + framing.value, raw.VCE_ELONGINPUT)
    if framing is Framing.TEXT:
        return content + b"\n"
    if framing is Framing.THROUGH:
        return content
    return len(content).to_bytes(2 if framing is Framing.BIN16 else 4, "big") + content


_SENDERS: Dict[Framing, Callable[[raw.conn_t, bytes, int], int]] = {
    framing: getattr(raw, "_vce_protocol_unparser_" + framing.value) for framing in Framing}


class Connection:
    """A TCP connection that carries records. Made by a Server or by `Client.connect()`.

    Attributes:
        context: the Server or Client it belongs to
        serial: its number, given out 1, 2, 3, ... in the whole process
        handle: the C handle, for functions of `vce.raw`
        connected: False until a non-blocking connect has succeeded
        reason: why it ended; None as long as it lives
        end_detail: the same in words, such as "connect to example.org, 192.0.2.1 port 80:
            Connection refused"; None as long as it lives. For people: its wording may change
        data: anything the program wants to keep with it
    """

    __slots__ = ("context", "serial", "handle", "connected", "reason", "end_detail", "data",
                 "_send", "_closing", "_gone", "_silent", "_remote", "_local", "_waiters",
                 "_when_writable",
                 "__weakref__")

    def __init__(self, context: Context, handle: raw.conn_t, connected: bool) -> None:
        self.context = context
        self.handle = handle
        self.serial: int = handle.serial
        self.connected = connected
        self.reason: Optional[CloseReason] = None
        self.end_detail: Optional[str] = None
        self.data: Any = None
        self._send = _SENDERS[context.framing]
        self._closing = False
        self._gone = False
        self._silent = not connected  # records wait for on_connect, or are not wanted
        self._remote: Optional[Tuple[str, int]] = None
        self._local: Optional[Tuple[str, int]] = None
        self._waiters: List[Callable[[Connection], None]] = []
        self._when_writable: Optional[Callable[[Connection], object]] = None

    def __repr__(self) -> str:
        how = "gone" if self._gone else "closing" if self._closing else \
            "open" if self.connected else "connecting"
        return "<vce.%s %d %s>" % (type(self).__name__, self.serial, how)

    # ---- sending

    def send(self, data: Data) -> int:
        """Queues a record, framed as the context says. The next heartbeat sends it.

        :returns: bytes queued, framing included
        :raises FullError: the write buffer has no room now; nothing was queued
        :raises TooLongError: the record is longer than its framing allows
        :raises NotReadyError: the connection is still being made
        :raises ClosedError: the connection is closed or gone
        :raises ValueError: a line of text contains LF
        """
        if self.closed:
            raise self._send_error(raw.VCE_ECLOSED)
        check_thread()
        content = data if type(data) is bytes else as_bytes(data)
        if self.context.framing is Framing.TEXT and b"\n" in content:
            raise ValueError(_HAS_LF)
        if len(content) > INT_MAX:  # C would take another length
            raise self._send_error(raw.VCE_ELONGINPUT)
        sent = self._send(self.handle, content, len(content))
        if sent < 0:
            raise self._send_error(sent)
        state.work()
        return sent

    def _send_error(self, code: int) -> VceError:
        if code == raw.VCE_EWBFULL and not self.connected and self.writable == 0:
            code = raw.VCE_ENOTREADY  # which the unparsers do not tell apart
        problem = error("vce_protocol_unparser_" + self.context.framing.value, code)
        problem.connection = self
        return problem

    @property
    def writable(self) -> int:
        """Free bytes of the write buffer; 0 while connecting and when the connection is gone."""
        return max(raw.vce_conn_writable(self.handle), 0)

    @property
    def drained(self) -> bool:
        """Everything that was queued has been handed to the system."""
        return raw.vce_conn_writed(self.handle) == 1

    def when_writable(self, size: int,
                      function: Optional[Callable[[Connection], object]]) -> None:
        """Has a function called, once, when so much of the write buffer is free again.

        For sending more than the write buffer holds: send until FullError, set this, and go on in
        the function. It is called by the heartbeat that made the room, or by the next one if the
        room is there already; on a connecting one when it is open, after `on_connect`. It is not
        called when the connection was closed, or ended by the peer. If it returns False or raises,
        the connection ends, as by every other handler.

        :param size: bytes, 1 to the size of the write buffer
        :param function: gets the connection; instead of one that was set before; None: no more
        :raises VceError: the size is outside its range (VCE_ERANGE)
        :raises ClosedError: the connection is closed or gone
        :raises TypeError: an async function or a generator, which nobody would run
        """
        if function is not None:
            handler("function", function)
            if self.closed:
                raise error("vce_conn_set_writable_watcher", raw.VCE_ECLOSED)
        size = integer("size", size)
        if not self._gone:
            check_thread()
            self.context._watch_writable(self, size, function)

    # ---- ending

    def close(self) -> None:
        """Ends the connection after everything queued is sent. It may be called more than once."""
        if not self._closing and not self._gone:
            check_thread()
            self._closing = True
            raw.vce_conn_close(self.handle)
            state.work()

    def abort(self) -> None:
        """Ends the connection with the next heartbeat; what the system does not take is lost."""
        self.close()
        if not self._gone:
            raw.vce_conn_set_timeout(self.handle, -1)

    @property
    def closed(self) -> bool:
        """It was closed, by either side or by its idle limit, or is gone."""
        return self._closing or self._gone or raw.vce_conn_is_closed(self.handle) == 1

    @property
    def alive(self) -> bool:
        """It still exists: connecting, open, or closed with output left."""
        return not self._gone

    def set_idle_timeout(self, seconds: Optional[int]) -> None:
        """Ends the connection when it receives nothing for so many seconds.

        :param seconds: -2147483648 to 2147483647; below 0: with the next heartbeat; None: never
        :raises ValueError: the number is outside this range
        """
        limit = NEVER if seconds is None else integer("seconds", seconds)
        raw.vce_conn_set_timeout(self.handle, limit)
        state.work()

    # ---- asking

    @property
    def remote(self) -> Tuple[str, int]:
        """Address and port of the peer; `("unix:/path", 0)` of a Unix socket, at both ends.

        While connecting it is the one that is being tried, `("0.0.0.0", 0)` during a look-up.

        :raises ClosedError: the connection is gone, and the address was not asked for while it was
            open or in `on_close`
        """
        return self._remote or self._ask("remote")

    @property
    def local(self) -> Tuple[str, int]:
        """Address and port of this end, as `remote`."""
        return self._local or self._ask("local")

    def _ask(self, end: str) -> Tuple[str, int]:
        address = self._address(end)
        if self.connected or self.reason is not None:  # it does not change any more
            setattr(self, "_" + end, address)
        return address

    def _address(self, end: str) -> Tuple[str, int]:
        text = ctypes.create_string_buffer(_ADDRESS_SIZE)
        function = "vce_conn_get_%s_addr_string" % end
        if getattr(raw, function)(self.handle, text, _ADDRESS_SIZE) is None:
            raise ClosedError(function, raw.VCE_ECLOSED)
        if text.value.startswith(b"unix:"):
            return text.value.decode("utf-8", "surrogateescape"), 0
        host, _, port = text.value.decode("ascii").rpartition(":")
        return host.strip("[]"), int(port)

    def fileno(self) -> int:
        """The descriptor of its socket, for options of it and for nothing else.

        :raises VceError: there is none yet (VCE_ENOTREADY), or the connection is gone
        """
        return check("vce_conn_get_fd", raw.vce_conn_get_fd(self.handle))

    @property
    def peer_credentials(self) -> Tuple[int, int, int]:
        """Process, user and group at the other end of a Unix socket, when it was connected.

        :raises VceError: it is no Unix socket (VCE_ESUPPORT), is not connected yet
            (VCE_ENOTREADY), or is gone
        """
        values = [ctypes.c_int(-1) for _ in range(3)]
        check("vce_conn_get_peer_credentials", raw.vce_conn_get_peer_credentials(
            self.handle, *map(ctypes.byref, values)))
        pid, uid, gid = (v.value for v in values)
        return pid, uid, gid

    def stats(self) -> Dict[str, int]:
        """Bytes, writes and system calls of the connection: the fields of `vce.raw.conn_stat_t`."""
        counters = raw.conn_stat_t()
        raw.vce_conn_get_stat(self.handle, ctypes.byref(counters))
        return as_dict(counters)

    # ---- for the layer itself

    def _tell_waiters(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            waiter(self)
