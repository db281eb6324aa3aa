"""Handlers: how they are set, which ones are refused, and that on_connect comes first."""
import functools
import inspect
import select
import socket
import unittest.mock

from support import DEADLINE, HOST, LibraryTest, RecordingClient, RecordingServer, vce

from vce import stub


async def coroutine_function(*_):
    return False


def generator_function(*_):
    yield False


async def async_generator_function(*_):
    yield False


class AsyncCallable:
    async def __call__(self, *_):
        return False

    async def method(self, *_):
        return False


NEVER_RUN = [coroutine_function, generator_function, async_generator_function, AsyncCallable(),
             AsyncCallable().method, functools.partial(coroutine_function),
             functools.partial(functools.partial(AsyncCallable(), 1), 2)]
if inspect.iscoroutinefunction(unittest.mock.AsyncMock()):  # since Python 3.10
    NEVER_RUN.append(unittest.mock.AsyncMock())
SERVER = ["on_accept", "on_hiwater", "on_too_fast", "on_record", "on_over_rate", "on_close",
          "on_error"]
CLIENT = ["on_connect", "on_record", "on_over_rate", "on_close", "on_error"]


class Refused(LibraryTest):
    def test_async_functions_and_generators_are_refused_when_set(self):
        # They were taken, and never run: every record was lost without a word.
        made = vce.stats()["tcpcontext_create"]
        for kind, names in ((vce.Server, SERVER), (vce.Client, CLIENT)):
            for name in names:
                for function in NEVER_RUN:
                    with self.subTest(kind=kind.__name__, name=name, function=function):
                        with self.assertRaisesRegex(TypeError, name):
                            kind(**{name: function})
        self.assertEqual(vce.stats()["tcpcontext_create"], made)
        server = RecordingServer()
        for function in NEVER_RUN:
            with self.assertRaisesRegex(TypeError, "on_record"):
                server.on_record = function

    def test_in_classes_too(self):
        for function in NEVER_RUN[:6] + [staticmethod(coroutine_function),
                                         functools.partialmethod(coroutine_function)]:
            with self.assertRaisesRegex(TypeError, "on_record"):
                type("Bad", (vce.Server,), {"on_record": function})
        mixin = type("Mixin", (), {"on_record": coroutine_function})
        with self.assertRaisesRegex(TypeError, "on_record"):
            type("Bad", (mixin, vce.Client), {})
        with self.assertRaisesRegex(TypeError, "ping_recv"):
            type("Bad", (stub.Server,), {"ping_recv": coroutine_function})

    def test_what_cannot_be_called(self):
        for bad in (5, "on_record", object()):
            with self.assertRaisesRegex(TypeError, "on_close"):
                vce.Server(HOST, on_close=bad)
        with self.assertRaises(TypeError):
            RecordingServer().on_close = None

    def test_unknown_parameters(self):
        for kind in (vce.Server, vce.Client, stub.Server, stub.Client):
            with self.assertRaisesRegex(TypeError, "on_recrod"):
                kind(on_recrod=print)
        for kind, handler in ((vce.Server, "on_connect"), (vce.Client, "on_accept")):
            with self.assertRaisesRegex(TypeError, handler):
                kind(**{handler: print})

    def test_a_coroutine_that_comes_out_of_a_plain_function_is_a_failure(self):
        server = RecordingServer()
        for function in (lambda c, data: coroutine_function(), lambda c, data: generator_function(),
                         lambda c, data: async_generator_function()):
            del server.errors[:]
            server.on_record = function
            peer = self.peer(server)
            peer.sendall(b"x\n")
            self.assertTrue(self.ended(peer))
            self.assertIsInstance(server.errors[0][1], TypeError)
            self.assertIn("on_record returned", str(server.errors[0][1]))

    def test_of_every_handler(self):
        wrong = lambda *_: coroutine_function()  # noqa: E731
        server = vce.Server(HOST, hiwater=2, on_hiwater=wrong, on_error=wrong)
        with self.assertLogs("vce", "ERROR") as logged:
            self.assertTrue(self.ended(self.peer(server)))
        self.assertIn("on_error returned a coroutine", logged.output[0])
        server = RecordingServer(accepts_per_minute=1, on_too_fast=wrong)
        for _ in range(3):
            self.peer(server)
        self.wait(lambda: server.errors)
        server = RecordingServer()
        server.on_accept = wrong
        self.assertTrue(self.ended(self.peer(server)))
        self.assertIn("on_accept", str(server.errors[0][1]))
        client = RecordingClient(blocking=False)
        client.on_connect = client.on_close = wrong
        connection = client.connect(HOST, RecordingServer().port)
        self.wait(lambda: not connection.alive)
        self.assertEqual(["on_connect" in str(client.errors[0][1]),
                          "on_close" in str(client.errors[1][1])], [True, True])

    def test_a_condition_of_run(self):
        # The coroutine counted as true, and run() was over at once.
        for bad in (coroutine_function, generator_function, 5):
            with self.assertRaisesRegex(TypeError, "until"):
                vce.run(bad, 0)
        with self.assertRaisesRegex(TypeError, "until"):
            vce.run(lambda: coroutine_function(), 0)


