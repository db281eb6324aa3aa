"""Finds and loads libvce."""
from __future__ import annotations

import ctypes
import os
from pathlib import Path
from typing import Any, List, Sequence, Tuple

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
