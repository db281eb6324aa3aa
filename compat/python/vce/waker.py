"""Waiting for work: what `run()` sleeps in, and what ends its sleep."""
from __future__ import annotations

import os
import select
import signal
from typing import Optional

from . import raw
from .errors import check


class Waker:
    """A pipe that ends a sleep. `wake()` may be called in signal handlers and in any thread.

    The pipe is made once in a process and then stays open: another thread may be about to write
    into it. A child process gets one of its own.
    """

    def __init__(self) -> None:
        self.reader = self.writer = -1

    def open(self) -> None:
        if self.reader < 0:
            self._make()
            os.register_at_fork(after_in_child=self._renew)

    def wake(self) -> None:
        try:
            if self.writer >= 0:
                os.write(self.writer, b"\0")
        except BlockingIOError:
            pass  # full, so that the sleep ends anyway

    def read(self) -> bytes:
        """Takes what is in the pipe: NULs of `wake()`, and the numbers of signals."""
        try:
            return os.read(self.reader, 4096)
        except BlockingIOError:
            return b""

    def _make(self) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.reader, False)
        os.set_blocking(self.writer, False)

    def _renew(self) -> None:
        old = self.reader, self.writer
        self._make()
        try:
            before = signal.set_wakeup_fd(self.writer, warn_on_full_buffer=False)
            if before != old[1]:
                signal.set_wakeup_fd(before)
        except ValueError:
            pass  # only the main thread has one
        for fd in old:
            os.close(fd)


waker = Waker()


class Sleep:
    """Sleeps until a heartbeat is due. Used as a context manager, and possibly inside another one.

    While it is open, signals write into the pipe of the waker, so that none gets lost between the
    last look of the interpreter and the sleep. Who was told of signals before is told too.
    """

    def __init__(self) -> None:
        waker.open()
        self._poll: Optional[select.poll] = None
        self._watched = (-1, -1)
        self._told_before: Optional[int] = None  # None: signals are not for this thread

    def __enter__(self) -> Sleep:
        try:
            self._told_before = signal.set_wakeup_fd(waker.writer, warn_on_full_buffer=False)
        except ValueError:
            self._told_before = None
        return self

    def __exit__(self, *problem: object) -> None:
        if self._told_before is None:
            return
        try:
            ours = signal.set_wakeup_fd(-1)
            # Whoever else has taken it meanwhile keeps it.
            signal.set_wakeup_fd(self._told_before if ours == waker.writer else ours)
        except (ValueError, OSError):
            pass  # it was closed meanwhile

    def wait(self, seconds: float) -> bool:
        """Sleeps for 0 to 60 seconds; True if a heartbeat is due or `wake()` was called."""
        watched = (check("vce_get_wait_fd", raw.vce_get_wait_fd()), waker.reader)
        if self._poll is None or watched != self._watched:  # new after a fork
            self._poll = select.poll()
            for fd in watched:
                self._poll.register(fd, select.POLLIN)
            self._watched = watched
        ready = self._poll.poll(seconds * 1000)
        if any(fd == waker.reader for fd, _ in ready):
            self._pass_on(waker.read().replace(b"\0", b""))
        return bool(ready)

    def _pass_on(self, signals: bytes) -> None:
        if signals and self._told_before not in (None, -1, waker.writer):
            try:
                os.write(self._told_before, signals)  # type: ignore[arg-type]
            except OSError:
                pass
