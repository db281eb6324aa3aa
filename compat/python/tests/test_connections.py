"""Both connect modes, every kind of record, sending, ending and asking."""
import pickle
import socket
import time

from support import DEADLINE, HOST, LibraryTest, RecordingClient, RecordingServer, vce

SAMPLES = {"bin16": [b"", b"x", bytes(range(256)), b"y" * 65535],
           "bin32": [b"", b"x", bytes(range(256)), b"y" * 100000],
           "text": [b"", b"line", b"nul \0 and cr \r inside", "grün".encode()],
           "through": [bytes(range(256))]}


class EchoServer(RecordingServer):
    def on_record(self, connection, data):
        super().on_record(connection, data)
        connection.send(data)


class ConnectModes(LibraryTest):
    def test_blocking_connect_is_open_at_once(self):
        server, client = RecordingServer(), RecordingClient()
        connection = client.connect(HOST, server.port)
        self.assertTrue(connection.connected)
        self.assertGreater(connection.writable, 0)
        connection.send("hello")
        self.wait(lambda: server.records)
        self.assertEqual(server.records, [b"hello"])

    def test_non_blocking_connect_tells_of_success(self):
        server, client = RecordingServer(), RecordingClient(blocking=False)
        connection = client.connect(HOST, server.port)
        self.assertFalse(connection.connected)
        with self.assertRaises(vce.NotReadyError):
            connection.send("too early")
        self.wait(lambda: client.connected)
        self.assertEqual(client.connected, [connection])
        self.assertTrue(connection.connected)
        connection.send("hello")
        self.wait(lambda: server.records)

    def test_on_connect_may_refuse(self):
        server = RecordingServer()
        client = vce.Client(blocking=False, on_connect=lambda c: False)
        connection = client.connect(HOST, server.port)
        self.wait(lambda: not connection.alive)
        self.assertIs(connection.reason, vce.CloseReason.APPLICATION)

    def test_blocking_failure_raises(self):
        server, client = RecordingServer(), RecordingClient()
        port = server.port
        server.close()
        vce.drain()
        with self.assertRaises(vce.ConnectError) as caught:
            client.connect(HOST, port)
        self.assertEqual(caught.exception.code, vce.raw.VCE_ECONNECT)
        self.assertEqual(caught.exception.function, "vce_tcpcontext_connect")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((type(again), str(again)), (vce.ConnectError, str(caught.exception)))
        self.assertEqual(len(client), 0)

    def test_non_blocking_failure_closes(self):
        server, client = RecordingServer(), RecordingClient(blocking=False)
        port = server.port
        server.close()
        vce.drain()
        connection = client.connect(HOST, port)
        self.wait(lambda: not connection.alive)
        self.assertIs(connection.reason, vce.CloseReason.REMOTE)
        self.assertFalse(connection.connected)
        self.assertEqual(client.connected, [])


