"""C++ stubs: the C stubs in files called `P_sv.cpp` and `P_cli.cpp`, with the same headers.

Only these can be compiled if a definition has method style names, since the received messages are
then methods of an object of the application.
"""
from __future__ import annotations

from typing import Dict

from ..model import Protocol
from . import Options
from .c_source import emit_with_suffix


def emit(protocol: Protocol, options: Options) -> Dict[str, str]:
    """The C++ files of both sides, or of the one that the options leave."""
    return emit_with_suffix(protocol, options, "cpp")
