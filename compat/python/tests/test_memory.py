"""Nothing is held or lost: connections, contexts, records, callbacks, and the memory under them."""
import gc
import sys
import weakref

from support import HOST, LibraryTest, RecordingClient, RecordingServer, vce

state = vce.runtime.state


def resident_kib():
    with open("/proc/self/status", encoding="ascii") as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS"))


class Held(LibraryTest):
    def test_records_are_released_by_both_sides(self):
        server, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(server, client)
        data = b"a record of some length" * 3
        before = sys.getrefcount(data)
        connection.send(data)
        self.assertEqual(sys.getrefcount(data), before)
        seen = []
        server.on_record = lambda c, d: seen.append(sys.getrefcount(d))
        self.wait(lambda: seen)
        self.assertLessEqual(seen[0], 4)  # the callback, its caller, and the call that counts

    def test_connections_and_contexts_go_with_their_last_use(self):
        server, client = RecordingServer(), RecordingClient()
        connection, other = self.pair(server, client)
        connection.data = other.data = object()
        watched = [weakref.ref(thing) for thing in (server, client, connection, other)]
        connection.close()
        self.wait(lambda: not other.alive)
        server.accepted.clear()
        server.close()
        client.close()
        vce.drain()
        del server, client, connection, other
        gc.collect()
        self.assertEqual([w() for w in watched], [None] * 4)
        self.assertEqual((state.contexts, state.connections, state.connecting), ({}, {}, []))

    def test_refused_and_failed_connections_leave_nothing(self):
        server = vce.Server(HOST, on_accept=lambda c: False)
        client = RecordingClient(blocking=False)
        for _ in range(20):
            client.connect(HOST, server.port)
        self.wait(lambda: len(client) == 0)
        port = server.port
        server.close()
        vce.drain()
        for _ in range(20):
            client.connect(HOST, port)
        self.wait(lambda: len(client) == 0)
        self.assertEqual((state.connections, state.connecting), ({}, []))

    def test_exceptions_are_not_held(self):
        class Problem(Exception):
            pass

        watched = []

        def fail(connection, data):
            problem = Problem()
            watched.append(weakref.ref(problem))
            raise problem
        server = vce.Server(HOST, on_record=fail, on_error=lambda c, p: None)
        peer = self.peer(server)
        peer.sendall(b"x\n")
        self.assertTrue(self.ended(peer))
        gc.collect()
        self.assertIsNone(watched[0]())


class Lost(LibraryTest):
    def after_rounds(self, count, one_round):
        """Memory of the process after `count` rounds, in KiB."""
        for _ in range(count):
            one_round()
        gc.collect()
        return resident_kib()

    def assert_gains_less(self, limit, count, one_round):
        """In `count` rounds, after as many to warm up, the process gains fewer than so many KiB once
        in ten times. The heap may grow in any of them; what is lost is lost in all.
        """
        before = self.after_rounds(count, one_round)
        gains = []
        for _ in range(10):
            after = self.after_rounds(count, one_round)
            gains.append(after - before)
            if gains[-1] < limit:
                return
            before = after
        self.fail(f"gains of {gains} KiB, none below {limit}")

    def test_records(self):
        server = RecordingServer(framing="bin32", read_buffer=1 << 17)
        client = RecordingClient(framing="bin32", read_buffer=1 << 17)
        connection, _ = self.pair(server, client)
        data = bytes(100000)

        def one_round():
            connection.send(data)
            self.wait(lambda: server.records)
            server.records.clear()
        self.assert_gains_less(10000, 300, one_round)  # what was sent are 30,000 KiB

    def test_connections(self):
        server, client = RecordingServer(), RecordingClient()

        def one_round():
            connection, other = self.pair(server, client)
            connection.send(bytes(5000))
            connection.close()
            self.wait(lambda: not other.alive)
            server.accepted.clear()
            server.records.clear()
            server.reasons.clear()
            client.reasons.clear()
        self.assert_gains_less(500, 300, one_round)  # the records are 1,500 KiB
        self.assertEqual(vce.counters()["buffers_in_use"], 0)
        self.assertEqual(vce.counters()["current_conn"], 0)

    def test_contexts(self):
        def one_round():
            with RecordingServer(hiwater=5), RecordingClient():
                pass
        self.assert_gains_less(500, 300, one_round)

    def test_the_library_itself(self):
        def one_round():
            vce.finalize()
            vce.initialize()
            RecordingServer()
        self.assert_gains_less(500, 100, one_round)
