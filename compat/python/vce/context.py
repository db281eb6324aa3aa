"""Servers and clients: settings, the connections that have them, and what happens to these.

What a program does with connections goes into methods: either override them in a class of your own,
or give functions of the same names to the constructor. All of them run inside the heartbeat.
"""
from __future__ import annotations

import ctypes
import inspect
import socket
import sys
from typing import (Any, Callable, ClassVar, Dict, Iterable, Iterator, Optional, Sequence, Tuple,
                    Type, TypeVar, Union)

from . import callbacks, checks, raw
from .checks import count, integer, milliseconds, number
from .connection import NEVER, CloseReason, Connection, Data, Framing, framed
from .errors import VceError, check, error, last_error
from .runtime import as_dict, check_thread, initialize, log, state

Verdict = Optional[bool]
"""False ends the connection; None and True keep it."""

# Functions may answer anything else as well, such as what send() returned.
OnConnection = Callable[[Connection], object]
OnHiwater = Callable[[Connection, int], object]
OnTooFast = Callable[[], object]
OnRecord = Callable[[Connection, bytes], object]
OnClose = Callable[[Connection, CloseReason], object]
Listening = Union[int, socket.socket]
"""A socket of the program, or its descriptor."""

OnError = Callable[[Optional[Connection], Exception], object]

Self = TypeVar("Self", bound="Context")

_WHEN_FULL = {"drop": raw.VCE_FULL_DROP, "close": raw.VCE_FULL_CLOSE}

_HANDLERS = frozenset(("on_accept", "on_close", "on_connect", "on_error", "on_hiwater",
                       "on_over_rate", "on_record", "on_too_fast"))


def _host(host: str) -> bytes:
    if "\0" in host:
        raise ValueError("the address %r contains NUL" % host)
    return host.encode()


def _descriptor(name: str, given: Listening) -> int:
    return given.fileno() if isinstance(given, socket.socket) else integer(name, given)


def _give_up(given: Listening) -> None:
    """The descriptor is the library's now."""
    if isinstance(given, socket.socket):
        given.detach()


def _keepalive(values: Optional[Sequence[int]]) -> Optional[Tuple[int, int, int]]:
    if values is None:
        return None
    try:
        idle, interval, probes = values
    except (TypeError, ValueError):
        raise TypeError("keepalive must be three numbers: seconds of silence, seconds between "
                        "probes, probes") from None
    return (number("keepalive[0]", idle, 0, 32767), number("keepalive[1]", interval, 0, 32767),
            number("keepalive[2]", probes, 0, 127))