class Records(LibraryTest):
    def test_every_kind_is_echoed(self):
        for framing, samples in SAMPLES.items():
            for blocking in (True, False):
                with self.subTest(framing, blocking=blocking):
                    server = EchoServer(framing=framing, read_buffer=200000)
                    client = RecordingClient(framing=framing, read_buffer=200000, blocking=blocking)
                    connection, _ = self.pair(server, client)
                    for sample in samples:
                        connection.send(sample)
                        self.wait(lambda: client.records and sum(map(len, client.records))
                                  >= len(sample))
                        self.assertEqual(client.records, [sample])
                        client.records.clear()
                    server.close()
                    client.close()
                    self.assertTrue(vce.drain())

    def test_text_and_other_bytes_like_objects_can_be_sent(self):
        server, client = RecordingServer(framing="bin16"), RecordingClient(framing="bin16")
        connection, _ = self.pair(server, client)
        self.assertEqual(connection.send("grün"), 2 + 5)
        connection.send(bytearray(b"\0\1"))
        connection.send(memoryview(b"view")[1:3])
        self.wait(lambda: len(server.records) == 3)
        self.assertEqual(server.records, ["grün".encode(), b"\0\1", b"ie"])

    def test_a_line_feed_inside_of_a_line_is_refused(self):
        server, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(server, client)
        with self.assertRaises(ValueError):
            connection.send("two\nlines")
        connection.send("one")
        self.wait(lambda: server.records)
        self.assertEqual(server.records, [b"one"])

    def test_too_long_records_are_refused(self):
        server, client = RecordingServer(framing="bin16"), RecordingClient(framing="bin16")
        connection, _ = self.pair(server, client)
        with self.assertRaises(vce.TooLongError):
            connection.send(bytes(65536))
        self.assertTrue(connection.drained)

    def test_a_full_buffer_takes_nothing_and_recovers(self):
        server = RecordingServer()
        client = RecordingClient(write_buffer=10)
        connection, _ = self.pair(server, client)
        self.assertEqual(connection.writable, 10)
        connection.send("12345")
        self.assertEqual(connection.writable, 4)
        self.assertFalse(connection.drained)
        with self.assertRaises(vce.FullError) as caught:
            connection.send("67890")
        self.assertEqual(caught.exception.name, "VCE_EWBFULL")
        self.wait(lambda: connection.drained)
        connection.send("67890")
        self.wait(lambda: len(server.records) == 2)
        self.assertEqual(server.records, [b"12345", b"67890"])

    def test_records_above_the_limit_end_the_connection(self):
        server = RecordingServer(framing="bin16", max_record=10)
        connection, other = self.pair(server, RecordingClient(framing="bin16"))
        connection.send(bytes(10))
        connection.send(bytes(11))
        self.wait(lambda: not other.alive)
        self.assertEqual(server.records, [bytes(10)])
        self.assertIs(other.reason, vce.CloseReason.PARSER)

    def test_a_burst_of_records_is_delivered_in_order(self):
        server, client = RecordingServer(records_per_heartbeat=3), RecordingClient()
        connection, _ = self.pair(server, client)
        lines = [b"%d" % n for n in range(1000)]
        for line in lines:
            connection.send(line)
        self.wait(lambda: len(server.records) == 1000)
        self.assertEqual(server.records, lines)

    def test_a_record_callback_that_answers_false_ends_the_connection(self):
        server = vce.Server(HOST, on_record=lambda c, data: data != b"bad")
        peer = self.peer(server)
        peer.sendall(b"good\nbad\n")
        self.assertTrue(self.ended(peer))


class Ending(LibraryTest):
    def test_close_sends_first(self):
        server, client = RecordingServer(), RecordingClient()
        connection, other = self.pair(server, client)
        connection.send("last words")
        connection.close()
        connection.close()
        self.assertTrue(connection.closed)
        self.assertTrue(connection.alive)
        with self.assertRaises(vce.ClosedError):
            connection.send("too late")
        self.wait(lambda: not connection.alive and not other.alive)
        self.assertEqual(server.records, [b"last words"])
        self.assertIs(connection.reason, vce.CloseReason.APPLICATION)
        self.assertIs(other.reason, vce.CloseReason.REMOTE)
        with self.assertRaises(vce.ClosedError):
            connection.send("gone")
        connection.close()
        connection.abort()
        self.assertEqual(connection.writable, 0)

    def test_abort_does_not_wait(self):
        server = RecordingServer(write_buffer=1 << 24)
        peer = self.peer(server)
        self.wait(lambda: server.accepted)
        connection = server.accepted[0]
        connection.send(b"x" * ((1 << 24) - 1))
        vce.heartbeat()
        self.assertFalse(connection.drained)  # the peer does not read
        connection.abort()
        self.wait(lambda: not connection.alive)
        self.assertIs(connection.reason, vce.CloseReason.TIMEOUT)
        del peer

    def test_nothing_can_be_sent_after_the_idle_limit_struck(self):
        server = RecordingServer(write_buffer=1 << 24)
        self.peer(server)  # it does not read
        self.wait(lambda: server.accepted)
        connection = server.accepted[0]
        connection.send(b"x" * ((1 << 24) - 4))
        connection.set_idle_timeout(-1)
        vce.heartbeat()
        self.assertTrue(connection.closed)
        with self.assertRaises(vce.ClosedError):
            connection.send(b"")

    def test_idle_timeout(self):
        server = RecordingServer(idle_timeout=60)
        self.peer(server)
        self.wait(lambda: server.accepted)
        server.accepted[0].set_idle_timeout(0)
        self.wait(lambda: not server.accepted[0].alive)
        self.assertIs(server.accepted[0].reason, vce.CloseReason.TIMEOUT)

    def test_contexts_end_with_their_with_block(self):
        with RecordingServer() as server:
            with RecordingClient() as client:
                connection, other = self.pair(server, client)
                connection.send("hello")
            self.wait(lambda: server.records)
        self.assertTrue(server.closed and client.closed and connection.closed)
        self.assertTrue(vce.drain(DEADLINE))
        self.assertEqual(server.records, [b"hello"])
        self.assertFalse(connection.alive or other.alive)
        with self.assertRaises(vce.ClosedError):
            client.connect(HOST, server.port)
        with self.assertRaises(vce.ClosedError):
            server.stats()
        server.close()

    def test_finalize_cuts_everything(self):
        server, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(server, client)
        vce.finalize()
        self.assertFalse(connection.alive)
        self.assertTrue(server.closed)
        self.assertEqual((len(server), len(client)), (0, 0))
        with self.assertRaises(vce.ClosedError):
            connection.send("gone")
        with self.assertRaises(RuntimeError):
            vce.heartbeat()
        vce.finalize()
        RecordingServer().close()  # begins anew
        vce.raw.vce_end_all_array()  # makes the library complain
        vce.finalize()
        RecordingServer().close()


