"""The messages of the library as records of Python's logging."""
# A ctypes callback type is a decorator that mypy knows nothing about.
# mypy: allow-untyped-decorators
from __future__ import annotations

import logging
from typing import Optional

from . import checks, raw

_LEVELS = {b"Fatal": logging.ERROR, b"Bug": logging.CRITICAL, b"Warning": logging.WARNING}

_logger: Optional[logging.Logger] = None


@raw.log_callback
def _write(verbosity: int, text: bytes) -> None:
    if _logger is not None:
        level = _LEVELS.get(text.partition(b":")[0], logging.INFO)
        _logger.log(level, "%s", text.decode("utf-8", "backslashreplace").rstrip("\n"))


def log_to(logger: Optional[logging.Logger], verbosity: int = 0) -> None:
    """Sends the messages of the library to a logger; None: to standard error again, as at first.

    Fatal messages have the level ERROR, bugs CRITICAL, warnings WARNING, all others INFO. Handlers
    of the logger must not use the library.

    :param verbosity: below 0: nothing, 0: normal messages, above 0: verbose ones too
    :raises ValueError: the verbosity is outside -2147483648 to 2147483647
    """
    verbosity = checks.integer("verbosity", verbosity)
    global _logger
    _logger = logger
    raw.vce_errout_set_another(_write if logger is not None else None)
    raw.vce_set_verbose_mode(verbosity)
