"""Threads had no way to hand work to the heartbeat, and nothing told that there is room again."""
import asyncio
import os
import signal
import threading
import unittest

from support import HOST, LibraryTest, RecordingClient, RecordingServer, vce


class Posts(LibraryTest):
    def test_a_post_of_a_thread_ends_the_sleep(self):
        done = []
        thread = threading.Thread(target=lambda: vce.post(lambda *got: done.append(
            (threading.get_ident(), got)), 1, "two"))
        thread.start()
        self.wait(lambda: done)
        thread.join()
        self.assertEqual(done, [(threading.get_ident(), (1, "two"))])

    def test_posts_run_in_their_order_and_those_of_posts_later(self):
        done = []

        def again():
            done.append("again")
            vce.post(done.append, "later")
        vce.post(done.append, "first")
        vce.post(again)
        vce.post(done.append, "last")
        self.assertEqual(done, [])
        vce.heartbeat()
        self.assertEqual(done, ["first", "again", "last"])
        vce.heartbeat()
        self.assertEqual(done, ["first", "again", "last", "later"])

    def test_many_threads(self):
        done = []

        def send(number):
            for i in range(500):
                vce.post(done.append, (number, i))
        threads = [threading.Thread(target=send, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        self.wait(lambda: len(done) == 2000)
        for thread in threads:
            thread.join()
        for n in range(4):
            self.assertEqual([i for who, i in done if who == n], list(range(500)))
        self.assertEqual(vce.runtime.state.posted, {})

    def test_too_many_are_refused(self):
        with self.assertRaises(vce.FullError) as caught:
            for _ in range(5000):
                vce.post(int)
        self.assertEqual(caught.exception.function, "vce_post")
        self.assertEqual(len(vce.runtime.state.posted), 4096)
        vce.heartbeat()
        vce.post(int)

    def test_an_exception_is_logged_and_the_others_run(self):
        done = []
        vce.post(lambda: 1 / 0)
        vce.post(done.append, 1)
        with self.assertLogs("vce") as logged:
            vce.heartbeat()
        self.assertIn("a posted function failed", logged.output[0])
        self.assertIn("ZeroDivisionError", logged.output[0])
        self.assertEqual(done, [1])

    def test_an_interrupt_comes_out_of_run(self):
        def interrupt():
            raise KeyboardInterrupt
        vce.post(interrupt)
        with self.assertRaises(KeyboardInterrupt):
            vce.run(timeout=60)

    def test_what_nobody_would_run_is_refused(self):
        async def later():
            pass
        for wrong in (later, None, 5):
            self.assertRaises(TypeError, vce.post, wrong)
            self.assertRaises(TypeError, vce.after, 1, wrong)

    def test_finalize_drops_them(self):
        done = []
        vce.post(done.append, 1)
        vce.after(0, done.append, 2)
        vce.finalize()
        self.assertRaises(vce.VceError, vce.post, int)
        self.assertRaises(RuntimeError, vce.after, 0, int)
        vce.initialize()
        vce.heartbeat()
        self.assertEqual((done, vce.runtime.state.posted), ([], {}))

    def test_a_child_leaves_them_to_its_parent(self):
        done = []
        vce.post(done.append, 1)
        child = os.fork()
        if child == 0:
            vce.heartbeat()
            vce.post(done.append, 2)
            vce.heartbeat()
            os._exit(0 if done == [2] and not vce.runtime.state.posted else 1)
        self.assertEqual(os.waitpid(child, 0)[1], 0)
        vce.heartbeat()
        self.assertEqual(done, [1])

    def test_a_wake_has_the_condition_asked_at_once(self):
        ready = []

        def soon():
            ready.append(1)
            vce.wake()
        thread = threading.Thread(target=soon)
        vce.post(thread.start)
        self.wait(lambda: ready)
        thread.join()
        before = signal.signal(signal.SIGUSR1, lambda *_: (ready.clear(), vce.wake()))
        try:
            vce.post(os.kill, os.getpid(), signal.SIGUSR1)
            self.wait(lambda: not ready)
        finally:
            signal.signal(signal.SIGUSR1, before)


class Timers(LibraryTest):
    def test_one_runs_once(self):
        done = []
        timer = vce.after(0.005, done.append, 1)
        self.assertTrue(timer.running)
        self.assertLessEqual(vce.wait_time(), 0.005)
        self.wait(lambda: done)
        self.assertFalse(timer.running)
        timer.stop()
        self.settle(0.02)
        self.assertEqual(done, [1])

    def test_one_repeats_until_it_is_stopped(self):
        done = []

        def count():
            done.append(1)
            if len(done) == 3:
                timer.stop()
        timer = vce.every(0.002, count)
        self.wait(lambda: len(done) >= 3)
        self.settle(0.02)
        self.assertEqual((len(done), timer.running), (3, False))
        self.assertEqual(vce.runtime.state.timers, {})

    def test_an_exception_ends_nothing(self):
        done = []

        def fail():
            done.append(1)
            raise ValueError("of the timer")
        timer = vce.every(0.001, fail)
        with self.assertLogs("vce") as logged:
            self.wait(lambda: len(done) >= 2)
        self.assertIn("of the timer", logged.output[0])
        self.assertTrue(timer.running)

    def test_numbers_outside_their_range(self):
        for wrong in (-1, float("nan"), float("inf"), 1e10):
            self.assertRaises(ValueError, vce.after, wrong, int)
            self.assertRaises(ValueError, vce.every, wrong, int)
        self.assertRaises(ValueError, vce.every, 0, int)
        self.assertRaises(TypeError, vce.after, "1", int)
        self.assertEqual(vce.wait_time(), 60)

    def test_inside_asyncio(self):
        async def main():
            done = []
            async with vce.aio.Heartbeat():
                vce.after(0.002, done.append, 1)
                await asyncio.to_thread(vce.post, done.append, 2)
                for _ in range(60000):
                    if len(done) == 2:
                        break
                    await asyncio.sleep(0.001)
            return sorted(done)
        if hasattr(asyncio, "to_thread"):
            self.assertEqual(asyncio.run(main()), [1, 2])


class Writable(LibraryTest):
    def test_a_long_stream_goes_out_piece_by_piece(self):
        server = RecordingServer(write_buffer=4096)
        peer = self.peer(server)
        self.wait(lambda: server.accepted)
        connection, = server.accepted
        left, refused = [2000], []

        def go_on(connection):
            while left[0]:
                try:
                    connection.send("x" * 999)
                except vce.FullError:
                    refused.append(1)
                    connection.when_writable(1000, go_on)
                    return
                left[0] -= 1
        go_on(connection)
        peer.setblocking(False)
        got = 0

        def all_read():
            nonlocal got
            try:
                got += len(peer.recv(1 << 20))
            except BlockingIOError:
                pass
            vce.wake()
            return got == 2000000
        self.wait(all_read)
        self.assertGreater(len(refused), 100)
        self.assertTrue(connection.alive)

    def test_it_is_called_once_and_can_be_removed(self):
        server, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(server, client)
        called = []
        connection.when_writable(1, called.append)
        self.assertEqual(called, [])
        self.wait(lambda: called)
        self.settle(0.02)
        self.assertEqual(called, [connection])
        connection.when_writable(1, called.append)
        connection.when_writable(1, None)
        self.settle(0.02)
        self.assertEqual(called, [connection])

    def test_false_and_an_exception_end_the_connection(self):
        server, client = RecordingServer(), RecordingClient()
        refused, _ = self.pair(server, client)
        refused.when_writable(1, lambda _: False)
        self.wait(lambda: not refused.alive)
        self.assertEqual((refused.reason, client.errors), (vce.CloseReason.PARSER, []))
        self.assertIn("the writable watcher returned -1", refused.end_detail)
        failed, _ = self.pair(server, client)
        problem = ValueError("in there")

        def fail(_):
            raise problem
        failed.when_writable(1, fail)
        self.wait(lambda: not failed.alive)
        self.assertEqual(client.errors, [(failed, problem)])

    def test_wrong_calls(self):
        server, client = RecordingServer(), RecordingClient(write_buffer=100)
        connection, _ = self.pair(server, client)
        for size in (0, -1, 101):
            with self.assertRaises(vce.VceError) as caught:
                connection.when_writable(size, int)
            self.assertEqual(caught.exception.name, "VCE_ERANGE")
        self.assertRaises(ValueError, connection.when_writable, 1 << 40, int)
        self.assertRaises(TypeError, connection.when_writable, 1, 5)
        connection.close()
        self.assertRaises(vce.ClosedError, connection.when_writable, 1, int)
        self.wait(lambda: not connection.alive)
        self.assertRaises(vce.ClosedError, connection.when_writable, 1, int)
        connection.when_writable(1, None)

    def test_a_connecting_one_tells_first_that_it_is_connected(self):
        server, client = RecordingServer(), RecordingClient(blocking=False)
        seen = []
        connection = client.connect(HOST, server.port)
        connection.when_writable(1, lambda c: seen.append((list(client.connected), c)))
        self.wait(lambda: seen)
        self.assertEqual(seen, [([connection], connection)])


if __name__ == "__main__":
    unittest.main()
