"""The command vcegen."""
from __future__ import annotations

import os
import sys
from typing import Dict, List

from . import __version__, definition, destination, options
from .definition import Definition
from .emit import emitter
from .source import Unreadable

OK, FAILED, WRONG_USAGE = 0, 1, 2


def main(arguments: List[str]) -> int:
    """Run the command.

    Args:
        arguments: those of the program, without its name.

    Returns:
        exit status: 0 if all is well, 1 after errors in the definition, files that could not be
        read or written, and files that `--check` found out of date, 2 if the arguments make no
        sense.
    """
    for stream in (sys.stdout, sys.stderr):
        # Lines of a definition are shown whatever the locale can write.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(arguments)
        if sys.stdout:
            sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The interpreter flushes again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _run(arguments: List[str]) -> int:
    try:
        line = options.parse(arguments)
    except options.UsageError as error:
        print(f"vcegen: {error}", file=sys.stderr)
        print(options.USAGE, end="")
        return WRONG_USAGE
    if line.help:
        print(options.USAGE, end="")
        return OK
    if line.program_version:
        print(f"vcegen {__version__}")
        return OK
    try:
        found = definition.read(line.file, line.settings(), line.marker)
    except Unreadable as error:
        return _fail(str(error))
    # With --stdout the output of the program is the files.
    print(found.diagnostics.warnings(), end="", file=sys.stderr if line.to_stdout else sys.stdout)
    print(found.diagnostics.errors(), end="", file=sys.stderr)
    protocol = found.protocol
    if protocol is None:
        return FAILED
    for option in line.omitted:
        print(f"vcegen: warning: {option}: there are no sample programs",
              file=sys.stderr if line.to_stdout else sys.stdout)
    files: Dict[str, str] = {}
    for output in line.chosen_outputs():
        files.update(emitter(output)(protocol, line.emit_options()))
    return _deliver(line, found, files)


def _deliver(line: options.CommandLine, found: Definition, files: Dict[str, str]) -> int:
    """Write, print or compare the files. Returns the exit status."""
    paths = {os.path.join(line.output_dir, name): text.encode() for name, text in files.items()}
    if line.to_stdout:
        for name, text in files.items():
            sys.stdout.flush()
            head = f"==> {name} <==\n" if len(files) > 1 else ""
            sys.stdout.buffer.write((head + text).encode())
        paths = {}
    elif line.check_only:
        stale = [path for path, content in paths.items()
                 if not destination.is_current(path, content)]
        for path in stale:
            print(f"vcegen: {path} is not up to date with {line.file}", file=sys.stderr)
        return FAILED if stale else OK
    if line.depfile:
        paths[line.depfile] = os.fsencode(destination.make_rule(line.depfile, found.files))
    for path in paths:
        if any(os.path.exists(path) and os.path.samefile(path, read) for read in found.files):
            return _fail(f"{path} would overwrite the definition")
    try:
        destination.write_all(paths, stamp=line.depfile)
    except OSError as error:
        return _fail(f"cannot write {error.filename2 or error.filename}: {error.strerror}")
    return OK


def _fail(text: str) -> int:
    print(f"vcegen: error: {text}", file=sys.stderr)
    return FAILED