class Context:
    """What Server and Client have in common.

    :param framing: how records are told apart; a class may set the attribute instead
    :param max_connections: connections that may exist at once, closing ones included, 0 to
        2147483647
    :param read_buffer: bytes that may wait for a heartbeat, 1 to 2147483647; a record with its
        framing must fit
    :param write_buffer: bytes that may be queued for sending, 1 to 2147483647; likewise
    :param safety_read: percentage of the write buffer, 0 to 100, that must be free for records of a
        connection to be read and delivered. A server that answers records gives 50: an answer of up
        to half the buffer then always finds room, and a peer that does not read its answers is not
        read either. 0: read always
    :param idle_timeout: seconds without received data after which a connection ends, up to
        2147483647; None: never
    :param nodelay: send small records at once (TCP_NODELAY)
    :param records_per_heartbeat: records of one connection that one heartbeat may deliver, 0 to
        2147483647
    :param max_record: longest record that is accepted, in bytes, 0 to 2147483647; only for bin16;
        0: no limit
    :param keepalive: when TCP asks a silent peer whether it is still there: seconds of silence
        until the first probe (0 to 32767), seconds between probes (0 to 32767), probes without an
        answer (0 to 127); 0: the system's value; None: all of them
    :param user_timeout: seconds that a peer may take to acknowledge what was sent, 0.001 to
        2147483.647; then the connection ends; None: the system's value
    :param records_per_second: records that each connection may send, 0 to 2147483647; one that
        sends more is read later, see `on_over_rate`; 0: any number
    :param bytes_per_second: likewise bytes
    :raises ValueError: a number is outside its range; the text names the parameter
    :raises TypeError: an unknown parameter, a number that is none, or a handler that is no plain
        function, such as an async one

    Handlers, `on_...`, are plain functions: nobody would run an async one. In asyncio one can start
    a task. This is checked wherever they are set: as parameters, as attributes, in classes.
    """

    framing: ClassVar[Framing] = Framing.TEXT
    connection_class: ClassVar[Type[Connection]] = Connection

    def __init__(self, server: bool, host: str, port: int, nonblock: bool,
                 framing: Union[Framing, str, None], max_connections: int, read_buffer: int,
                 write_buffer: int, safety_read: int, idle_timeout: Optional[int], nodelay: bool,
                 records_per_heartbeat: int, max_record: int, keepalive: Optional[Sequence[int]],
                 user_timeout: Optional[float], records_per_second: int, bytes_per_second: int,
                 handlers: Dict[str, Optional[Callable[..., object]]],
                 listener: Optional[Listening] = None) -> None:
        setattr(self, "framing", Framing(framing or self.framing))
        address = _host(host)
        max_connections = count("max_connections", max_connections)
        read_buffer = count("read_buffer", read_buffer)
        write_buffer = count("write_buffer", write_buffer)
        safety_read = number("safety_read", safety_read, 0, 100)
        records_per_heartbeat = count("records_per_heartbeat", records_per_heartbeat)
        max_record = count("max_record", max_record)
        limit = NEVER if idle_timeout is None else integer("idle_timeout", idle_timeout)
        probes = _keepalive(keepalive)
        user_limit = milliseconds("user_timeout", user_timeout)
        records_per_second = count("records_per_second", records_per_second)
        bytes_per_second = count("bytes_per_second", bytes_per_second)
        for name, handler in handlers.items():
            if handler is not None:
                setattr(self, name, handler)
        initialize()
        check_thread()
        sizes = (max_connections, read_buffer, write_buffer, limit, nonblock, bool(nodelay), 0)
        if listener is None:
            handle = raw.vce_tcpcontext_create(server, address, port, *sizes)
        else:
            handle = raw.vce_tcpcontext_create_from_listener(_descriptor("listener", listener),
                                                             *sizes)
        if not handle:
            raise last_error("vce_tcpcontext_create" if listener is None else
                             "vce_tcpcontext_create_from_listener")
        if listener is not None:
            _give_up(listener)
        self.handle: Optional[int] = handle
        self._connections: Dict[int, Connection] = {}
        state.contexts[handle] = self
        raw.vce_tcpcontext_set_conn_parser(handle, self.framing.parser, callbacks.record)
        raw.vce_tcpcontext_set_conn_closewatcher(handle, callbacks.close)
        raw.vce_tcpcontext_set_conn_finalizer(handle, callbacks.end)
        raw.vce_tcpcontext_set_conn_call_parser_per_heartbeat(handle, records_per_heartbeat)
        raw.vce_tcpcontext_set_conn_safety_read(handle, safety_read)
        raw.vce_tcpcontext_protocol_set_maxlength(handle, max_record, None)
        if probes is not None:
            self._check("vce_tcpcontext_set_keepalive", handle, *probes)
        if user_limit:
            self._check("vce_tcpcontext_set_user_timeout", handle, user_limit)
        if records_per_second or bytes_per_second:
            self._check("vce_tcpcontext_set_conn_rate", handle, records_per_second,
                        bytes_per_second, callbacks.over_rate)

    def _check(self, function: str, *arguments: Any) -> None:
        """Calls a function for a setting; a context that cannot have it is closed."""
        try:
            check(function, getattr(raw, function)(*arguments))
        except VceError:
            self.close()
            raise

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in dir(cls):  # also those of other base classes
            if cls._is_handler(name):
                checks.handler(name, inspect.getattr_static(cls, name))

    def __setattr__(self, name: str, value: object) -> None:
        if self._is_handler(name):
            checks.handler(name, value)
        super().__setattr__(name, value)

    @classmethod
    def _is_handler(cls, name: str) -> bool:
        return name in _HANDLERS

    # ---- what happens; to be overridden

    def on_record(self, connection: Connection, data: bytes) -> Verdict:
        """A record has arrived. False ends the connection at once, with unsent output lost."""
        return None

    def on_over_rate(self, connection: Connection) -> Verdict:
        """A peer sends more than `records_per_second` or `bytes_per_second`.

        It is read later, so that TCP slows it down, and nothing is lost. False ends the connection
        instead.
        """
        return None

    def on_close(self, connection: Connection, reason: CloseReason) -> None:
        """The connection has ended. Its addresses can still be asked for.

        `connection.end_detail` has the reason in words, for logs.
        """

    def on_error(self, connection: Optional[Connection], problem: Exception) -> None:
        """A method of this class raised an exception; the connection ends. Logs it to "vce".

        For an exception of sending to another connection, `connection` is that one; it ends if it
        has no room, and the one whose method it was goes on.
        """
        log.error("callback of %r failed for %r", self, connection,
                  exc_info=(type(problem), problem, problem.__traceback__))

    # ---- use

    def __repr__(self) -> str:
        return "<vce.%s %s>" % (type(self).__name__,
                                "closed" if self.closed else "of %d connections" % len(self))

    def __len__(self) -> int:
        """The number of connections, closing ones included."""
        return len(self._connections)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Connection]:
        """The connections, oldest first; they may be closed meanwhile."""
        return iter(list(self._connections.values()))

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    @property
    def closed(self) -> bool:
        return self.handle is None

    def close(self) -> None:
        """Stops listening and closes every connection; heartbeats send what is unsent.

        See `vce.drain()` and `vce.shutdown()`. It may be called more than once.
        """
        if self.handle is None:
            return
        check_thread()
        for connection in self._connections.values():
            connection._closing = True
        handle, self.handle = self.handle, None
        del state.contexts[handle]
        raw.vce_tcpcontext_cleanup(handle)
        state.work()

    def broadcast(self, record: Data, skip: Optional[Connection] = None,
                  when_full: str = "drop") -> int:
        """Sends a record to all open connections, framed once. Slow ones hold nobody up.

        To be used instead of a loop over `send()`, which raises FullError as soon as one peer does
        not read: the peers after it then miss the record.

        :param record: as for `Connection.send()`
        :param skip: a connection that does not get it, such as the origin of the record
        :param when_full: what happens to a connection without room in its write buffer: "drop": it
            misses this record; "close": it is closed, so that who stays has missed nothing
        :returns: how many connections it was queued for
        :raises ValueError: `when_full` is neither of the two, or a line of text contains LF
        :raises TooLongError: the record is longer than its framing allows, or than the write
            buffers can ever hold
        :raises ClosedError: the server or client is closed
        """
        if when_full not in _WHEN_FULL:
            raise ValueError('when_full %r is neither "drop" nor "close"' % (when_full,))
        if skip is not None and not isinstance(skip, Connection):
            raise TypeError("skip must be a connection or None, not %s" % type(skip).__name__)
        check_thread()
        handle = self._open_handle()
        data = framed(record, self.framing)
        count = raw.vce_tcpcontext_broadcast(handle, data, len(data),
                                             raw.conn_t() if skip is None else skip.handle,
                                             _WHEN_FULL[when_full])
        check("vce_tcpcontext_broadcast", count)
        state.work()
        return count

    def adopt(self, connected: Listening) -> Connection:
        """Makes a connection of an established socket, such as one from another process.

        It is open at once; no handler is asked about it. The socket is the library's then (a socket
        object is detached), and as it was after an exception.

        :param connected: a connected stream socket, IPv4, IPv6 or Unix, or its descriptor
        :raises VceError: it is no such socket (VCE_EINVAL)
        :raises FullError: max_connections or another limit is reached
        :raises ClosedError: the server or client is closed
        """
        check_thread()
        handle = raw.vce_tcpcontext_adopt(self._open_handle(), _descriptor("connected", connected))
        if handle.p is None:
            raise last_error("vce_tcpcontext_adopt")
        _give_up(connected)
        connection = self._add(handle, connected=True)
        state.work()
        return connection

    def stats(self) -> Dict[str, int]:
        """Counters of the context: the fields of `vce.raw.tcpcontext_stat_t`."""
        counters = raw.tcpcontext_stat_t()
        raw.vce_tcpcontext_get_stat(self._open_handle(), ctypes.byref(counters))
        return as_dict(counters)

    # ---- for the layer itself

    def _open_handle(self) -> int:
        if self.handle is None:
            raise error("vce_tcpcontext", raw.VCE_ECLOSED)
        return self.handle

    def _forget(self) -> None:
        self.handle = None
        self._connections.clear()

    def _add(self, handle: raw.conn_t, connected: bool) -> Connection:
        try:
            connection = self.connection_class(self, handle, connected)
        except BaseException:
            raw.vce_conn_close(handle)
            state.work()
            raise
        state.connections[connection.serial] = connection
        self._connections[connection.serial] = connection
        return connection

    def _accepted(self, connection: Connection) -> Verdict:
        return None

    def _nearly_full(self, connection: Connection, count: int) -> Verdict:
        return None

    def _too_fast(self) -> bool:
        return False

    def _connected(self, connection: Connection) -> Verdict:
        return None

    def _established(self, connection: Connection) -> None:
        callbacks.established(connection)

    def _watch_writable(self, connection: Connection, size: int,
                        function: Optional[Callable[[Connection], object]]) -> None:
        check("vce_conn_set_writable_watcher", raw.vce_conn_set_writable_watcher(
            connection.handle, size, None if function is None else callbacks.writable))
        connection._when_writable = function
        state.work()


