"""libvce: TCP connections that carry records, driven by one heartbeat.

    import vce

    with vce.Server("127.0.0.1", 5555, safety_read=50,
                    on_record=lambda connection, line: connection.send(line)):
        vce.run()

`vce.raw` has every function of the C library, `vce.aio` runs the library inside asyncio.
"""
from . import _interpreter  # noqa: F401, first of all
from . import aio, raw
from ._load import LibraryNotFound
from .connection import CloseReason, Connection, Data, Framing
from .context import Client, Context, Server
from .errors import (BindError, ClosedError, ConnectError, FullError, NotReadyError, TooLongError,
                     VceError)
from .handover import Timer, after, every, post, wake
from .logs import log_to
from .runtime import (counters, drain, fileno, finalize, heartbeat, initialize, metrics, run,
                      shutdown, stats, stop, wait_time)

__version__ = raw.LIBVCE_VERSION

__all__ = ["BindError", "Client", "CloseReason", "ClosedError", "ConnectError", "Connection",
           "Context", "Data", "Framing", "FullError", "LibraryNotFound", "NotReadyError", "Server",
           "Timer", "TooLongError", "VceError", "after", "aio", "counters", "drain", "every",
           "fileno", "finalize", "heartbeat", "initialize", "log_to", "metrics", "post", "raw", "run",
           "shutdown", "stats", "stop", "wait_time", "wake"]
