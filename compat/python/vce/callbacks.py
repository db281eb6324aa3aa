"""The C callbacks of the layer: one of each kind for the whole process, which never goes away.

Each finds the Connection or Context that it is called for, and calls its method. An exception never
gets out: it is reported, and the connection ends.
"""
# A ctypes callback type is a decorator that mypy knows nothing about.
# mypy: allow-untyped-decorators
from __future__ import annotations

from ctypes import string_at
from typing import TYPE_CHECKING, Callable, Optional

from . import raw
from .checks import answer as check_answer
from .connection import CloseReason, Connection
from .errors import ClosedError, FullError, end_detail
from .runtime import log, state

if TYPE_CHECKING:
    from .context import Context

REFUSE = -1
"""What a C callback answers to end or refuse a connection."""

_context_of = raw._vce_conn_get_tcpcontext


def failed(context: Context, connection: Optional[Connection], problem: BaseException) -> int:
    """Reports an exception of a callback; the result ends the connection.

    A peer that does not read must not end others: the exception of sending to another connection
    ends that one, if it has no room, and the connection of the callback goes on.
    """
    if not isinstance(problem, Exception):  # KeyboardInterrupt and its like are for the program
        state.interrupt = state.interrupt or problem
        return REFUSE
    verdict = REFUSE
    if isinstance(problem, (FullError, ClosedError)) and connection is not None:
        other = problem.connection
        if other is not None and other is not connection:
            connection, verdict = other, 0
            if isinstance(problem, FullError):
                other.abort()
    on_error: Callable[..., object] = context.on_error
    try:
        check_answer("on_error", on_error(connection, problem))
    except Exception:
        log.exception("on_error failed")
    return verdict


def _verdict(name: str, answer: object) -> int:
    if answer is None or answer is True:
        return 0
    if answer is False:
        return REFUSE
    check_answer(name, answer)
    return 0


def established(connection: Connection) -> bool:
    """A non-blocking connect has succeeded: tells `on_connect`, once, before anything else.

    :returns: records may be delivered; False when `on_connect` has refused or failed
    """
    if connection.connected:
        return False
    connection.connected = True
    connection._tell_waiters()
    context = connection.context
    try:
        refused = _verdict("on_connect", context._connected(connection)) == REFUSE
    except BaseException as problem:
        refused = failed(context, connection, problem) == REFUSE
    if refused:
        connection.close()
    connection._silent = refused
    return not refused


def _new_connection(ct: raw.conn_t) -> Optional[Connection]:
    context = state.contexts.get(_context_of(ct))
    if context is None:
        return None
    try:
        return context._add(ct, connected=True)
    except BaseException as problem:  # of the program's own class of connections
        failed(context, None, problem)
        return None


@raw.acceptwatcher
def accept(ct: raw.conn_t) -> int:
    connection = _new_connection(ct)
    if connection is None:
        return REFUSE
    try:
        return _verdict("on_accept", connection.context._accepted(connection))
    except BaseException as problem:
        return failed(connection.context, connection, problem)


@raw.hiwater_acceptwatcher
def hiwater(ct: raw.conn_t, count: int) -> int:
    connection = _new_connection(ct)
    if connection is None:
        return REFUSE
    try:
        return _verdict("on_hiwater", connection.context._nearly_full(connection, count))
    except BaseException as problem:
        return failed(connection.context, connection, problem)


@raw.accept_warning
def too_fast(handle: int) -> int:
    context = state.contexts.get(handle)
    if context is None:
        return REFUSE
    try:
        answer = context._too_fast()
        check_answer("on_too_fast", answer)
        return 0 if answer is True else REFUSE
    except BaseException as problem:
        return failed(context, None, problem)


@raw.protocol_callback
def record(ct: raw.conn_t, address: int, length: int) -> int:
    connection = state.connections.get(ct.serial)
    if connection is None:
        return REFUSE
    try:
        if connection._silent and not established(connection):
            return 0
        answer = connection.context.on_record(connection, string_at(address, length))
        return 0 if answer is None else _verdict("on_record", answer)
    except BaseException as problem:
        return failed(connection.context, connection, problem)


@raw.rate_callback
def over_rate(ct: raw.conn_t) -> int:
    connection = state.connections.get(ct.serial)
    if connection is None:
        return REFUSE
    try:
        if connection._silent and not established(connection):
            return 0
        return _verdict("on_over_rate", connection.context.on_over_rate(connection))
    except BaseException as problem:
        return failed(connection.context, connection, problem)


@raw.writable_watcher
def writable(ct: raw.conn_t) -> int:
    connection = state.connections.get(ct.serial)
    if connection is None:
        return REFUSE
    try:
        if connection._silent and not established(connection):
            return 0
        call, connection._when_writable = connection._when_writable, None
        return 0 if call is None else _verdict("when_writable", call(connection))
    except BaseException as problem:
        return failed(connection.context, connection, problem)


@raw.closewatcher
def close(ct: raw.conn_t, reason: int) -> int:
    connection = state.connections.get(ct.serial)
    if connection is None:
        return 0
    try:
        # Established and ended in one heartbeat: there is room in the write buffer.
        if connection._silent and not connection._closing and connection.writable > 0:
            established(connection)
        connection._closing = True
        connection.reason = CloseReason(reason)
        connection.end_detail = end_detail(ct)
        on_close: Callable[..., object] = connection.context.on_close
        check_answer("on_close", on_close(connection, connection.reason))
    except BaseException as problem:
        failed(connection.context, connection, problem)
    return 0


@raw.finalizer
def end(ct: raw.conn_t) -> None:
    connection = state.connections.pop(ct.serial, None)
    if connection is None:
        return
    connection._gone = True
    connection.context._connections.pop(connection.serial, None)
    try:
        connection._tell_waiters()
    except BaseException as problem:
        failed(connection.context, connection, problem)
