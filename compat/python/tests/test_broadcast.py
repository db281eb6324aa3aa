"""One record to all: whoever does not read neither ends nor holds up the others."""
import socket

from support import HOST, LibraryTest, RecordingClient, RecordingServer, vce


class Chat(RecordingServer):
    """The chat of README.md, which remembers how many got each line."""

    when_full = "drop"

    def on_record(self, connection, data):
        super().on_record(connection, data)
        self.told = self.broadcast(data, skip=connection, when_full=self.when_full)
        self.least = min(self.told, getattr(self, "least", self.told))


def read(peer, got):
    """Takes what has arrived; how much that is altogether."""
    try:
        got += peer.recv(1 << 20)
    except BlockingIOError:
        pass
    return len(got)


class Slow(LibraryTest):
    LINE = b"x" * 1000 + b"\n"

    def room(self, **options):
        """A chat with a talker, a listener that reads, and one that does not."""
        server = Chat(idle_timeout=None, **options)
        peers = [self.peer(server) for _ in range(3)]
        peers[2].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.wait(lambda: len(server.accepted) == 3)
        for peer in peers:
            peer.setblocking(False)
        names = {connection.remote: connection for connection in server.accepted}
        return server, peers, [names[peer.getsockname()] for peer in peers]

    def talk(self, server, talker, listener, enough):
        """Lines of the talker until a condition holds; what the listener got."""
        got = bytearray()

        def step():
            try:
                # In one piece or not at all: the heartbeat has emptied what was sent before.
                talker.sendall(self.LINE)
            except BlockingIOError:
                self.fail("the talker is held up")
            vce.heartbeat()
            read(listener, got)
            return enough()
        for _ in range(100000):
            if step():
                break
        else:
            self.fail("the slow peer never ran out of room")
        return got

    def test_a_peer_that_does_not_read_misses_lines_and_nobody_else_does(self):
        # The talker was ended, with a FullError in its callback.
        server, (talker, listener, _), connections = self.room(write_buffer=20000)
        before = vce.counters()
        got = self.talk(server, talker, listener, lambda: server.records[50:] and server.least == 1)
        self.wait(lambda: read(listener, got) == len(server.records) * len(self.LINE))
        self.assertEqual(set(bytes(got).split(b"\n")), {self.LINE[:-1], b""})
        self.assertEqual((server.errors, server.reasons), ([], []))
        self.assertTrue(all(c.alive and not c.closed for c in connections))
        after = vce.counters()
        self.assertEqual(after["broadcast_closed"], before["broadcast_closed"])
        self.assertGreaterEqual(after["broadcast_dropped"], before["broadcast_dropped"] + 1)
        self.assertEqual(after["broadcast_sent"] + after["broadcast_dropped"]
                         - before["broadcast_sent"] - before["broadcast_dropped"],
                         2 * len(server.records))

    def test_or_is_closed(self):
        server, (talker, listener, _), connections = self.room(write_buffer=20000)
        server.when_full = "close"
        self.talk(server, talker, listener, lambda: server.records[50:] and server.least == 1)
        self.assertEqual([c.closed for c in connections], [False, False, True])
        connections[2].abort()
        self.wait(lambda: not connections[2].alive)
        talker.sendall(self.LINE)
        self.wait(lambda: server.told == 1)
        self.assertEqual((server.errors, len(server)), ([], 2))
        self.assertTrue(connections[0].alive and connections[1].alive)


