"""Checks of what programs pass, where C or Python would take something else instead.

C cuts a number that does not fit its type: 4,294,967,296 seconds would be 0. Python takes an
`async` function for a handler and never runs it.
"""
from __future__ import annotations

import functools
import inspect
import math
import operator
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any, Optional

_NEVER_RUN = frozenset((CoroutineType, GeneratorType, AsyncGeneratorType))
INT_MIN, INT_MAX = -2**31, 2**31 - 1


def number(name: str, value: Any, low: int, high: int) -> int:
    """The value as an int.

    :raises TypeError: it is not a whole number
    :raises ValueError: it is outside `low` to `high`
    """
    try:
        whole = operator.index(value)
    except TypeError:
        raise TypeError("%s must be a whole number, not %s"
                        % (name, type(value).__name__)) from None
    if not low <= whole <= high:
        raise ValueError("%s %d is outside %d to %d" % (name, whole, low, high))
    return whole


def integer(name: str, value: Any) -> int:
    """What fits into an int of C."""
    return number(name, value, INT_MIN, INT_MAX)


def count(name: str, value: Any) -> int:
    """A size or number of things that C takes as an int, or as a size_t that it limits to one."""
    return number(name, value, 0, INT_MAX)


def seconds(name: str, value: Optional[float]) -> Optional[float]:
    """A time-out of the layer itself: any number, also infinity, or None.

    :raises TypeError: it is not a number
    :raises ValueError: it is not a number of this world (NaN)
    """
    if value is None:
        return None
    if not hasattr(type(value), "__float__"):
        raise TypeError("%s must be a number of seconds, not %s" % (name, type(value).__name__))
    value = float(value)
    if value != value:
        raise ValueError("%s must be a number of seconds, not NaN" % name)
    return value


def patience(name: str, value: float) -> float:
    """Seconds of which there may be none, but not fewer.

    :raises ValueError: they are negative
    """
    time = seconds(name, value)
    if time is None:
        raise TypeError("%s must be a number of seconds, not None" % name)
    if time < 0:
        raise ValueError("%s %g is negative" % (name, time))
    return time


def milliseconds(name: str, value: Optional[float]) -> int:
    """A time that C takes as an int of milliseconds, from seconds; 0 for None.

    :raises ValueError: it is outside 0.001 to 2147483.647 seconds
    """
    time = seconds(name, value)
    if time is None:
        return 0
    if not 0 < time <= INT_MAX / 1000:
        raise ValueError("%s %g is outside 0.001 to 2147483.647 seconds" % (name, time))
    return min(math.ceil(time * 1000), INT_MAX)


def _only_makes_an_object(function: Any) -> bool:
    """Whether a call of this runs none of its body: async functions and generators."""
    while True:
        if isinstance(function, (functools.partial, functools.partialmethod)):
            function = function.func
        elif isinstance(function, (staticmethod, classmethod)):
            function = function.__func__
        else:
            break
    if any(kind(function) for kind in (inspect.iscoroutinefunction, inspect.isgeneratorfunction,
                                       inspect.isasyncgenfunction)):
        return True
    if inspect.isroutine(function) or inspect.isclass(function):
        return False
    call = getattr(type(function), "__call__", None)
    return call is not None and inspect.isfunction(call) and _only_makes_an_object(call)


def handler(name: str, function: Any) -> None:
    """What is to be called for an event, or as a condition.

    :raises TypeError: it cannot be called, or is `async` or a generator, which nobody would run
    """
    if isinstance(function, (functools.partialmethod, staticmethod, classmethod)):
        pass  # called through their class
    elif not callable(function):
        raise TypeError("%s must be a function, not %s" % (name, type(function).__name__))
    if _only_makes_an_object(function):
        raise TypeError("%s must be a plain function: nobody would run an async one or a "
                        "generator. In asyncio, start a task in it: loop.create_task(...)" % name)


def answer(name: str, value: Any) -> None:
    """What a handler has returned.

    :raises TypeError: a coroutine or generator, which nobody would run
    """
    if type(value) not in _NEVER_RUN:
        return
    if isinstance(value, CoroutineType):
        value.close()  # else Python warns of it, at some later time
    raise TypeError("%s returned a %s, which nobody would run"
                    % (name, type(value).__name__.replace("_", " ")))
