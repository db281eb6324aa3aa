"""Stubs of all definitions of the tests, and running compilers."""
import pathlib
import subprocess
import sys
from typing import Dict

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent.parent
sys.path.insert(0, str(TOP / "compat" / "gen"))

from vcegen import definition  # noqa: E402  (the path comes first)
from vcegen.emit import emitter  # noqa: E402
from vcegen.model import Protocol  # noqa: E402

import programs  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wconversion", "-Wshadow", "-Wno-long-long"]


class Failed(Exception):
    """A command that should have succeeded did not; the text says which and what it printed."""


def call(*command: object, timeout: float = 250, cwd: object = None) -> str:
    """Run a command; returns its output."""
    words = [str(c) for c in command]
    result = subprocess.run(words, stdin=subprocess.DEVNULL, timeout=timeout, cwd=cwd,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = result.stdout.decode(errors="replace")
    if result.returncode != 0:
        raise Failed(f"{' '.join(words)}\nstatus {result.returncode}\n{text}")
    return text


def generate(folder: pathlib.Path) -> Dict[str, Protocol]:
    """Write the C and C++ stubs of all definitions; returns the protocols by name."""
    folder.mkdir(parents=True, exist_ok=True)
    protocols = {}
    for path, options in programs.DEFINITIONS.items():
        result = definition.read(str(TOP / path))
        if result.protocol is None:
            raise Failed(f"{path} is not accepted")
        protocols[result.protocol.name] = result.protocol
        for output in ("c", "cpp"):
            for name, text in emitter(output)(result.protocol, options).items():
                (folder / name).write_text(text, encoding="utf-8")
    return protocols
