"""The outputs. Each is a module of this package with one function:

    def emit(protocol: Protocol, options: Options) -> Dict[str, str]

It returns the text of each file by its name (no folders, LF line ends, encoded as UTF-8 by the
caller). The result depends on nothing but the arguments: no clock, no locale, no paths, no order of
sets. It writes nothing and asks nothing of the system. Each file says in its head which definition
it was made from, with `made_from`.

`OUTPUTS` names the modules; they are loaded when they are asked for.
"""
from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Callable, Dict

from ..model import Protocol

#: Output name, as given to --outputs, and the module that makes it.
OUTPUTS = {
    "c": "c_source",
    "cpp": "cpp_source",
    "python": "python",
    "wireshark": "wireshark",
    "reference": "reference",
    "json": "json_dump",
}
#: What is made if nothing else is asked for.
DEFAULT_OUTPUTS = ("c", "cpp")


@dataclass(frozen=True)
class Options:
    """What the command line decides about the outputs.

    Attributes:
        server, client: make the files of this side (`--nosv`, `--nocli`). Outputs that serve both
            sides with one file ignore them.
        counter_type: C type of the message counters and their getters.
        include_path: how the C headers include vce.h, as between the quotes.
        version_macros: also define PU_VERSION and PU_SUBVERSION in both C headers, so that a
            program can compare with a peer's numbers where no function can be called.
    """

    server: bool = True
    client: bool = True
    counter_type: str = "double"
    include_path: str = "vce.h"
    version_macros: bool = False


Emitter = Callable[[Protocol, Options], Dict[str, str]]


def emitter(output: str) -> Emitter:
    """The function that makes an output.

    Args:
        output: a key of `OUTPUTS` (KeyError for others).
    """
    return importlib.import_module("." + OUTPUTS[output], __name__).emit


def made_from(protocol: Protocol) -> str:
    """The sentence for the head of each generated file, without comment marks and line end.

    It cannot end a comment of C, whatever the definition's file is called.
    """
    name = protocol.definition.replace("*/", "* /")
    return f"Made by vcegen from {name}; changes here are lost."
