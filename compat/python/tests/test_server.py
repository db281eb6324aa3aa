"""Who is let in: accept, hi-water, kick list, rate, maximum. And errors of settings."""
import os
import re
import socket
import threading
import time
import unittest.mock
from pathlib import Path

from support import DEADLINE, HOST, LibraryTest, RecordingClient, RecordingServer, vce


class Accepting(LibraryTest):
    def test_on_accept_may_refuse(self):
        server = vce.Server(HOST, on_accept=lambda c: False)
        self.assertTrue(self.ended(self.peer(server)))
        self.assertEqual(len(server), 0)
        self.assertEqual(vce.runtime.state.connections, {})

    def test_hiwater_is_told_when_nearly_full(self):
        class Room(RecordingServer):
            full = []

            def on_hiwater(self, connection, count):
                self.full.append(count)
                connection.send("full")
                connection.close()

        server = Room(hiwater=3, max_connections=10)
        first = self.peer(server)
        self.wait(lambda: server.accepted)
        second = self.peer(server)
        self.wait(lambda: server.full)
        self.assertEqual(server.full, [2])
        self.assertEqual(len(server.accepted), 1)
        self.wait(lambda: len(server) == 1)
        self.assertEqual(second.recv(100), b"full\n")
        self.assertEqual(second.recv(100), b"")
        first.sendall(b"still here\n")
        self.wait(lambda: server.records)

    def test_hiwater_may_refuse(self):
        server = vce.Server(HOST, hiwater=1, on_hiwater=lambda c, n: False)
        self.assertTrue(self.ended(self.peer(server)))

    def test_the_maximum_turns_away(self):
        server = RecordingServer(max_connections=1)
        self.peer(server)
        self.wait(lambda: server.accepted)
        before = vce.counters()["turned_away_maximum"]
        self.assertTrue(self.ended(self.peer(server)))
        self.assertEqual(vce.counters()["turned_away_maximum"], before + 1)
        self.assertEqual(len(server.accepted), 1)

    def test_kicked_addresses_are_turned_away(self):
        server = RecordingServer()
        server.kick(["192.0.2.1", HOST])
        self.assertTrue(self.ended(self.peer(server)))
        server.kick([])
        self.peer(server)
        self.wait(lambda: server.accepted)
        with self.assertRaises(OSError):
            server.kick(["nonsense"])
        with self.assertRaises(ValueError):
            server.kick(["0.0.0.0", HOST])

    def test_too_many_per_minute_are_turned_away_or_let_pass(self):
        class Patient(RecordingServer):
            asked, answer = 0, False

            def on_too_fast(self):
                self.asked += 1
                return self.answer

        server = Patient(accepts_per_minute=1)
        for _ in range(2):
            self.peer(server)
        self.wait(lambda: len(server.accepted) == 2)
        self.assertTrue(self.ended(self.peer(server)))
        self.assertEqual(server.asked, 1)
        server.answer = True
        self.peer(server)
        self.wait(lambda: len(server.accepted) == 3)
        self.assertEqual(server.asked, 2)

    def test_one_address_may_have_so_many(self):
        server = RecordingServer(max_per_address=1)
        self.peer(server)
        self.wait(lambda: server.accepted)
        self.assertTrue(self.ended(self.peer(server)))

    def test_accepting_can_be_switched_off(self):
        server = RecordingServer()
        server.enable_accept(False)
        self.assertTrue(self.ended(self.peer(server)))
        server.enable_accept(True)
        self.peer(server)
        self.wait(lambda: server.accepted)

    def test_connections_may_have_a_class_of_their_own(self):
        class Player(vce.Connection):
            def hello(self):
                return "hello %d" % self.serial

        class Game(RecordingServer):
            connection_class = Player

        server = Game()
        self.peer(server)
        self.wait(lambda: server.accepted)
        self.assertEqual(server.accepted[0].hello(), "hello %d" % server.accepted[0].serial)