class Server(Context):
    """Listens, and owns the connections that come in.

    :param host: address or name to listen on; "" all IPv4 interfaces, "::" both families;
        "unix:/path" or "unix:@name" a Unix socket
    :param port: port to listen on, 0 to 65535; 0 lets the system choose, see `port`
    :param listener: a socket that listens already, or its descriptor, instead of host and port: one
        that a service manager has opened. It is the library's then (a socket object is detached)
    :param hiwater: WATER: `on_hiwater` is called instead of the accept watcher when at least
        WATER - 1 connections are open, the new one included. The accept watcher is `on_accept`.
        Choose it below max_connections; 0 to 2147483647; 0: never
    :param accepts_per_minute: limit for newcomers, see `on_too_fast`, 0 to 2147483647; 0: none
    :param max_per_address: connections that one peer address may have at once, 0 to 2147483647;
        0: any number
    :raises BindError: the address cannot be listened on
    :raises VceError: `listener` does not listen (VCE_EINVAL), or a size or limit is not possible (VCE_EARRAY, VCE_EFULL, VCE_ERANGE)

    All other parameters as for Context.
    """

    def __init__(self, host: str = "", port: int = 0, *,
                 framing: Union[Framing, str, None] = None, max_connections: int = 1000,
                 read_buffer: int = 65536, write_buffer: int = 262144, safety_read: int = 0,
                 idle_timeout: Optional[int] = 60, nodelay: bool = True,
                 records_per_heartbeat: int = 100, max_record: int = 0, hiwater: int = 0,
                 accepts_per_minute: int = 0, max_per_address: int = 0,
                 listener: Optional[Listening] = None,
                 keepalive: Optional[Sequence[int]] = None, user_timeout: Optional[float] = None,
                 records_per_second: int = 0, bytes_per_second: int = 0,
                 on_accept: Optional[OnConnection] = None,
                 on_hiwater: Optional[OnHiwater] = None, on_too_fast: Optional[OnTooFast] = None,
                 on_record: Optional[OnRecord] = None,
                 on_over_rate: Optional[OnConnection] = None, on_close: Optional[OnClose] = None,
                 on_error: Optional[OnError] = None) -> None:
        port = number("port", port, 0, 65535)
        hiwater = count("hiwater", hiwater)
        accepts_per_minute = count("accepts_per_minute", accepts_per_minute)
        max_per_address = integer("max_per_address", max_per_address)
        super().__init__(True, host, port, False, framing, max_connections, read_buffer,
                         write_buffer, safety_read, idle_timeout, nodelay, records_per_heartbeat,
                         max_record, keepalive, user_timeout, records_per_second, bytes_per_second,
                         {"on_accept": on_accept, "on_hiwater": on_hiwater,
                          "on_too_fast": on_too_fast, "on_record": on_record,
                          "on_over_rate": on_over_rate, "on_close": on_close,
                          "on_error": on_error}, listener)
        handle = self._open_handle()
        self._kicked: Optional[ctypes.Array[ctypes.c_uint]] = None
        raw.vce_tcpcontext_set_conn_acceptwatcher(handle, callbacks.accept)
        if hiwater:
            raw.vce_tcpcontext_set_conn_hiwater_acceptwatcher(handle, hiwater, callbacks.hiwater)
        raw.vce_tcpcontext_set_accept_max(handle, accepts_per_minute, callbacks.too_fast)
        self._check("vce_tcpcontext_set_max_per_address", handle, max_per_address)
        self.port: int = raw.vce_tcpcontext_get_port(handle)
        state.work()

    def on_accept(self, connection: Connection) -> Verdict:
        """A peer has connected. False refuses it."""
        return None

    def on_hiwater(self, connection: Connection, count: int) -> Verdict:
        """A peer has connected, and the server is nearly full. False refuses it.

        To say why before it ends: `connection.send(...)`, then `connection.close()`.
        """
        return None

    def on_too_fast(self) -> bool:
        """A peer came above `accepts_per_minute`. True lets it pass nevertheless."""
        return False

    def enable_accept(self, accept: bool) -> None:
        """Lets newcomers in (as at first), or turns all of them away."""
        raw.vce_tcpcontext_enable_accept(self._open_handle(), bool(accept))

    def kick(self, addresses: Iterable[str]) -> None:
        """Turns away peers from these IPv4 addresses from now on, instead of those named before.

        :raises OSError: one is not an IPv4 address
        :raises ValueError: one is 0.0.0.0, which would end the list
        """
        numbers = [int.from_bytes(socket.inet_aton(a), sys.byteorder) for a in addresses]
        if 0 in numbers:
            raise ValueError("0.0.0.0 is not the address of a peer")
        kicked = (ctypes.c_uint * (len(numbers) + 1))(*numbers, 0)
        raw.vce_tcpcontext_set_conn_kickip_array(self._open_handle(), kicked)
        self._kicked = kicked  # the library reads it at each accept

    def _accepted(self, connection: Connection) -> Verdict:
        return self.on_accept(connection)

    def _nearly_full(self, connection: Connection, count: int) -> Verdict:
        return self.on_hiwater(connection, count)

    def _too_fast(self) -> bool:
        return self.on_too_fast()


