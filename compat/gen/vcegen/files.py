"""The files that a definition is read from."""
from __future__ import annotations

import os
from typing import Hashable, Tuple


class Files:
    """The files of the system; their paths are as the definition and its user write them.

    Something else with these methods can take its place, such as files in memory.
    """

    def read(self, path: str, most: int) -> Tuple[Hashable, bytes]:
        """What tells a file from all others, and its first `most` bytes; OSError or ValueError if
        it cannot be read."""
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            return (status.st_dev, status.st_ino), file.read(most)

    def exists(self, path: str) -> bool:
        """Whether there is something of this name."""
        return os.path.exists(path)

    def is_regular(self, path: str) -> bool:
        """Whether it is a file that has an end."""
        return os.path.isfile(path)
