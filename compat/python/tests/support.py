"""What the tests share: a library that starts and ends with each test, and pairs of connections."""
import socket
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import vce  # noqa: E402

HOST = "127.0.0.1"
DEADLINE = 60.0  # seconds


class Recorder:
    """Callbacks that remember what they got."""

    def __init__(self):
        self.records, self.reasons, self.accepted, self.errors = [], [], [], []

    def on_record(self, connection, data):
        self.records.append(data)

    def on_close(self, connection, reason):
        self.reasons.append(reason)

    def on_error(self, connection, problem):
        self.errors.append((connection, problem))


class RecordingServer(Recorder, vce.Server):
    def __init__(self, *args, **options):
        Recorder.__init__(self)
        vce.Server.__init__(self, HOST, *args, **options)

    def on_accept(self, connection):
        self.accepted.append(connection)


class RecordingClient(Recorder, vce.Client):
    def __init__(self, **options):
        Recorder.__init__(self)
        vce.Client.__init__(self, **options)
        self.connected = []

    def on_connect(self, connection):
        self.connected.append(connection)


class LibraryTest(unittest.TestCase):
    """Each test begins without contexts; whatever it leaves is released."""

    def setUp(self):
        vce.initialize()
        vce.raw.vce_set_verbose_mode(-1)

    def tearDown(self):
        vce.finalize()

    def wait(self, condition, timeout=DEADLINE):
        self.assertTrue(vce.run(condition, timeout), "gave up waiting")

    def settle(self, seconds=0.05):
        """Heartbeats for a while, for what must not happen."""
        vce.run(timeout=seconds)

    def pair(self, server, client):
        """A connection and its other end."""
        before = len(server.accepted)
        connection = client.connect(HOST, server.port)
        self.wait(lambda: len(server.accepted) > before and connection.connected)
        return connection, server.accepted[-1]

    def peer(self, server):
        """A plain socket connected to the server."""
        peer = socket.create_connection((HOST, server.port), timeout=DEADLINE)
        self.addCleanup(peer.close)
        return peer

    def ended(self, peer):
        """Whether the plain socket reads the end of the stream next; heartbeats run meanwhile."""
        peer.setblocking(False)
        seen = []

        def look():
            try:
                seen.append(peer.recv(1))
            except BlockingIOError:
                return False
            except ConnectionResetError:
                seen.append(b"")
            return True
        self.wait(look)
        return seen[0] == b""
