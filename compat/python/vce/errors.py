"""Exceptions for the error codes of the library."""
from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple, Type

from . import raw

if TYPE_CHECKING:
    from .connection import Connection

_DETAIL_SIZE = 512  # holds every text

_NAMES: Dict[int, str] = {value: name for name, value in vars(raw).items()
                          if name.startswith("VCE_E") and isinstance(value, int)}


class VceError(Exception):
    """A call of the library failed.

    Attributes:
        code: the error code, a negative number; `vce.raw` has the names
        function: the C function that failed
        detail: what the system said, such as "connect to example.org, 192.0.2.1 port 80: Connection
            refused"; None where there is no more than the text of the code
        connection: the one that could not send; None for all other calls
    """

    connection: Optional[Connection] = None

    def __init__(self, function: str, code: int, detail: Optional[str] = None) -> None:
        text = detail or (raw.vce_strerror(code) or b"").decode("ascii")
        super().__init__("%s: %s (%d): %s" % (function, self.name_of(code), code, text))
        self.function = function
        self.code = code
        self.detail = detail

    def __reduce__(self) -> Tuple[Any, ...]:
        return type(self), (self.function, self.code, self.detail)

    @property
    def name(self) -> str:
        """The name of the code, such as ``VCE_EFULL``."""
        return self.name_of(self.code)

    @staticmethod
    def name_of(code: int) -> str:
        return _NAMES.get(code, "error")


class FullError(VceError):
    """No room: in the write buffer (try again later), in a table, or in a given buffer."""


class ClosedError(VceError):
    """The connection or context is closed or gone."""


class NotReadyError(VceError):
    """The connection is still being made."""


class ConnectError(VceError):
    """The server cannot be reached, or its name is not known."""


class BindError(VceError):
    """A server cannot listen: its address is in use, not of this machine, or not an address."""


class TooLongError(VceError):
    """The record is longer than its framing allows."""


_CLASSES: Dict[int, Type[VceError]] = {
    raw.VCE_EFULL: FullError, raw.VCE_EWBFULL: FullError,
    raw.VCE_ECLOSED: ClosedError, raw.VCE_ECONNSERIAL: ClosedError,
    raw.VCE_ENOTREADY: NotReadyError,
    raw.VCE_ECONNECT: ConnectError,
    raw.VCE_ESOCKET: BindError, raw.VCE_EBIND: BindError, raw.VCE_EIPADDR: BindError,
    raw.VCE_ELISTEN: BindError,
    raw.VCE_ELONGINPUT: TooLongError,
}


def error(function: str, code: int, detail: Optional[str] = None) -> VceError:
    """The exception for an error code, of the most fitting class."""
    return _CLASSES.get(code, VceError)(function, code, detail)


def last_error(function: str) -> VceError:
    """The exception for the last error of this thread, with what the system said."""
    code = raw.vce_get_last_error()
    buffer = ctypes.create_string_buffer(_DETAIL_SIZE)
    raw.vce_get_last_error_detail(buffer, _DETAIL_SIZE)
    return error(function, code, text(buffer.value))


def end_detail(handle: raw.conn_t) -> Optional[str]:
    """Why a connection ends, in words; for its closewatcher."""
    buffer = ctypes.create_string_buffer(_DETAIL_SIZE)
    raw.vce_conn_get_end_detail(handle, buffer, _DETAIL_SIZE)
    return text(buffer.value)


def text(detail: bytes) -> Optional[str]:
    return detail.decode("utf-8", "backslashreplace") or None


def check(function: str, result: int) -> int:
    """A result of 0 or more as it is; raises the exception for a negative one."""
    if result < 0:
        raise error(function, result)
    return result
