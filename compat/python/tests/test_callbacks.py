"""Callbacks that fail are reported and end their connection, and nothing else."""
import os
import signal
import subprocess
import sys
import textwrap
import threading
import unittest
from pathlib import Path

from support import HOST, LibraryTest, RecordingClient, RecordingServer, vce


class Oops(Exception):
    pass


def fail(*_):
    raise Oops("on purpose")


class Failing(LibraryTest):
    def check_error(self, context, connection):
        self.assertEqual(len(context.errors), 1)
        self.assertIs(context.errors[0][0], connection)
        self.assertIsInstance(context.errors[0][1], Oops)

    def others_go_on(self, server, client):
        """A second pair of connections is not affected."""
        for name in ("on_accept", "on_record", "on_close", "on_hiwater"):
            vars(server).pop(name, None)
        connection, _ = self.pair(server, client)
        connection.send("still alive")
        self.wait(lambda: server.records[-1:] == [b"still alive"])

    def test_on_record(self):
        server, client = RecordingServer(), RecordingClient()
        connection, other = self.pair(server, client)
        server.on_record = fail
        connection.send("one")
        connection.send("two")
        self.wait(lambda: not connection.alive)
        self.check_error(server, other)
        self.assertIs(other.reason, vce.CloseReason.PARSER)
        self.others_go_on(server, client)

    def test_on_accept(self):
        server, client = RecordingServer(), RecordingClient()
        server.on_accept = fail
        connection = client.connect(HOST, server.port)
        self.wait(lambda: not connection.alive)
        self.check_error(server, server.errors[0][0])
        self.assertEqual(len(server), 0)
        self.others_go_on(server, client)

    def test_a_class_of_connections(self):
        # The exception got as far as ctypes, and the connection stayed without an object.
        class Broken(vce.Connection):
            def __init__(self, *arguments):
                super().__init__(*arguments)
                raise Oops("on purpose")
        server, client = RecordingServer(), RecordingClient()
        server.connection_class = Broken
        connection = client.connect(HOST, server.port)
        self.wait(lambda: not connection.alive)
        self.check_error(server, None)
        del server.connection_class
        client.connection_class = Broken
        with self.assertRaises(Oops):
            client.connect(HOST, server.port)
        self.wait(lambda: server.reasons and client.stats()["current_conn"] == 0)
        self.assertEqual((len(server), len(client), client.errors), (0, 0, []))
        del client.connection_class
        self.others_go_on(server, client)

    def test_on_hiwater(self):
        server, client = RecordingServer(hiwater=1), RecordingClient()
        server.on_hiwater = fail
        connection = client.connect(HOST, server.port)
        self.wait(lambda: not connection.alive)
        self.check_error(server, server.errors[0][0])

    def test_on_too_fast(self):
        server = RecordingServer(accepts_per_minute=1)
        for _ in range(2):
            self.peer(server)
        self.wait(lambda: len(server.accepted) == 2)
        server.on_too_fast = fail
        self.assertTrue(self.ended(self.peer(server)))
        self.check_error(server, None)

    def test_on_close(self):
        server, client = RecordingServer(), RecordingClient()
        connection, other = self.pair(server, client)
        server.on_close = fail
        connection.close()
        self.wait(lambda: not other.alive)
        self.check_error(server, other)
        self.assertEqual(len(server), 0)
        self.others_go_on(server, client)

    def test_on_connect(self):
        server, client = RecordingServer(), RecordingClient(blocking=False)
        client.on_connect = fail
        connection = client.connect(HOST, server.port)
        self.wait(lambda: not connection.alive)
        self.check_error(client, connection)

    def test_errors_are_logged_by_default_and_on_error_may_fail_too(self):
        server = vce.Server(HOST, on_record=fail)
        peer = self.peer(server)
        with self.assertLogs("vce", "ERROR") as logged:
            peer.sendall(b"x\n")
            self.assertTrue(self.ended(peer))
        self.assertIn("on purpose", logged.output[0])
        server = vce.Server(HOST, on_record=fail, on_error=fail)
        peer = self.peer(server)
        with self.assertLogs("vce", "ERROR") as logged:
            peer.sendall(b"x\n")
            self.assertTrue(self.ended(peer))
        self.assertIn("on_error failed", logged.output[0])

    def test_sending_in_a_callback_that_cannot_be_done_is_such_a_failure(self):
        server = RecordingServer(write_buffer=4)
        server.on_record = lambda c, data: c.send(data)
        peer = self.peer(server)
        peer.sendall(b"too long for it\n")
        self.assertTrue(self.ended(peer))
        self.assertIsInstance(server.errors[0][1], vce.FullError)


