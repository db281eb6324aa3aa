"""Finds and loads libvce."""
from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any, List, Sequence, Tuple

from .checks import number

NUMBERS = (ctypes.c_short, ctypes.c_ushort, ctypes.c_int, ctypes.c_uint, ctypes.c_long,
           ctypes.c_ulong, ctypes.c_longlong, ctypes.c_ulonglong, ctypes.c_size_t)
SONAME = "libvce.so.2"
HERE = Path(__file__).resolve().parent


class LibraryNotFound(ImportError):
    """libvce cannot be loaded. The message names every place that was tried, and why it failed."""


def candidates() -> List[Tuple[str, str]]:
    """(what it is, what the loader gets), in the order of trying."""
    named = os.environ.get("VCE_LIBRARY")
    if named:
        return [("environment variable VCE_LIBRARY", named)]
    beside = [("beside the package", str(HERE / name)) for name in (SONAME, "libvce.so")
              if (HERE / name).exists()]
    found = beside or [("beside the package", str(HERE / SONAME))]
    found.append(("the system's loader", SONAME))
    # compat/python/vce of a source tree
    if HERE.parent.name == "python" and HERE.parent.parent.name == "compat":
        found.append(("source tree", str(HERE.parents[2] / "build" / "libvce.so")))
    return found


def whole(name: str, value: Any, kind: Any) -> Any:
    """A number that a type of C takes as it is: ctypes would cut any other one without a word.

    :param name: of the argument or field, for errors
    :param kind: the type of ctypes
    :raises TypeError: it is not a whole number
    :raises ValueError: it is outside the range of the type
    """
    if isinstance(value, kind):
        return value
    bits = 8 * ctypes.sizeof(kind)
    low = -2**(bits - 1) if kind(-1).value < 0 else 0
    return number(name, value, low, low + 2**bits - 1)


class CheckedStructure(ctypes.Structure):
    """A structure whose fields refuse numbers that C would cut."""

    def __setattr__(self, name: str, value: Any) -> None:
        for field in self._fields_:
            if field[0] == name and field[1] in NUMBERS:
                value = whole(name, value, field[1])
        super().__setattr__(name, value)


class Library:
    """libvce, loaded twice by the same name: the loader gives the same library both times.

    `locked` keeps the interpreter lock during a call. So a call is never interrupted by another
    thread of the program, and a heartbeat that does not wait is not slowed down by its callbacks
    taking the lock back. `waiting` gives it up, for calls that may block.
    """

    def __init__(self) -> None:
        self.path = ""
        tried = []
        for what, name in candidates():
            try:
                self.waiting = ctypes.CDLL(name)
                self.locked = ctypes.PyDLL(name)
            except OSError as error:
                tried.append("%s: %s" % (what, error))
                continue
            self.path = name
            return
        raise LibraryNotFound("libvce cannot be loaded. Install it, or set VCE_LIBRARY to the path "
                              "of libvce.so. Tried:\n  " + "\n  ".join(tried))

    def bind(self, name: str, result: Any, parameters: Sequence[Any], waits: bool = False) -> Any:
        """The function of that name with its types.

        :raises LibraryNotFound: the library is older than this package and lacks the function
        """
        try:
            function = getattr(self.waiting if waits else self.locked, name)
        except AttributeError:
            raise LibraryNotFound("%s has no function %s: it is older than this package"
                                  % (self.path, name)) from None
        function.restype = result
        function.argtypes = list(parameters)
        return function
