"""What a program gives to the heartbeat: functions of other threads, timers, and wake-ups."""
# A ctypes callback type is a decorator that mypy knows nothing about.
# mypy: allow-untyped-decorators
from __future__ import annotations

import itertools
import os
from typing import Any, Callable, Dict, Optional, Tuple

from . import checks, raw
from .errors import check, error
from .runtime import check_thread, log, state

_LONGEST = 100 * 365 * 86400

_Call = Tuple[Callable[..., object], Tuple[Any, ...]]

_keys = itertools.count(1)
_posted: Dict[int, _Call] = state.posted
_timers: Dict[int, Timer] = state.timers


def post(function: Callable[..., object], *arguments: Any) -> None:
    """Has a function called by the next heartbeat. To be called by any thread.

    It is how other threads hand work to the one that uses the library: they may call nothing else
    but this, `wake()` and `stop()`. Functions run in the order of posting, on the thread of the
    library; a `run()` that sleeps wakes up for them. What they post runs in the heartbeat after. An
    exception of one is logged, to the logger `vce`. What still waits at `finalize()`, or in a child
    after `os.fork()`, is dropped.

    :raises FullError: 4096 functions wait already
    :raises VceError: the library is not initialised (VCE_EINVAL)
    :raises TypeError: an async function or a generator, which nobody would run
    """
    checks.handler("function", function)
    key = next(_keys)
    _posted[key] = (function, arguments)
    result = raw.vce_post(_run_posted, key)
    if result < 0:
        _posted.pop(key, None)
        raise error("vce_post", result)


def wake() -> None:
    """Ends the sleep of a `run()`, so that it calls a heartbeat and asks its condition at once.

    To be called by any thread, and in signal handlers. If nothing sleeps, the next sleep is left out.
    """
    raw.vce_wake()


class Timer:
    """A timer, as `after()` and `every()` give it. It runs also if nobody keeps it."""

    def __init__(self, call: _Call, repeats: bool) -> None:
        self._call = call
        self._repeats = repeats
        self._id = 0

    def __repr__(self) -> str:
        return "<vce.Timer %s>" % ("running" if self.running else "ended")

    @property
    def running(self) -> bool:
        """It will call its function (again): neither stopped nor, if it runs once, over."""
        return _timers.get(self._id) is self

    def stop(self) -> None:
        """Calls its function no more. It may be called more than once, also by the function."""
        if self.running:
            check_thread()
            del _timers[self._id]
            raw.vce_timer_stop(self._id)


def after(seconds: float, function: Callable[..., object], *arguments: Any) -> Timer:
    """Has a heartbeat call a function once, when so many seconds have passed.

    An exception of it is logged, to the logger `vce`. `finalize()` ends all timers.

    :param seconds: 0 or more, in steps of a microsecond; 0: the next heartbeat
    :raises ValueError: the number is outside 0 to 3153600000 (100 years)
    :raises TypeError: an async function or a generator, which nobody would run
    :raises RuntimeError: the library is not initialised, or belongs to another thread
    """
    return _start(seconds, False, (function, arguments))


def every(seconds: float, function: Callable[..., object], *arguments: Any) -> Timer:
    """Has heartbeats call a function again and again, first when so many seconds have passed.

    The times are multiples of the interval, without drift; those that the program was too late for
    are left out. An exception is logged and ends nothing.

    :param seconds: 0.000001 or more
    :raises ValueError: the number is outside 0.000001 to 3153600000 (100 years)
    :raises TypeError: an async function or a generator, which nobody would run
    :raises RuntimeError: the library is not initialised, or belongs to another thread
    """
    return _start(seconds, True, (function, arguments))


def _start(seconds: float, repeats: bool, call: _Call) -> Timer:
    checks.handler("function", call[0])
    interval = checks.patience("seconds", seconds)
    least = 0.000001 if repeats else 0.0
    if not least <= interval <= _LONGEST:
        raise ValueError("seconds %g is outside %g to %d" % (interval, least, _LONGEST))
    check_thread()
    timer = Timer(call, repeats)
    timer._id = check("vce_timer_start", raw.vce_timer_start(
        round(interval * 1000000), int(repeats), _run_timer, None))
    _timers[timer._id] = timer
    state.work()
    return timer


os.register_at_fork(after_in_child=_posted.clear)


def _run(what: str, call: _Call) -> None:
    function, arguments = call
    try:
        checks.answer(what, function(*arguments))
    except Exception:
        log.exception("%s failed", what)
    except BaseException as problem:  # KeyboardInterrupt and its like are for the program
        state.interrupt = state.interrupt or problem


@raw.posted_function
def _run_posted(key: Optional[int]) -> None:
    call = _posted.pop(key or 0, None)
    if call is not None:
        _run("a posted function", call)


@raw.timer_callback
def _run_timer(number: int, _: Optional[int]) -> None:
    timer = _timers.get(number)
    if timer is None:
        return
    if not timer._repeats:
        del _timers[number]
    _run("the function of a timer", timer._call)
