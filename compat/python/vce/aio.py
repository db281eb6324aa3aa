"""The library inside asyncio.

    async def main():
        async with vce.aio.Heartbeat():
            connection = await vce.aio.connect(client, "127.0.0.1", 5555)

The event loop watches the descriptor of the library and wakes up for its deadlines; nothing is
polled, and an idle program sleeps.
"""
from __future__ import annotations

import asyncio
from typing import Callable, List, Optional

from . import runtime
from .checks import patience, seconds
from .connection import CloseReason, Connection
from .context import Client
from .errors import ConnectError
from .raw import VCE_ECONNECT
from .runtime import state

_after_beats: List[Callable[[], None]] = []  # what is called after each heartbeat


class Heartbeat:
    """Calls the heartbeat from the running event loop, whenever there is work.

    Use it as ``async with Heartbeat():``, or as a task: ``create_task(Heartbeat().run())``. There
    is one at a time. It belongs to the thread of the event loop, which must be the one that
    initialised the library; entering it initialises the library if that was not done.
    """

    def __init__(self) -> None:
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._next: Optional[asyncio.Handle] = None
        self._ended: Optional[asyncio.Future[None]] = None
        self._soon = False
        self._fd = -1

    async def __aenter__(self) -> Heartbeat:
        self.start()
        return self

    async def __aexit__(self, *problem: object) -> None:
        self.stop()

    async def run(self) -> None:
        """Goes on until the task is cancelled, or ended by `stop()` or `vce.finalize()`."""
        async with self:
            self._ended = asyncio.get_running_loop().create_future()
            await self._ended

    def start(self) -> None:
        """Begins with heartbeats.

        :raises RuntimeError: there is a Heartbeat at work, or no running event loop
        """
        runtime.initialize()
        runtime.check_thread()
        if state.on_work is not None:
            raise RuntimeError("another Heartbeat is at work")
        self._loop = asyncio.get_running_loop()
        self._fd = runtime.fileno()
        self._loop.add_reader(self._fd, self._beat)
        state.on_work, state.on_end = self._work, self.stop
        self._work()

    def stop(self) -> None:
        """Ends the heartbeats, in callbacks too; contexts and connections stay.

        `vce.finalize()` does it too. To be called by the thread of the event loop.
        """
        if self._loop is None:
            return
        if self._next is not None:
            self._next.cancel()
        self._loop.remove_reader(self._fd)
        self._loop = self._next = state.on_work = state.on_end = None
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(None)

    def _work(self) -> None:
        """Something was written, closed or made outside of a heartbeat."""
        if self._loop is not None and not self._soon:
            self._plan(0.0)

    def _beat(self) -> None:
        try:
            runtime.heartbeat()
            for look in list(_after_beats):
                look()
        finally:
            if self._loop is not None:
                self._plan(runtime.wait_time())

    def _plan(self, delay: float) -> None:
        assert self._loop is not None
        if self._next is not None:
            self._next.cancel()
        self._soon = delay <= 0
        self._next = self._loop.call_soon(self._beat) if self._soon else \
            self._loop.call_later(delay, self._beat)


async def connect(client: Client, host: str, port: int = 0,
                  timeout: Optional[float] = None) -> Connection:
    """Connects without blocking the event loop, and waits until the connection is open.

    :param client: a Client with ``blocking=False``
    :param timeout: seconds after which to give up; None: after the `connect_timeout` of the client
    :raises ConnectError: the name is not known or the server not reached; the text says why
    :raises asyncio.TimeoutError: nobody answered in time
    :raises ValueError: the client was made for blocking connects, or the port or the time-out is
        outside its range
    """
    timeout = seconds("timeout", timeout)
    if client.blocking:
        raise ValueError("the client was made for blocking connects")
    connection = client.connect(host, port)
    try:
        await asyncio.wait_for(_change(connection), timeout)
    except BaseException:
        connection.abort()
        raise
    if not connection.connected:
        raise ConnectError("vce_tcpcontext_connect", VCE_ECONNECT, connection.end_detail)
    return connection


async def closed(connection: Connection) -> Optional[CloseReason]:
    """Waits for the end of a connection that is open; returns the reason."""
    if connection.alive:
        await _change(connection)
    return connection.reason


async def shutdown(timeout: float = 5.0) -> int:
    """Ends all connections in good order, as `vce.shutdown()` does, while the event loop goes on.

    To be awaited while a Heartbeat is at work, before it is stopped.

    :param timeout: the longest time that it takes, in seconds, 0 or more
    :returns: how many connections were cut off; 0: every peer has everything
    :raises RuntimeError: no Heartbeat is at work
    """
    timeout = patience("timeout", timeout)
    if state.on_work is None:
        raise RuntimeError("no Heartbeat is at work")
    over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def look() -> None:
        if runtime.close_all() and not over.done():
            over.set_result(None)
    _after_beats.append(look)
    try:
        look()
        await asyncio.wait_for(over, timeout)
    except asyncio.TimeoutError:
        pass
    finally:
        _after_beats.remove(look)
    return runtime.cut_off()


def _change(connection: Connection) -> asyncio.Future[None]:
    """Done when a connect succeeds, or when the connection is gone."""
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def tell(_: Connection) -> None:
        if not future.done():
            future.set_result(None)
    connection._waiters.append(tell)
    return future
