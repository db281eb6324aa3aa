"""The end of a program: what was sent arrives, and what does not is counted."""
import asyncio
import os
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

from support import DEADLINE, HOST, LibraryTest, RecordingClient, RecordingServer, vce

MUCH = 8 << 20  # more than the buffers of the system hold
PACKAGE = str(Path(__file__).resolve().parents[1])


class Shutdown(LibraryTest):
    def full(self, count=1):
        """A server with peers for which much is queued, and the peers."""
        server = RecordingServer(write_buffer=MUCH + 1, idle_timeout=None)
        peers = [self.peer(server) for _ in range(count)]
        self.wait(lambda: len(server.accepted) == count)
        for connection in server.accepted:
            connection.send(b"x" * MUCH)
        return server, peers

    def read_late(self, peer, begin):
        """Reads all when it is time, while it sends; how much that was."""
        total = []

        def read():
            begin.wait(DEADLINE)
            peer.sendall(b"bye\n" * 1000)
            size = 0
            while True:
                data = peer.recv(1 << 20)
                if not data:
                    break
                size += len(data)
            total.append(size)
            peer.close()
        thread = threading.Thread(target=read)
        thread.start()
        return thread, total

    def test_peers_that_read_late_get_everything(self):
        # What was queued when the program stopped was lost.
        server, peers = self.full(3)
        client = RecordingClient()
        begin = threading.Event()
        readers = [self.read_late(peer, begin) for peer in peers]
        timer = threading.Timer(0.3, begin.set)
        timer.start()
        vce.stop()  # of a run that is over
        self.assertEqual(vce.shutdown(DEADLINE), 0)
        self.assertTrue(begin.is_set())
        for thread, total in readers:
            thread.join()
            self.assertEqual(total, [MUCH + 1])
        self.assertEqual(server.reasons, [vce.CloseReason.APPLICATION] * 3)
        self.assertTrue(server.closed and client.closed)
        self.assertEqual(vce.shutdown(), 0)

    def test_who_does_not_read_is_cut_off_and_counted(self):
        server, _ = self.full(2)
        start = time.monotonic()
        self.assertEqual(vce.shutdown(0.1), 2)
        self.assertLess(time.monotonic() - start, DEADLINE / 2)
        self.assertEqual(server.reasons, [vce.CloseReason.TIMEOUT] * 2)
        self.assertEqual(vce.counters()["current_conn"], 0)

    def test_stop_ends_the_waiting(self):
        self.full()
        stopper = threading.Timer(0.05, vce.stop)
        stopper.start()
        start = time.monotonic()
        self.assertEqual(vce.shutdown(DEADLINE), 1)
        self.assertLess(time.monotonic() - start, DEADLINE / 2)
        stopper.join()

    def test_what_handlers_make_meanwhile_ends_too(self):
        server, made = RecordingServer(), []
        self.peer(server).close()
        self.wait(lambda: server.accepted)
        server.on_close = lambda c, reason: made.append(RecordingServer())
        self.assertEqual(vce.shutdown(DEADLINE), 0)
        self.assertTrue(made[0].closed)

    def test_where_it_cannot_be_called(self):
        server, seen = RecordingServer(), []

        def nest(connection, data):
            try:
                vce.shutdown()
            except RuntimeError as problem:
                seen.append(str(problem))
        server.on_record = nest
        self.peer(server).sendall(b"x\n")
        self.wait(lambda: seen)
        self.assertIn("vce.shutdown() inside a callback", seen[0])
        self.assertFalse(server.closed)
        for bad, kind in ((-1, ValueError), (float("nan"), ValueError), (None, TypeError),
                          ("1", TypeError)):
            with self.assertRaisesRegex(kind, "timeout"):
                vce.shutdown(bad)
        vce.finalize()
        self.assertEqual(vce.shutdown(), 0)

    def test_in_asyncio(self):
        server, (peer,) = self.full()
        begin = threading.Event()
        thread, total = self.read_late(peer, begin)

        async def main():
            with self.assertRaisesRegex(RuntimeError, "no Heartbeat"):
                await vce.aio.shutdown()
            async with vce.aio.Heartbeat():
                asyncio.get_running_loop().call_later(0.2, begin.set)
                self.assertEqual(await vce.aio.shutdown(DEADLINE), 0)
                self.assertEqual(await vce.aio.shutdown(), 0)
        asyncio.run(main())
        thread.join()
        self.assertEqual((total, server.reasons), ([MUCH + 1], [vce.CloseReason.APPLICATION]))
        self.full()

        async def cut():
            async with vce.aio.Heartbeat():
                self.assertEqual(await vce.aio.shutdown(0.1), 1)
        asyncio.run(cut())

    def test_the_program_of_the_readme(self):
        text = (Path(PACKAGE) / "README.md").read_text(encoding="utf-8")
        program = text.split("## The end of a program")[1].split("```python\n")[1].split("```")[0]
        program = program.replace("5556", "0").replace(
            "vce.run()", "print(server.port, flush=True)\nvce.run()") + "print(cut_off)\n"
        with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)],
                              env=dict(os.environ, PYTHONPATH=PACKAGE), stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True) as child:
            class At:
                port = int(child.stdout.readline())
            peer = self.peer(At)
            peer.sendall(b"y" * 60000 + b"\n")
            self.assertEqual(peer.recv(1), b"y")
            child.terminate()
            left = 60000
            while left:
                left -= len(peer.recv(left))
            self.assertEqual(peer.recv(1), b"")
            peer.close()
            self.assertEqual(child.communicate(timeout=DEADLINE)[0], "0\n")
        self.assertEqual(child.returncode, 0)
