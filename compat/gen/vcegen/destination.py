"""Where generated files go: all of them or none, and none that has the right content already."""
from __future__ import annotations

import contextlib
import errno
import os
from typing import Dict, List, Optional, Sequence, Tuple


def is_current(path: str, content: bytes) -> bool:
    """Whether a file is there and has exactly this content."""
    try:
        with open(path, "rb") as file:
            return file.read(len(content) + 1) == content
    except OSError:
        return False


def write_all(files: Dict[str, bytes], stamp: Optional[str] = None) -> None:
    """Write files by their paths. OSError leaves all of them as they were, unless renaming fails.

    Each is written beside its place first; when all are there they are renamed in their order.

    Args:
        stamp: the path that is written even if it has the right content, so that its time changes.
    """
    made: List[Tuple[str, str]] = []
    try:
        for path, content in files.items():
            if path == stamp or not is_current(path, content):
                made.append((_beside(path), path))
                _write(*made[-1], content)
        while made:
            os.replace(*made[0])
            del made[0]
    finally:
        for beside, _ in made:
            with contextlib.suppress(OSError):
                os.unlink(beside)


def _beside(path: str) -> str:
    """A name for a file that is not yet complete."""
    return os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}.tmp")


def _write(beside: str, path: str, content: bytes) -> None:
    """Write `beside`, to be renamed to `path`. Raises OSError with the name of the latter."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        if os.path.isdir(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with open(beside, "wb") as file:
            file.write(content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error


def make_rule(target: str, files: Sequence[str]) -> str:
    """A rule for make: a target depends on files. Files that vanish are no error later on.

    Args:
        target: path of what is made.
        files: paths of what was read; the first one is the definition.
    """
    rule = _escaped(target) + ":"
    rule += "".join(f" \\\n  {_escaped(f)}" for f in files) + "\n"
    return rule + "".join(f"{_escaped(f)}:\n" for f in files[1:])


def _escaped(path: str) -> str:
    for special, written in (("$", "$$"), ("#", "\\#"), (" ", "\\ "), (":", "\\:")):
        path = path.replace(special, written)
    return path