class Loops(LibraryTest):
    def test_a_loop_over_send_ends_who_does_not_read_and_not_who_talks(self):
        # The talker was ended: a client without room could do that to all others.
        server = RecordingServer(write_buffer=5000)

        def relay(connection, data):
            server.records.append(data)
            for other in server:
                if other is not connection:
                    other.send(data)
        server.on_record = relay
        talker, slow = self.peer(server), self.peer(server)
        self.wait(lambda: len(server.accepted) == 2)
        by_port = {connection.remote[1]: connection for connection in server.accepted}
        mine, other = (by_port[peer.getsockname()[1]] for peer in (talker, slow))
        talker.sendall(b"x" * 4000 + b"\n" + b"y" * 4000 + b"\n")
        self.wait(lambda: not other.alive)
        self.assertEqual(len(server.records), 2)
        self.assertEqual([(c, type(e)) for c, e in server.errors], [(other, vce.FullError)])
        self.assertTrue(mine.alive and not mine.closed)
        talker.sendall(b"z\n")
        self.wait(lambda: len(server.records) == 3)

    def test_nor_who_meets_a_connection_that_is_closed(self):
        server = RecordingServer()
        talker = self.peer(server)
        self.peer(server)
        self.wait(lambda: len(server.accepted) == 2)
        by_port = {connection.remote[1]: connection for connection in server.accepted}
        mine = by_port.pop(talker.getsockname()[1])
        other, = by_port.values()
        server.on_record = lambda c, data: (other.close(), other.send(data))
        talker.sendall(b"x\n")
        self.wait(lambda: server.errors)
        self.assertEqual(server.errors[0][0], other)
        self.assertIsInstance(server.errors[0][1], vce.ClosedError)
        self.wait(lambda: not other.alive)
        self.assertTrue(mine.alive and not mine.closed)


class Whom(LibraryTest):
    def test_the_framing_is_that_of_the_server(self):
        for framing, record, wire in (
                ("text", "h\u00e4", b"h\xc3\xa4\n"), ("bin16", b"ab\n", b"\0\3ab\n"),
                ("bin32", bytearray(b"abc"), b"\0\0\0\3abc"), ("through", b"as it is", b"as it is"),
                ("bin16", b"", b"\0\0"), ("bin16", bytes(65535), b"\xff\xff" + bytes(65535))):
            with self.subTest(framing):
                server = RecordingServer(framing=framing)
                peers = [self.peer(server) for _ in range(2)]
                self.wait(lambda: len(server.accepted) == 2)
                self.assertEqual(server.broadcast(record), 2)
                for peer in peers:
                    got = bytearray()
                    peer.setblocking(False)
                    self.wait(lambda: read(peer, got) >= len(wire))
                    self.assertEqual(got, wire)
                server.close()

    def test_all_but_one_and_only_open_ones(self):
        server, client = RecordingServer(), RecordingClient()
        first, other = self.pair(server, client)
        second, _ = self.pair(server, client)
        self.assertEqual(server.broadcast("to both"), 2)
        self.assertEqual(server.broadcast("to one", other), 1)
        self.assertEqual(client.broadcast("to the server", skip=other), 2)  # not one of its own
        self.wait(lambda: len(client.records) == 3 and len(server.records) == 2)
        self.assertEqual(sorted(client.records), [b"to both", b"to both", b"to one"])
        first.close()
        self.assertEqual(client.broadcast("to the server"), 1)
        second.close()
        self.assertEqual(client.broadcast("to nobody"), 0)
        self.wait(lambda: len(server) == 0)
        self.assertEqual(server.broadcast("to nobody"), 0)
        self.assertEqual(RecordingServer(framing="through").broadcast(b""), 0)

    def test_what_cannot_be_sent(self):
        server, binary = RecordingServer(write_buffer=100), RecordingServer(framing="bin16")
        connection = RecordingClient().connect(HOST, server.port)
        for problem, call in (
                (ValueError, lambda: server.broadcast("two\nlines")),
                (ValueError, lambda: server.broadcast("x", when_full="wait")),
                (TypeError, lambda: server.broadcast(5)),
                (TypeError, lambda: server.broadcast(None)),
                (TypeError, lambda: server.broadcast("x", skip=connection.handle)),
                (vce.TooLongError, lambda: server.broadcast(b"x" * 100)),
                (vce.TooLongError, lambda: binary.broadcast(bytes(65536)))):
            with self.assertRaises(problem):
                call()
        server.close()
        with self.assertRaises(vce.ClosedError):
            server.broadcast("x")