class Given(LibraryTest):
    def test_every_handler_can_be_given_to_the_constructor(self):
        # on_too_fast could not.
        seen = []

        def note(name, answer=None):
            return lambda *arguments: (seen.append((name, len(arguments))), answer)[1]
        server = vce.Server(HOST, hiwater=3, accepts_per_minute=1,
                            **{name: note(name, True if name == "on_too_fast" else None)
                               for name in SERVER})
        client = vce.Client(blocking=False, **{name: note(name) for name in CLIENT})
        client.connect(HOST, server.port)
        self.wait(lambda: ("on_connect", 1) in seen and ("on_accept", 1) in seen)
        peers = [self.peer(server), self.peer(server)]
        self.wait(lambda: ("on_hiwater", 2) in seen and ("on_too_fast", 0) in seen)
        peers[0].sendall(b"x\n")
        self.wait(lambda: ("on_record", 2) in seen)
        peers[0].close()
        self.wait(lambda: ("on_close", 2) in seen)
        server.on_record = lambda c, data: 1 / 0
        peers[1].sendall(b"x\n")
        self.wait(lambda: ("on_error", 2) in seen)

    def test_plain_callables_of_all_kinds(self):
        class Callable:
            def __call__(self, connection, data):
                got.append(data)

            def method(self, connection, data):
                got.append(data)

        got = []
        server = vce.Server(HOST)
        peer = self.peer(server)
        for n, function in enumerate((Callable(), Callable().method, unittest.mock.Mock(
                side_effect=lambda c, data: got.append(data)),
                functools.partial(lambda one, c, data: got.append(data), 1),
                lambda c, data: got.append(data))):
            server.on_record = function
            peer.sendall(b"x\n")
            self.wait(lambda: len(got) == n + 1)


class ConnectFirst(LibraryTest):
    def speak_first(self, client, *, then_close=False, lines=b"one\ntwo\n"):
        """A connection whose first heartbeat finds it established, with records."""
        listener = socket.socket()
        self.addCleanup(listener.close)
        listener.bind((HOST, 0))
        listener.listen()
        listener.settimeout(DEADLINE)
        connection = client.connect(*listener.getsockname())
        peer, _ = listener.accept()
        self.addCleanup(peer.close)
        peer.sendall(lines)
        if then_close:
            peer.close()
        select.select([vce.fileno()], [], [], DEADLINE)
        return connection, peer

    def client(self, verdict=None, **options):
        events = []

        class Client(vce.Client):
            def on_connect(self, connection):
                events.append(("connect", connection.connected))
                if verdict is not None:
                    return verdict(connection)
                return None

            def on_record(self, connection, data):
                events.append((data, connection.connected))

            def on_close(self, connection, reason):
                events.append((reason.name, connection.connected))

            def on_error(self, connection, problem):
                events.append(("error", type(problem).__name__))
        return Client(blocking=False, **options), events

    def test_when_the_server_speaks_first(self):
        # on_record came first, for a connection that said it was not connected.
        client, events = self.client()
        self.speak_first(client)
        self.wait(lambda: len(events) >= 3)
        self.assertEqual(events, [("connect", True), (b"one", True), (b"two", True)])

    def test_when_it_speaks_and_ends_at_once(self):
        for lines in (b"one\n", b""):
            client, events = self.client()
            connection, _ = self.speak_first(client, then_close=True, lines=lines)
            self.wait(lambda: not connection.alive)
            self.assertEqual(events, [("connect", True)] + [(b"one", True)] * bool(lines) +
                             [("REMOTE", True)])

    def test_no_record_comes_after_a_refusal_and_what_was_sent_leaves(self):
        client, events = self.client(lambda connection: connection.send("bye") == 0)
        connection, peer = self.speak_first(client)
        self.wait(lambda: not connection.alive)
        self.assertEqual(events, [("connect", True), ("APPLICATION", True)])
        self.assertEqual(peer.recv(10), b"bye\n")

    def test_nor_after_a_failure(self):
        client, events = self.client(lambda connection: 1 // 0)
        connection, _ = self.speak_first(client)
        self.wait(lambda: not connection.alive)
        self.assertEqual(events, [("connect", True), ("error", "ZeroDivisionError"),
                                  ("APPLICATION", True)])

    def test_once_only_and_not_for_a_connect_that_failed_or_was_closed(self):
        client, events = self.client()
        server = RecordingServer()
        connection = client.connect(HOST, server.port)
        self.wait(lambda: server.accepted and events)
        server.accepted[0].send("later")
        self.wait(lambda: len(events) == 2)
        connection.close()
        self.wait(lambda: not connection.alive)
        self.assertEqual(events, [("connect", True), (b"later", True), ("APPLICATION", True)])
        del events[:]
        connection = client.connect(HOST, server.port)
        connection.close()
        self.wait(lambda: not connection.alive)
        port = server.port
        server.close()
        self.wait(lambda: not any(True for _ in server))
        connection = client.connect(HOST, port)
        self.wait(lambda: not connection.alive)
        self.assertEqual(events, [("APPLICATION", False), ("REMOTE", False)])