class Limits(LibraryTest):
    """What one connection may do, and how long TCP has patience with it."""

    def options(self, connection, level, names):
        """Options of the socket of a connection: it is found by its addresses."""
        for name in os.listdir("/proc/self/fd"):
            try:
                copy = socket.socket(fileno=os.dup(int(name)))
            except OSError:
                continue
            with copy:
                try:
                    if (copy.getsockname(), copy.getpeername()) == (connection.local,
                                                                    connection.remote):
                        return [copy.getsockopt(level, option) for option in names]
                except OSError:
                    pass
        raise LookupError(connection)

    def test_keep_alive_times_and_user_time_out_reach_the_sockets(self):
        settings = {"keepalive": (60, 7, 5), "user_timeout": 1.5}
        connection, other = self.pair(RecordingServer(**settings), RecordingClient(**settings))
        names = [socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT,
                 socket.TCP_USER_TIMEOUT]
        for one in (connection, other):
            self.assertEqual(self.options(one, socket.IPPROTO_TCP, names), [60, 7, 5, 1500])
        for name, value in (("0", (32768, 1, 1)), ("1", (1, -1, 1)), ("2", (1, 1, 128))):
            with self.assertRaisesRegex(ValueError, r"keepalive\[%s\]" % name):
                vce.Client(keepalive=value)
        for value in (5, (1, 2), (1, 2, 3, 4), "abc"):
            with self.assertRaisesRegex(TypeError, "keepalive"):
                vce.Client(keepalive=value)
        with self.assertRaisesRegex(ValueError, "user_timeout"):
            vce.Server(HOST, user_timeout=0)

    def test_a_peer_above_its_rate_is_read_later(self):
        asked = []
        server = RecordingServer(records_per_second=5)
        server.on_over_rate = asked.append
        peer = self.peer(server)
        peer.sendall(b"x\n" * 8)
        start = time.monotonic()
        self.wait(lambda: len(server.records) == 8)
        self.assertGreaterEqual(time.monotonic() - start, 0.4)  # three more than in one second
        self.assertEqual(set(asked), set(server.accepted))

    def test_or_ended(self):
        server = RecordingServer(bytes_per_second=10)
        server.on_over_rate = lambda c: False
        peer = self.peer(server)
        peer.sendall(b"x\n" * 10)
        self.assertTrue(self.ended(peer))
        self.assertEqual(server.reasons, [vce.CloseReason.PARSER])
        server = RecordingServer(records_per_second=1)
        server.on_over_rate = lambda c: 1 // 0
        peer = self.peer(server)
        peer.sendall(b"x\n" * 10)
        self.assertTrue(self.ended(peer))
        self.assertIsInstance(server.errors[0][1], ZeroDivisionError)
        for name in ("records_per_second", "bytes_per_second"):
            with self.assertRaisesRegex(ValueError, name):
                vce.Client(**{name: 2**31})
            with self.assertRaisesRegex(ValueError, name):
                vce.Client(**{name: -1})


class Pipelining(LibraryTest):
    LINES = 100000

    def test_the_servers_of_the_readme_do(self):
        text = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
        servers = [block for block in re.findall("```python\n(.*?)```", text, re.S)
                   if "5555" in block and "Server" in block]
        self.assertEqual(len(servers), 2)
        line = b"y" * 99 + b"\n"

        def exercise():
            server, = vce.runtime.state.contexts.values()
            peer, other = self.peer(server), self.peer(server)
            self.wait(lambda: len(server) == 2)
            seen.append(len(self.exchange(peer, line, back_to=other if "Chat" in block else peer)))
        for block in servers:
            seen = []
            exec(block.replace("5555", "0").replace("vce.run()", "exercise()"),  # pylint: disable=W
                 {"exercise": exercise})
            self.assertTrue(vce.drain(DEADLINE))
            self.assertEqual(seen, [self.LINES * len(line)])

    def exchange(self, peer, line, back_to=None):
        """What comes back to a peer that reads only when it cannot send any more."""
        back_to = back_to or peer
        peer.setblocking(False)
        back_to.setblocking(False)
        unsent, back, patience = memoryview(line * self.LINES), bytearray(), 0
        end = time.monotonic() + DEADLINE
        while len(back) < self.LINES * len(line) and time.monotonic() < end:
            vce.heartbeat()
            try:
                unsent = unsent[peer.send(unsent[:1 << 20]):]
                patience = 0
            except BlockingIOError:
                patience += 1
            if len(unsent) == 0 or patience > 200 or back_to is not peer:
                try:
                    data = back_to.recv(1 << 20)
                except BlockingIOError:
                    continue
                if not data:
                    break
                back += data
        return back

    def test_an_echo_server_with_safety_read_serves_a_peer_that_sends_without_reading(self):
        # It was ended as soon as its answers had no room: 952 of 100,000 lines came back.
        line = b"y" * 99 + b"\n"
        for options in ({"safety_read": 50}, {"write_buffer": 16384, "safety_read": 90}):
            with self.subTest(options):
                server = vce.Server(HOST, on_record=lambda c, data: c.send(data), **options)
                self.assertEqual(self.exchange(self.peer(server), line), line * self.LINES)
                server.close()

    def test_without_safety_read_such_a_peer_is_ended(self):
        server = RecordingServer(write_buffer=1000)
        server.on_record = lambda c, data: c.send(data)
        self.peer(server).sendall((b"y" * 99 + b"\n") * 2000)
        self.wait(lambda: server.errors)
        self.assertIsInstance(server.errors[0][1], vce.FullError)


