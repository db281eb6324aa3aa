"""The test programs: their sources, the stubs that they are linked with, and how."""
import pathlib
from dataclasses import dataclass, field
from typing import List, Sequence, Union

from vcegen.emit import Options


@dataclass
class Program:
    """One test program.

    Attributes:
        sources: in this folder, or with a whole path.
        stubs: such as `lobby_sv`.
        defines: macros for the stubs.
        uses_network: links tests/support.
        is_cxx: only for stubs in C++.
    """

    name: str
    sources: Sequence[Union[str, pathlib.Path]]
    stubs: Sequence[str]
    defines: Sequence[str] = ()
    uses_network: bool = False
    is_cxx: bool = False
    link_options: List[str] = field(default_factory=list)


#: Definitions, and what is asked of the generator beside them.
DEFINITIONS = {
    "tests/gen/data/small.txt": Options(),
    "tests/gen/data/medium.txt": Options(),
    "tests/gen/data/full.txt": Options(),
    "tests/gen/data/noidmax.txt": Options(),
    "tests/gen/c/natural.txt": Options(),
    "tests/gen/c/large.txt": Options(),
    "tests/gen/c/circ.txt": Options(),
    "tests/gen/c/vpr.txt": Options(),
    "tests/gen/c/methods.txt": Options(),
    "tests/gen/c/options.txt": Options(counter_type="VCEI64", include_path="tests/../vce.h",
                                       version_macros=True),
}

#: Protocols whose records are tried, with the macros for their stubs.
RECORDS = {"tick": (), "lobby": (), "every": ("EVERY_GUARD",), "plain": (), "natural": ()}

DEBUG = ("GEN_DEBUG_PRINT", "GEN_DEBUG_LEN_PRINT")

PROGRAMS: List[Program] = [
    Program("lobby_server", ["lobby_server.c"], ["lobby_sv"]),
    Program("lobby_client", ["lobby_client.c"], ["lobby_cli"]),
    Program("every_server", ["every_server.c"], ["every_sv"]),
    Program("every_client", ["every_client.c"], ["every_cli"]),
    Program("natural", ["natural.c"], ["natural_cli"]),
    Program("large", ["large.c"], ["large_sv", "large_cli"], link_options=["-Wl,--wrap=malloc"]),
    Program("together", ["together.c"],
            ["lobby_sv", "lobby_cli", "tick_sv", "tick_cli", "plain_sv", "plain_cli"]),
    Program("tcp", ["tcp.c"], ["lobby_sv"], uses_network=True),
    Program("debug", ["debug.c"], ["lobby_sv", "natural_cli"], DEBUG),
    Program("circ", ["circ.c"], ["ring_sv", "ring_cli"], DEBUG),
    Program("vpr", ["vpr.c"], ["mux_cli"]),
    Program("options", ["options.c"], ["opt_sv"]),
    Program("application", ["application.cc"], ["plain_sv", "plain_cli"]),
    Program("methods", ["methods.cc"], ["club_sv", "club_cli"], ["CLUB_SHOWN"], is_cxx=True),
]
