"""What the tests of the sample arena share: a server, players that remember, a terminal player."""
import os
import re
import select
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["ARENA_BUILD"])  # has server, bots and stubs/
SAMPLE = TOP / "samples" / "arena"
DEADLINE = 60.0  # seconds

sys.path[:0] = [str(TOP / "compat" / "python"), str(BUILD / "stubs")]

import arena_protocol as arena  # noqa: E402
import vce  # noqa: E402


class Server:
    """A running server."""

    def __init__(self, *options):
        self.process = subprocess.Popen([BUILD / "server", "--port", "0", *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        greeting = self.process.stdout.readline()
        found = re.search(r"port (\d+)$", greeting)
        if found is None:
            self.process.kill()
            raise AssertionError(f"the server said {greeting!r}: {self.process.communicate()}")
        self.port = int(found[1])

    def stop(self):
        """Ends it; returns its exit status and what it wrote on standard error."""
        self.process.terminate()
        _, errors = self.process.communicate(timeout=DEADLINE)
        return self.process.returncode, errors

    def kill(self):
        self.process.kill()
        self.process.communicate()


class Probe(arena.Client):
    """A player that remembers what it was told: `told` has (message, arguments...)."""

    def __init__(self, port, name="", room=0):
        super().__init__()
        self.told = []
        self.reason = None
        self.sequence = 0
        self.connection = self.connect("127.0.0.1", port)
        if name:
            self.join_send(self.connection, self.version, self.sub_version, name, room)

    def on_close(self, connection, reason):
        self.reason = reason

    def of(self, message):
        """The arguments of all of this kind that were told so far."""
        return [told[1:] for told in self.told if told[0] == message]

    @property
    def player(self):
        return self.of("joined")[0][0]

    def place(self):
        """Where it stands, as it was told last; None before the first tick."""
        known = [(s.x, s.y) for _, _, seen, moves in self.of("tick") for s in (*seen, *moves)
                 if s.player == self.player]
        return known[-1] if known else None

    def step(self, dx, dy):
        self.sequence += 1
        self.move_send(self.connection, self.sequence, dx, dy)

    def walk_to(self, x, y):
        """Walks in ticks of up to eight steps, without waiting for them to be made."""
        here = self.place()
        way = [x - here[0], y - here[1]]
        while any(way):
            for _ in range(arena.MOVES_PER_TICK):
                dx, dy = (max(-arena.STEP_MAX, min(arena.STEP_MAX, w)) for w in way)
                self.step(dx, dy)
                way = [way[0] - dx, way[1] - dy]
            vce.run(timeout=2 * arena.TICK_MS / 1000)


def _remember(message):
    def receive(self, connection, *arguments):
        self.told.append((message, *arguments))
    return receive


for _message in arena.S2C.values():
    setattr(Probe, _message.name + "_recv", _remember(_message.name))
Probe.__abstractmethods__ = frozenset()


class Terminal:
    """samples/arena/client.py in a process of its own."""

    def __init__(self, port, name, room=0):
        path = os.pathsep.join([str(TOP / "compat" / "python"), str(BUILD / "stubs")])
        self.process = subprocess.Popen(
            [sys.executable, "-B", SAMPLE / "client.py", name, "--port", str(port), "--room",
             str(room)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": path})
        self.text = ""

    def type(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def read_until(self, pattern):
        """Reads what it prints until the pattern is in it; returns the match."""
        give_up = time.monotonic() + DEADLINE
        while True:
            found = re.search(pattern, self.text, re.M)
            if found:
                return found
            ready, _, _ = select.select([self.process.stdout], [], [],
                                        max(0, give_up - time.monotonic()))
            data = os.read(self.process.stdout.fileno(), 65536) if ready else b""
            if not data:
                raise AssertionError(f"no {pattern!r} in:\n{self.text}")
            self.text += data.decode()

    def close(self):
        """Ends its input; returns its exit status."""
        rest, _ = self.process.communicate(timeout=DEADLINE)
        self.text += rest.decode()
        return self.process.returncode

    def kill(self):
        if self.process.returncode is None:
            self.process.kill()
            self.process.communicate()


class ArenaTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        vce.initialize()
        vce.raw.vce_set_verbose_mode(-1)
        self.addCleanup(vce.finalize)

    def server(self, *options):
        server = Server(*options)
        self.addCleanup(server.kill)
        return server

    def terminal(self, *arguments):
        terminal = Terminal(*arguments)
        self.addCleanup(terminal.kill)
        return terminal

    def wait(self, condition, what):
        self.assertTrue(vce.run(condition, DEADLINE), what)

    def joined(self, port, name, room=0):
        """A probe that has been placed."""
        probe = Probe(port, name, room)
        self.wait(probe.place, f"{name} was not placed: {probe.told}")
        return probe


def main():
    """Runs the tests of the main module and says how many passed, as tests/run.py counts them."""
    result = unittest.main(exit=False).result
    failed = len(result.failures) + len(result.errors)
    print(f"[  PASSED  ] {result.testsRun - failed} test(s).")
    if failed:
        print(f"[  FAILED  ] {failed} test(s).")
    sys.exit(1 if failed or not result.testsRun else 0)
