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
        self.signals_to = -1  # who was told of signals before a run

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

    def empty(self) -> None:
        """Takes what is in the pipe: NULs of `wake()`, and signals, which it passes on."""
        try:
            signals = os.read(self.reader, 4096).replace(b"\0", b"")
        except BlockingIOError:
            return
        if signals and self.signals_to >= 0:
            try:
                os.write(self.signals_to, signals)
            except OSError:
                pass  # full, or closed meanwhile

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
        self._restores = False

    def __enter__(self) -> Sleep:
        try:
            before = signal.set_wakeup_fd(waker.writer, warn_on_full_buffer=False)
        except ValueError:
            return self  # signals are for the main thread
        if before != waker.writer:  # not inside another one
            waker.signals_to = before
            self._restores = True
        return self

    def __exit__(self, *problem: object) -> None:
        if not self._restores:
            return
        before, waker.signals_to = waker.signals_to, -1
        try:
            ours = signal.set_wakeup_fd(-1)
            # Another owner that has taken it meanwhile keeps it.
            signal.set_wakeup_fd(before if ours == waker.writer else ours)
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
            waker.empty()
        return bool(ready)