class Settings(LibraryTest):
    def test_a_port_in_use(self):
        server = RecordingServer()
        with self.assertRaises(vce.BindError) as caught:
            RecordingServer(server.port)
        self.assertEqual(caught.exception.code, vce.raw.VCE_EBIND)
        self.assertIn("VCE_EBIND", str(caught.exception))

    def test_an_address_that_is_none(self):
        with self.assertRaises(vce.BindError) as caught:
            vce.Server("256.256.256.256")
        self.assertEqual(caught.exception.name, "VCE_EIPADDR")

    def test_impossible_sizes_and_ports(self):
        with self.assertRaises(vce.VceError) as caught:
            vce.Client(read_buffer=0)
        self.assertEqual(caught.exception.name, "VCE_EARRAY")
        with self.assertRaises(vce.VceError):
            vce.Server(HOST, max_per_address=-1)
        self.assertEqual(vce.runtime.state.contexts, {})
        with self.assertRaises(ValueError):
            vce.Server(HOST, 65536)
        with self.assertRaises(ValueError):
            vce.Client().connect(HOST, 0)
        class Morse(vce.Client):
            framing = "morse"

        made = vce.stats()["tcpcontext_create"]
        for bad in (lambda: vce.Client(framing="morse"), Morse, lambda: vce.Server("127.0.0.1\0x"),
                    lambda: vce.Client().connect("127.0.0.1\0x", 1)):
            with self.assertRaises(ValueError):
                bad()
        self.assertEqual(vce.stats()["tcpcontext_create"], made + 1)

    def test_too_many_connections_and_contexts(self):
        server, client = RecordingServer(), vce.Client(max_connections=1)
        client.connect(HOST, server.port)
        with self.assertRaises(vce.FullError):
            client.connect(HOST, server.port)
        vce.finalize()
        vce.initialize(max_contexts=1)
        kept = vce.Client()
        with self.assertRaises(vce.FullError):
            vce.Client()
        vce.finalize()
        vce.initialize(max_contexts=64)
        self.assertTrue(kept.closed)

    def test_a_source_address(self):
        server, client = RecordingServer(), RecordingClient()
        client.set_source("127.0.0.2")
        _, other = self.pair(server, client)
        self.assertEqual(other.remote[0], "127.0.0.2")
        with self.assertRaises(vce.BindError):
            client.set_source("localhost")

    def test_another_thread_is_refused(self):
        server = RecordingServer()
        connection, _ = self.pair(server, RecordingClient())
        caught = []

        def use():
            for call in (vce.heartbeat, connection.close, lambda: connection.send("x"),
                         server.close, RecordingClient):
                try:
                    call()
                except RuntimeError as e:
                    caught.append(e)
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        self.assertEqual(len(caught), 5)
        self.assertFalse(connection.closed or server.closed)

    def test_a_child_process_goes_on_by_itself(self):
        server = RecordingServer()
        child = os.fork()
        if child == 0:
            try:
                connection, _ = self.pair(server, RecordingClient())
                connection.send("in the child")
                self.wait(lambda: server.records)
                os._exit(0)
            finally:
                os._exit(1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)


class Logging(LibraryTest):
    def tearDown(self):
        vce.log_to(None)
        super().tearDown()

    def test_messages_go_to_a_logger(self):
        logger = unittest.mock.Mock()
        vce.log_to(logger)
        vce.raw.vce_errout0(b"Warning:4101 something\n")
        vce.raw.vce_errout0(b"plain \xff text\n")
        vce.raw.vce_errout0_v(b"verbose\n")
        levels = [(c.args[0], c.args[2]) for c in logger.log.call_args_list]
        self.assertEqual(levels, [(30, "Warning:4101 something"), (20, "plain \\xff text")])
