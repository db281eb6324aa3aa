"""C stubs: for each side a header and a source, as `P_sv.h` and `P_sv.c`.

The source is valid C from gnu89 on and valid C++. Records up to 16 KiB, and arguments of that size,
lie on the stack; larger ones come from malloc(3) and not from VCEMALLOC(), which would change the
last error that the application is to see. Without memory a send function returns VCE_EMEM, and the
error callback gets VCE_EMEM for a record.
"""
from __future__ import annotations

from typing import Dict

from .. import naming
from ..model import Protocol
from . import Options
from .c_header import header
from .c_side import Side
from .c_stub import source


def emit(protocol: Protocol, options: Options) -> Dict[str, str]:
    """The C files of both sides, or of the one that the options leave."""
    return emit_with_suffix(protocol, options, "c")


def emit_with_suffix(protocol: Protocol, options: Options, suffix: str) -> Dict[str, str]:
    """Headers and sources; the same text serves both languages."""
    files = {}
    for name, is_wanted in ((naming.SERVER, options.server), (naming.CLIENT, options.client)):
        if is_wanted:
            side = Side(protocol, name, options)
            files[naming.file_name(protocol, name, "h")] = header(side)
            files[naming.file_name(protocol, name, suffix)] = source(side)
    return files