class Reasons(LibraryTest):
    """Why a connect failed: exceptions said no more than VCE_ECONNECT."""

    def closed_port(self):
        """A port of this machine where nobody listens."""
        bound = socket.socket()
        self.addCleanup(bound.close)
        bound.bind((HOST, 0))
        return bound.getsockname()[1]

    def test_are_the_text_of_the_exception(self):
        port = self.closed_port()
        for host, told in ((HOST, "connect to 127.0.0.1 port %d: Connection refused" % port),
                           ("localhost", "connect to localhost, 127.0.0.1 port %d: Connection "
                                         "refused" % port),
                           ("nosuch.invalid", "connect to nosuch.invalid: ")):
            with self.assertRaises(vce.ConnectError) as caught:
                vce.Client().connect(host, port)
            self.assertIn(told, str(caught.exception))
            self.assertIn(told, caught.exception.detail)
            copy = pickle.loads(pickle.dumps(caught.exception))
            self.assertEqual((str(copy), copy.detail),
                             (str(caught.exception), caught.exception.detail))
        with self.assertRaises(vce.BindError) as caught:
            vce.Server(HOST, RecordingServer().port)
        self.assertIn("Address already in use", str(caught.exception))

    def test_are_told_by_connections_that_end(self):
        port = self.closed_port()
        client, seen = vce.Client(blocking=False), []
        client.on_close = lambda c, reason: seen.append((reason, c.end_detail))
        connection = client.connect(HOST, port)
        self.assertIsNone(connection.end_detail)
        self.wait(lambda: seen)
        told = "connect to 127.0.0.1 port %d: Connection refused" % port
        self.assertEqual(seen, [(vce.CloseReason.REMOTE, told)])
        self.wait(lambda: not connection.alive)
        self.assertEqual(connection.end_detail, told)
        server = RecordingServer()
        self.peer(server).close()
        self.wait(lambda: server.reasons)
        self.assertIn("end of stream", server.accepted[0].end_detail)

    def test_a_connect_has_a_time_of_its_own(self):
        # A listener whose queue is full leaves further connects without an answer.
        full = socket.socket()
        self.addCleanup(full.close)
        full.bind((HOST, 0))
        full.listen(0)
        for _ in range(4):
            filler = socket.socket()
            self.addCleanup(filler.close)
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        start = time.monotonic()
        with self.assertRaises(vce.ConnectError) as caught:
            vce.Client(connect_timeout=0.05).connect(*full.getsockname())
        self.assertIn("timed out", str(caught.exception))
        connection = vce.Client(blocking=False, connect_timeout=0.05).connect(*full.getsockname())
        self.wait(lambda: not connection.alive)
        self.assertIs(connection.reason, vce.CloseReason.TIMEOUT)
        self.assertLess(time.monotonic() - start, DEADLINE / 2)
        for bad in (0, -1, 2147484, float("inf"), float("nan")):
            with self.assertRaisesRegex(ValueError, "connect_timeout"):
                vce.Client(connect_timeout=bad)
        vce.Client(connect_timeout=2147483.647)
        with self.assertRaisesRegex(TypeError, "connect_timeout"):
            vce.Client(connect_timeout="1")


