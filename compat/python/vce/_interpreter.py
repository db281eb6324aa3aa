"""Refuses sub-interpreters, before anything of ctypes is imported in one, which may crash."""
from __future__ import annotations

import importlib


def is_main() -> bool:
    """Whether this is the main interpreter of the process."""
    for name in ("_interpreters", "_xxsubinterpreters"):  # since Python 3.13, and before
        try:
            interpreters = importlib.import_module(name)
        except ImportError:
            continue
        return bool(interpreters.get_current() == interpreters.get_main())
    import ctypes
    here, main = ctypes.pythonapi.PyInterpreterState_Get, ctypes.pythonapi.PyInterpreterState_Main
    here.restype = main.restype = ctypes.c_void_p
    return bool(here() == main())


if not is_main():
    raise ImportError("vce works in the main interpreter only: libvce has one state for the whole "
                      "process, and calls of it in a sub-interpreter would never return")
