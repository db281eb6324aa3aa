"""The command line. Options may stand anywhere around the file name."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Tuple

from . import naming
from .builder import Settings
from .definition import DEFAULT_MARKER
from .emit import DEFAULT_OUTPUTS, OUTPUTS
from .emit import Options as EmitOptions
from .lexer import RESERVED_WORDS, number_value
from .model import ServerConnection

USAGE = """\
usage: vcegen [options] FILE

Makes the stubs of a protocol from its definition FILE, see vcegen(1).

Values of the definition, and options that override them:
  --protocolname NAME      name of the protocol
  --version N              major version
  --serverconnection S     connection type of server stubs: conn, circ or vpr_circ
  --workbufsize N          means nothing any more
  --identifier STR         what directive lines begin with, "=" if not given

Output files:
  --outputs LIST           c,cpp if not given; of c, cpp, python, wireshark, reference, json, none
  --noc --nocpp            without C, without C++
  --nosv --nocli           without server stubs, without client stubs
  --output-dir DIR         write into this folder, which is made if it is not there
  --stdout                 write to standard output instead
  --check                  write nothing; fail if the files are not up to date
  --depfile FILE           also write a rule for make: FILE depends on all files read

How the C and C++ stubs look:
  --vce_include_path P     what they include, "vce.h" if not given
  --func_counter_type T    type of the message counters, double if not given
  --version-macros         also define the versions as macros

  -h, --help               print this and end
  -V, --program-version    print the version of vcegen and end

Accepted for old build files: --use_const --noruby --norb --output_test_sv --output_test_cli
--output_test_recv_cli
"""

_COUNTER_TYPE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*( [A-Za-z_][A-Za-z0-9_]*)*")
_INCLUDE_PATH = re.compile(r'[^"\\\x00-\x1f\x7f]+')


class UsageError(Exception):
    """The command line makes no sense."""


@dataclass
class CommandLine:
    """What was asked for."""

    file: str = ""
    protocol_name: Optional[str] = None
    version: Optional[int] = None
    server_connection: Optional[ServerConnection] = None
    marker: str = DEFAULT_MARKER
    outputs: Tuple[str, ...] = DEFAULT_OUTPUTS
    without: List[str] = field(default_factory=list)
    output_dir: str = ""
    to_stdout: bool = False
    check_only: bool = False
    depfile: Optional[str] = None
    include_path: str = EmitOptions.include_path
    counter_type: str = EmitOptions.counter_type
    version_macros: bool = False
    help: bool = False
    program_version: bool = False
    #: Options that are accepted, but make nothing, although they ask for files.
    omitted: List[str] = field(default_factory=list)

    def settings(self) -> Settings:
        """What beats the definition."""
        return Settings(self.protocol_name, self.version, self.server_connection,
                        naming.VERSION_CONSTANTS if self.version_macros else ())

    def chosen_outputs(self) -> Tuple[str, ...]:
        """Outputs to make, each once."""
        return tuple(o for o in dict.fromkeys(self.outputs) if o not in self.without)

    def emit_options(self) -> EmitOptions:
        """What the outputs need to know."""
        return EmitOptions(server="sv" not in self.without, client="cli" not in self.without,
                           counter_type=self.counter_type, include_path=self.include_path,
                           version_macros=self.version_macros)


def _protocol_name(line: CommandLine, value: str) -> None:
    if not naming.is_identifier(value) or value in RESERVED_WORDS:
        raise UsageError(f"--protocolname: expected a C identifier, found '{value}'")
    line.protocol_name = value


def _version(line: CommandLine, value: str) -> None:
    number = number_value(value[1:] if value.startswith("-") else value)
    if number is None:
        raise UsageError(f"--version: expected a number, found '{value}' (the version of vcegen is "
                         "printed by -V)")
    line.version = -number if value.startswith("-") else number
    if not -2**31 <= line.version <= 0xFFFFFFFF:
        raise UsageError("--version: expected a number of 32 bits")


def _server_connection(line: CommandLine, value: str) -> None:
    try:
        line.server_connection = ServerConnection(value)
    except ValueError:
        raise UsageError("--serverconnection: expected conn, circ or vpr_circ, found "
                         f"'{value}'") from None


def _work_buffer_size(line: CommandLine, value: str) -> None:
    del line
    if number_value(value) is None:
        raise UsageError(f"--workbufsize: expected a number, found '{value}'")


def _marker(line: CommandLine, value: str) -> None:
    if "\n" in value:
        raise UsageError("--identifier: expected a text without a line end")
    line.marker = value


def _outputs(line: CommandLine, value: str) -> None:
    names = () if value == "none" else tuple(value.split(","))
    for name in names:
        if name not in OUTPUTS:
            raise UsageError(f"--outputs: expected {', '.join(OUTPUTS)} with commas between them, "
                             f"or none, found '{name}'")
    line.outputs = names


def _output_dir(line: CommandLine, value: str) -> None:
    if not value:
        raise UsageError("--output-dir: expected the name of a folder")
    line.output_dir = value


def _depfile(line: CommandLine, value: str) -> None:
    if not value:
        raise UsageError("--depfile: expected the name of a file")
    line.depfile = value


def _include_path(line: CommandLine, value: str) -> None:
    if not _INCLUDE_PATH.fullmatch(value):
        raise UsageError(f"--vce_include_path: expected a path, found '{value}'")
    line.include_path = value


def _counter_type(line: CommandLine, value: str) -> None:
    if not _COUNTER_TYPE.fullmatch(value):
        raise UsageError(f"--func_counter_type: expected a C type, found '{value}'")
    line.counter_type = value


_WITH_VALUE = {
    "--protocolname": _protocol_name,
    "--version": _version,
    "--serverconnection": _server_connection,
    "--workbufsize": _work_buffer_size,
    "--identifier": _marker,
    "--outputs": _outputs,
    "--output-dir": _output_dir,
    "--depfile": _depfile,
    "--vce_include_path": _include_path,
    "--func_counter_type": _counter_type,
}

_WITHOUT: Dict[str, str] = {
    "--noc": "c",
    "--nocpp": "cpp",
    "--nosv": "sv",
    "--nocli": "cli",
    "--noruby": "ruby",
    "--norb": "ruby",
}

_FLAGS: Dict[str, str] = {
    "--stdout": "to_stdout",
    "--check": "check_only",
    "--version-macros": "version_macros",
    "-h": "help",
    "--help": "help",
    "-V": "program_version",
    "--program-version": "program_version",
}

_OMITTED = ("--output_test_sv", "--output_test_cli", "--output_test_recv_cli")


def parse(arguments: List[str]) -> CommandLine:
    """Read the arguments of the program, without its name.

    Raises UsageError, also if there is no file. Of several files the last one counts.
    """
    line = CommandLine()
    rest = iter(arguments)
    for argument in rest:
        if argument in _WITH_VALUE:
            value = next(rest, None)
            if value is None:
                raise UsageError(f"{argument}: expected a value")
            _WITH_VALUE[argument](line, value)
        elif argument in _WITHOUT:
            line.without.append(_WITHOUT[argument])
        elif argument in _FLAGS:
            setattr(line, _FLAGS[argument], True)
        elif argument in _OMITTED:
            line.omitted.append(argument)
        elif argument.startswith("-") and argument != "--use_const":
            raise UsageError(f"unknown option {argument}")
        elif argument != "--use_const":
            line.file = argument
    if line.help or line.program_version:
        return line
    if not line.file:
        raise UsageError("expected a definition file")
    if line.to_stdout and line.check_only:
        raise UsageError("--stdout and --check exclude each other")
    return line
