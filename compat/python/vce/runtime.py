"""The one library of the process: its lifetime, its heartbeat, and waiting for work."""
from __future__ import annotations

import ctypes
import logging
import re
import sys
import time
from threading import get_ident
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional

from . import checks, raw
from .errors import check, error
from .waker import Sleep, waker

if TYPE_CHECKING:
    from .connection import Connection
    from .context import Context

log = logging.getLogger("vce")

# Seconds between two looks at a condition while nothing happens: the first pause, and the longest.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0
_METRICS_SIZE = 16384

# The heartbeat keeps the interpreter lock: it never waits here, see run().
_heartbeat = raw.library.bind("vce_heartbeat", None, [])
_drain = raw.library.bind("vce_drain", ctypes.c_int, [ctypes.c_int])  # likewise with 0 seconds


class State:
    """What the layer knows about the library; one per process, as the library itself."""

    def __init__(self) -> None:
        self.initialized = False
        self.thread = 0  # that may use the library
        self.beating = False
        self.stopped = False  # the run that goes on, or the next one, is to end
        self.contexts: Dict[int, Context] = {}
        self.connections: Dict[int, Connection] = {}  # by serial
        self.connecting: List[Connection] = []
        self.posted: Dict[int, Any] = {}  # functions that no heartbeat has run yet, by number
        self.timers: Dict[int, Any] = {}  # those that run, by id
        self.interrupt: Optional[BaseException] = None  # to be raised when the heartbeat is over
        self.on_work: Optional[Callable[[], None]] = None  # a heartbeat is due
        self.on_end: Optional[Callable[[], None]] = None  # the library is gone
        self.unraisable: Callable[[Any], Any] = sys.unraisablehook

    def work(self) -> None:
        """Tells whoever waits that a heartbeat is due."""
        if self.on_work is not None and not self.beating:
            self.on_work()


state = State()


def check_thread() -> None:
    """The library belongs to the thread that initialised it."""
    if get_ident() != state.thread:
        raise RuntimeError("libvce is used by another thread than the one that initialised it"
                           if state.initialized else "libvce is not initialised")


def as_dict(structure: ctypes.Structure) -> Dict[str, int]:
    return {field[0]: getattr(structure, field[0]) for field in structure._fields_}


def initialize(max_connections: int = 100000, max_contexts: int = 64) -> None:
    """Starts the library for the calling thread. The first Server or Client does it by itself.

    Limits cost nothing until they are used. If the library runs already, nothing changes.

    :param max_connections: connections of the whole process, up to 16,777,216
    :param max_contexts: servers and clients that may exist at once
    :raises VceError: no memory or no descriptors (VCE_EMEM), or a limit is too large (VCE_EARRAY)
    :raises ValueError: a limit is outside -2147483648 to 2147483647
    """
    max_connections = checks.integer("max_connections", max_connections)
    max_contexts = checks.integer("max_contexts", max_contexts)
    if state.initialized:
        return
    limits = raw.vce_limit_t()
    raw.vce_limit_clear(ctypes.byref(limits))
    limits.max_conn = max_connections
    limits.max_tcpcontext = max_contexts
    check("vce_initialize_limited", raw.vce_initialize_limited(ctypes.byref(limits)))
    state.initialized = True
    state.thread = get_ident()


def finalize() -> None:
    """Ends the library at once. Connections are cut, unsent output is lost, no callback is called.

    :raises VceError: called inside a callback (VCE_EFINALIZE)
    """
    if not state.initialized:
        return
    check_thread()
    result = raw.vce_finalize()
    if result < 0 and raw.vce_get_wait_fd() >= 0:  # it may complain and yet have done it
        raise error("vce_finalize", result)
    state.initialized = state.stopped = False
    state.thread = 0
    if state.on_end is not None:
        state.on_end()
    contexts, connections = list(state.contexts.values()), list(state.connections.values())
    state.contexts.clear()
    state.connections.clear()
    state.connecting.clear()
    state.posted.clear()
    state.timers.clear()
    for context in contexts:
        context._forget()
    for connection in connections:
        connection._gone = True
        connection._tell_waiters()


def heartbeat() -> None:
    """Does one round of network work without waiting; all callbacks run in here.

    Inside a callback it does nothing. KeyboardInterrupt and SystemExit that came up in a callback
    are raised again here.
    """
    check_thread()
    if not state.beating:
        _beat(_heartbeat)


def _beat(call: Callable[..., Any], *arguments: int) -> Any:
    state.beating = True
    state.unraisable, sys.unraisablehook = sys.unraisablehook, _catch_interrupt
    try:
        result = call(*arguments)
        if state.connecting:
            _announce_connected()
    finally:
        state.beating = False
        if sys.unraisablehook is _catch_interrupt:
            sys.unraisablehook = state.unraisable
    if state.interrupt is not None:
        interrupt, state.interrupt = state.interrupt, None
        raise interrupt
    return result


def _catch_interrupt(unraisable: Any) -> None:
    """Keeps a KeyboardInterrupt that came up right at the start of a callback, outside of its try.

    That is where a signal is noticed that arrived while the library was working.
    """
    problem = unraisable.exc_value
    if isinstance(problem, BaseException) and not isinstance(problem, Exception):
        state.interrupt = state.interrupt or problem
    else:
        state.unraisable(unraisable)


