"""Unix sockets, and sockets that the program has: no program could use either."""
import os
import socket
import tempfile
from pathlib import Path

from support import HOST, LibraryTest, RecordingClient, Recorder, vce


class UnixServer(Recorder, vce.Server):
    def __init__(self, *args, **options):
        Recorder.__init__(self)
        vce.Server.__init__(self, *args, **options)

    def on_accept(self, connection):
        self.accepted.append(connection)


class UnixSockets(LibraryTest):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "socket"
        self.name = "unix:%s" % self.path

    def test_both_ends_talk_and_have_the_address_of_the_server(self):
        server, client = UnixServer(self.name), RecordingClient()
        connection = client.connect(self.name)
        connection.send("hello")
        self.wait(lambda: server.records)
        self.assertEqual(server.records, [b"hello"])
        self.assertEqual(connection.remote, (self.name, 0))
        self.assertEqual(connection.local, (self.name, 0))
        self.assertEqual(server.accepted[0].remote, (self.name, 0))
        self.assertEqual(server.port, 0)
        server.close()
        self.assertFalse(self.path.exists())

    def test_each_end_knows_the_other(self):
        server, client = UnixServer(self.name), RecordingClient()
        connection = client.connect(self.name)
        self.wait(lambda: server.accepted)
        me = (os.getpid(), os.geteuid(), os.getegid())
        self.assertEqual(connection.peer_credentials, me)
        self.assertEqual(server.accepted[0].peer_credentials, me)
        tcp = client.connect(HOST, UnixServer(HOST).port)
        with self.assertRaises(vce.VceError) as told:
            tcp.peer_credentials
        self.assertEqual(told.exception.code, vce.raw.VCE_ESUPPORT)

    def test_nobody_there_and_names_that_cannot_be(self):
        client = RecordingClient()
        with self.assertRaisesRegex(vce.ConnectError, "No such file"):
            client.connect(self.name)
        with self.assertRaisesRegex(vce.ConnectError, "begins with /"):
            client.connect("unix:relative")
        with self.assertRaises(ValueError):
            client.connect(HOST)
        self.path.write_text("precious")
        with self.assertRaisesRegex(vce.BindError, "no socket"):
            UnixServer(self.name)
        self.assertEqual(self.path.read_text(), "precious")


class Adopting(LibraryTest):
    def test_a_server_of_a_socket_that_listens(self):
        for as_number in False, True:
            listening = socket.create_server((HOST, 0))
            port = listening.getsockname()[1]
            server = UnixServer(listener=listening.fileno() if as_number else listening)
            self.assertEqual(listening.fileno(), -1 if not as_number else listening.fileno())
            if as_number:
                listening.detach()
            self.assertEqual(server.port, port)
            RecordingClient().connect(HOST, port).send("hello")
            self.wait(lambda: server.records)

    def test_what_does_not_listen_stays_the_programs(self):
        with socket.socket() as idle:
            with self.assertRaises(vce.VceError) as told:
                UnixServer(listener=idle)
            self.assertEqual(told.exception.code, vce.raw.VCE_EINVAL)
            self.assertTrue(idle.getblocking())
        with self.assertRaises(TypeError):
            UnixServer(listener="3")

    def test_a_connection_of_a_pair(self):
        client = RecordingClient()
        mine, other = socket.socketpair()
        number = mine.fileno()
        connection = client.adopt(mine)
        self.assertEqual(mine.fileno(), -1)
        self.assertEqual(connection.fileno(), number)
        connection.send("hello")
        other.sendall(b"welcome\n")
        self.wait(lambda: client.records)
        self.assertEqual(other.recv(100), b"hello\n")
        self.assertEqual(client.records, [b"welcome"])
        other.close()
        self.wait(lambda: client.reasons)

    def test_one_that_finds_no_room_comes_back(self):
        client = vce.Client(max_connections=0)
        mine, other = socket.socketpair()
        with mine, other:
            with self.assertRaises(vce.FullError):
                client.adopt(mine)
            mine.sendall(b"still mine")
            self.assertEqual(other.recv(100), b"still mine")