class Asking(LibraryTest):
    def test_addresses_fit_and_outlive_the_connection(self):
        server, client = RecordingServer(), RecordingClient()
        connection, other = self.pair(server, client)
        self.assertEqual(connection.remote, (HOST, server.port))
        self.assertEqual(connection.local, other.remote)
        connection.close()
        self.wait(lambda: not other.alive)
        self.assertEqual(connection.remote, (HOST, server.port))
        with self.assertRaises(vce.ClosedError):
            other.local

    def test_addresses_of_a_connect_under_way_are_those_of_the_moment(self):
        # What was asked for during the look-up, 0.0.0.0:0, was the answer for ever.
        server, client = RecordingServer(), RecordingClient(blocking=False)
        connection = client.connect("localhost", server.port)
        self.assertEqual((connection.remote, connection.local), (("0.0.0.0", 0),) * 2)
        self.wait(lambda: connection.connected and server.accepted)
        self.assertEqual(connection.remote, (HOST, server.port))
        self.assertEqual(connection.local, server.accepted[0].remote)
        connection.close()
        self.wait(lambda: not connection.alive)
        self.assertEqual(connection.remote, (HOST, server.port))

    def test_addresses_of_a_connect_that_failed(self):
        server, client = RecordingServer(), RecordingClient(blocking=False)
        port, seen = server.port, []
        server.close()
        self.wait(lambda: len(server) == 0)
        client.on_close = lambda c, reason: seen.append(c.remote)
        connection = client.connect(HOST, port)
        self.assertEqual(connection.remote, (HOST, port))
        self.wait(lambda: not connection.alive)
        self.assertEqual(seen, [(HOST, port)])
        self.assertEqual(connection.remote, (HOST, port))
        connection = vce.Client(blocking=False).connect("localhost", port)
        self.assertEqual(connection.remote[1], 0)
        self.wait(lambda: not connection.alive)
        with self.assertRaises(vce.ClosedError):
            connection.remote

    def test_ipv6_addresses(self):
        try:
            server = vce.Server("::1")
        except vce.BindError:
            self.skipTest("no IPv6 on this machine")
        connection = vce.Client().connect("::1", server.port)
        self.assertEqual(connection.remote, ("::1", server.port))

    def test_counters(self):
        server, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(server, client)
        before = vce.counters()["recv_record"]
        connection.send("12345")
        self.wait(lambda: server.records)
        self.assertEqual(connection.stats()["send_byte"], 6)
        self.assertEqual(server.stats()["recv_byte"], 6)
        self.assertEqual(server.stats()["current_conn"], 1)
        self.assertEqual(vce.counters()["recv_record"], before + 1)
        self.assertGreaterEqual(vce.stats()["recv_byte"], 6)
        self.assertIn("# TYPE vce_", vce.metrics())

    def test_a_context_lists_its_connections(self):
        server, client = RecordingServer(), RecordingClient()
        first, _ = self.pair(server, client)
        second, _ = self.pair(server, client)
        self.assertEqual(list(client), [first, second])
        self.assertEqual(len(server), 2)
        self.assertTrue(server)
        self.assertIn("2 connections", repr(server))
        self.assertIn("open", repr(first))
        for connection in client:
            connection.close()
        self.assertTrue(vce.drain())
        self.assertEqual(list(client), [])