def _announce_connected() -> None:
    """The library tells by the room in the write buffer that a connect has succeeded."""
    waiting: List[Connection] = []
    done: List[Connection] = []
    for connection in state.connecting:
        if connection.alive and not connection.connected:
            (done if connection.writable and not connection.closed else waiting).append(connection)
    state.connecting = waiting
    for connection in done:
        if connection.alive and not connection.closed:
            connection.context._established(connection)


def fileno() -> int:
    """The descriptor that is readable when a heartbeat is due; it belongs to the library."""
    return check("vce_get_wait_fd", raw.vce_get_wait_fd())


def wait_time() -> float:
    """Seconds after which a heartbeat is due even if `fileno()` is not readable, 0 to 60."""
    return check("vce_get_wait_time", raw.vce_get_wait_time()) / 1000


def run(until: Optional[Callable[[], object]] = None, timeout: Optional[float] = None) -> bool:
    """Calls heartbeats, and sleeps while there is nothing to do. Signals end the sleep at once.

    :param until: asked before the first and after every heartbeat; while nothing happens also after
        0.05 seconds and then ever more rarely, up to once a second; None: go on for ever
    :param timeout: seconds after which to give up; None: never
    :returns: whether `until` was true: False after `timeout` or `stop()`
    :raises RuntimeError: called inside a callback, where no heartbeat can do anything; or by
        another thread than that of the library
    :raises TypeError: `until` is an async function or a generator
    """
    _check_outside("run")
    if until is not None:
        checks.handler("until", until)
    timeout = checks.seconds("timeout", timeout)
    if until is not None and _holds(until):
        return True
    end = None if timeout is None else time.monotonic() + timeout
    pause = _FIRST_PAUSE
    with Sleep() as sleep:
        while True:
            heartbeat()
            if until is not None and _holds(until):
                return True
            if state.stopped:
                state.stopped = False
                return False
            seconds = wait_time()
            if until is not None:
                seconds = min(seconds, pause)
            if end is not None:
                rest = end - time.monotonic()
                if rest <= 0:
                    return False
                seconds = min(seconds, rest)
            woken = sleep.wait(seconds)
            pause = _FIRST_PAUSE if woken else min(2 * pause, _LONGEST_PAUSE)


def _check_outside(name: str) -> None:
    check_thread()
    if state.beating:
        raise RuntimeError("vce.%s() inside a callback, where heartbeats do nothing" % name)


def _holds(until: Callable[[], object]) -> bool:
    answer = until()
    checks.answer("until", answer)
    return bool(answer)


def stop() -> None:
    """Ends the `run()` that is going on, or else the next one, after its next heartbeat.

    It may be called anywhere: in callbacks, signal handlers and other threads. Of runs inside each
    other it ends the innermost. Connections and contexts stay as they are.
    """
    state.stopped = True
    waker.wake()


def drain(timeout: float = 5.0) -> bool:
    """Calls heartbeats until every connection that was closed is gone; the others go on.

    To end all connections before the program ends, there is `shutdown()`.

    :param timeout: seconds after which to give up; what is unsent then stays queued
    :returns: True when they are gone, False after `timeout` or `stop()`
    :raises RuntimeError: called inside a callback
    """
    return run(lambda: not any(c.closed for c in state.connections.values()), timeout)


def shutdown(timeout: float = 5.0) -> int:
    """Ends all connections in good order, for a program that is about to end.

    Closes every server and client, so that nobody connects any more, and calls heartbeats until all
    that was sent has arrived, `on_close` was called for all, and the peers have the end of the
    stream; or until the time is over. What is left then is cut off: its `on_close` gets the reason
    TIMEOUT. `stop()` ends the waiting early; one that came before does not.

    :param timeout: the longest time that it takes, in seconds, 0 or more
    :returns: how many connections were cut off; 0: every peer has everything
    :raises RuntimeError: called inside a callback
    """
    if not state.initialized:
        return 0
    _check_outside("shutdown")
    timeout = checks.patience("timeout", timeout)
    state.stopped = False
    run(close_all, timeout)
    return cut_off()


def close_all() -> bool:
    """Closes all contexts, also those that a callback has made meanwhile; whether all is over."""
    for context in list(state.contexts.values()):
        context.close()
    return not state.connections and _lingering() == 0


def cut_off() -> int:
    """Ends what is left at once; how many connections that were."""
    if not state.initialized:
        return 0
    return check("vce_drain", _beat(_drain, 0))


def _lingering() -> int:
    """Sockets of connections that are gone, whose peers have not ended the stream yet."""
    found = re.search(r"^vce_lingering_sockets (\d+)$", metrics(), re.M)
    return int(found.group(1)) if found else 0


def stats() -> Dict[str, int]:
    """Counters of the process: the fields of `vce.raw.vce_stat_t`."""
    counters = raw.vce_stat_t()
    raw.vce_get_stat(ctypes.byref(counters))
    return as_dict(counters)


def counters() -> Dict[str, int]:
    """Counters for operating a server: the fields of `vce.raw.vce_counters_t`."""
    values = raw.vce_counters_t()
    check("vce_get_counters", raw.vce_get_counters(ctypes.byref(values), ctypes.sizeof(values)))
    return as_dict(values)


def metrics() -> str:
    """All counters as text that a Prometheus server reads."""
    text = ctypes.create_string_buffer(_METRICS_SIZE)
    check("vce_get_counters_string", raw.vce_get_counters_string(text, _METRICS_SIZE))
    return text.value.decode("ascii")