class Client(Context):
    """Makes connections.

    :param blocking: True: `connect()` waits for the handshake. False: it returns at once, and
        `on_connect` tells of success, `on_close` of failure
    :param connect_timeout: seconds that a connect may take, all addresses of a name included, 0.001
        to 2147483.647; None: as long as `idle_timeout`

    All other parameters as for Context.
    """

    def __init__(self, *, blocking: bool = True, connect_timeout: Optional[float] = None,
                 framing: Union[Framing, str, None] = None, max_connections: int = 1000,
                 read_buffer: int = 65536, write_buffer: int = 262144, safety_read: int = 0,
                 idle_timeout: Optional[int] = None, nodelay: bool = True,
                 records_per_heartbeat: int = 100, max_record: int = 0,
                 keepalive: Optional[Sequence[int]] = None, user_timeout: Optional[float] = None,
                 records_per_second: int = 0, bytes_per_second: int = 0,
                 on_connect: Optional[OnConnection] = None, on_record: Optional[OnRecord] = None,
                 on_over_rate: Optional[OnConnection] = None,
                 on_close: Optional[OnClose] = None, on_error: Optional[OnError] = None) -> None:
        limit = milliseconds("connect_timeout", connect_timeout)
        super().__init__(False, "", 0, not blocking, framing, max_connections, read_buffer,
                         write_buffer, safety_read, idle_timeout, nodelay, records_per_heartbeat,
                         max_record, keepalive, user_timeout, records_per_second, bytes_per_second,
                         {"on_connect": on_connect, "on_record": on_record,
                          "on_over_rate": on_over_rate, "on_close": on_close,
                          "on_error": on_error})
        self.blocking = blocking
        raw.vce_tcpcontext_set_connect_timeout(self._open_handle(), limit)

    def on_connect(self, connection: Connection) -> Verdict:
        """A non-blocking connect has succeeded; comes before the first record.

        False closes the connection, as `Connection.close()` does; no record is delivered then.
        """
        return None

    def connect(self, host: str, port: int = 0) -> Connection:
        """Connects to a server.

        :param host: name or address; "unix:/path" or "unix:@name" for a Unix socket
        :param port: 1 to 65535; may be left out for a Unix socket
        :raises ConnectError: the name is not known or the server not reached (blocking only); the
            text says why, as `Connection.end_detail` does otherwise
        :raises ValueError: the port is outside its range, or the host contains NUL
        :raises FullError: max_connections is reached
        :raises ClosedError: the client is closed
        """
        port = number("port", port, 0 if host.startswith("unix:") else 1, 65535)
        check_thread()
        handle = raw.vce_tcpcontext_connect(self._open_handle(), _host(host), port)
        if handle.p is None:
            raise last_error("vce_tcpcontext_connect")
        connection = self._add(handle, connected=self.blocking)
        if not self.blocking:
            state.connecting.append(connection)
        state.work()
        return connection

    def set_source(self, address: str) -> None:
        """Sends later connects out from this numeric address; "": the system chooses.

        :raises VceError: it is not a numeric address (VCE_EIPADDR)
        """
        check("vce_tcpcontext_set_source",
              raw.vce_tcpcontext_set_source(self._open_handle(), _host(address)))

    def _connected(self, connection: Connection) -> Verdict:
        return self.on_connect(connection)