class Inside(LibraryTest):
    """What callbacks may do."""

    def test_close_everything(self):
        server, client = RecordingServer(), RecordingClient()

        def end_all(connection, data):
            connection.close()
            server.close()
            client.close()
        server.on_record = end_all
        connection, other = self.pair(server, client)
        connection.send("x")
        self.wait(lambda: not connection.alive and not other.alive)
        self.assertEqual(vce.runtime.state.contexts, {})

    def test_heartbeat_does_nothing_and_finalize_is_refused(self):
        server, client = RecordingServer(), RecordingClient()
        seen = []

        def use(connection, data):
            vce.heartbeat()
            seen.append(vce.wait_time())
            try:
                vce.finalize()
            except vce.VceError as e:
                seen.append(e.name)
        server.on_record = use
        connection, _ = self.pair(server, client)
        connection.send("x")
        self.wait(lambda: len(seen) == 2)
        self.assertEqual(seen, [0, "VCE_EFINALIZE"])
        self.assertTrue(connection.alive)

    def test_connect_and_serve(self):
        first, client = RecordingServer(), RecordingClient()
        made = []

        def open_more(connection, data):
            made.append(RecordingServer())
            made.append(RecordingClient(blocking=False))
            made.append(made[1].connect(HOST, made[0].port))
        first.on_record = open_more
        connection, _ = self.pair(first, client)
        connection.send("x")
        self.wait(lambda: made and made[2].connected)

    def test_reconnect_in_on_close(self):
        server, client = RecordingServer(), RecordingClient(blocking=False)
        client.on_close = lambda c, reason: client.connect(HOST, server.port)
        connection, _ = self.pair(server, client)
        connection.close()
        self.wait(lambda: len(client.connected) == 2)


class Interrupts(LibraryTest):
    def test_keyboard_interrupt_in_a_callback_gets_out_of_the_heartbeat(self):
        server, client = RecordingServer(), RecordingClient()

        def interrupt(connection, data):
            raise KeyboardInterrupt
        server.on_record = interrupt
        connection, _ = self.pair(server, client)
        connection.send("x")
        with self.assertRaises(KeyboardInterrupt):
            vce.run(timeout=60)
        self.assertEqual(server.errors, [])
        self.wait(lambda: not connection.alive)

    def test_control_c_ends_a_busy_loop_and_a_sleeping_one(self):
        program = textwrap.dedent("""
            import sys, vce
            vce.raw.vce_set_verbose_mode(-1)
            busy = sys.argv[1] == "busy"
            server = vce.Server("127.0.0.1", on_record=lambda c, data: c.send(data))
            client = vce.Client(on_record=lambda c, data: c.send(data))
            connections = [client.connect("127.0.0.1", server.port) for _ in range(20 * busy)]
            for connection in connections:
                connection.send("x")
            try:
                print("ready", flush=True)
                vce.run()
            except KeyboardInterrupt:
                vce.finalize()
                sys.exit(3)
        """)
        environment = dict(os.environ, PYTHONPATH=str(Path(__file__).resolve().parents[1]))
        for how in ("busy", "idle"):
            with self.subTest(how):
                child = subprocess.Popen([sys.executable, "-c", program, how], env=environment,
                                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                timer = threading.Timer(20, child.kill)
                timer.start()
                child.stdout.readline()
                child.send_signal(signal.SIGINT)
                errors = child.communicate()[1]
                timer.cancel()
                self.assertEqual((child.returncode, errors), (3, b""))


if __name__ == "__main__":
    unittest.main()
