"""The loop: it sleeps until there is work, ends when it is told to, and survives a fork."""
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import unittest.mock
from pathlib import Path

from support import DEADLINE, HOST, LibraryTest, RecordingClient, RecordingServer, vce

PACKAGE = str(Path(__file__).resolve().parents[1])


def python(program, *arguments):
    """Runs a program with this package; its status and what it printed."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program), *arguments],
                          env=dict(os.environ, PYTHONPATH=PACKAGE), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=4 * DEADLINE, check=False)
    return done.returncode, done.stdout


class Stopping(LibraryTest):
    def run_until_stopped(self, until=None):
        """A run that `stop()` has to end, not the deadline."""
        start = time.monotonic()
        self.assertFalse(vce.run(until, timeout=DEADLINE))
        self.assertLess(time.monotonic() - start, DEADLINE / 2)

    def test_in_a_callback_and_before_a_run(self):
        # There was no stop(): a server ran until an exception got out of it.
        server = RecordingServer()
        server.on_record = lambda c, data: vce.stop()
        self.peer(server).sendall(b"x\n")
        self.run_until_stopped()
        vce.stop()
        self.run_until_stopped()
        self.assertFalse(vce.run(timeout=0))  # it is for one run
        vce.stop()
        vce.finalize()
        vce.initialize()
        asked = []
        self.assertTrue(vce.run(lambda: asked.append(1) or len(asked) > 2, DEADLINE))

    def test_in_another_thread(self):
        stopper = threading.Timer(0.05, vce.stop)
        stopper.start()
        self.run_until_stopped()
        stopper.join()

    def test_in_a_signal_handler(self):
        before = signal.signal(signal.SIGUSR1, lambda *_: vce.stop())
        self.addCleanup(signal.signal, signal.SIGUSR1, before)
        for delay in (0, 0.05):
            sender = threading.Timer(delay, os.kill, (os.getpid(), signal.SIGUSR1))
            sender.start()
            self.run_until_stopped()
            sender.join()

    def test_of_the_innermost_run(self):
        stopper = []

        def inner():
            if not stopper:
                vce.stop()
                self.run_until_stopped()
                stopper.append(threading.Timer(0.05, vce.stop))
                stopper[0].start()
            return False
        self.run_until_stopped(inner)
        self.assertTrue(stopper)  # the outer one went on after the inner one
        stopper[0].join()

    def test_drain_ends_too(self):
        server = RecordingServer(write_buffer=1 << 24)
        self.peer(server)  # it does not read
        self.wait(lambda: server.accepted)
        server.accepted[0].send(b"x" * ((1 << 24) - 1))
        server.accepted[0].close()
        vce.stop()
        self.assertFalse(vce.drain(DEADLINE))
        server.accepted[0].abort()
        self.assertTrue(vce.drain(DEADLINE))


class Sleeping(LibraryTest):
    def beats(self, seconds, until=None):
        """How many heartbeats an idle run makes in that time."""
        with unittest.mock.patch.object(vce.runtime, "heartbeat", wraps=vce.heartbeat) as beat:
            self.assertFalse(vce.run(until, seconds))
        return beat.call_count

    def test_an_idle_run_does_not_poll(self):
        # It woke up ten times a second.
        self.pair(RecordingServer(idle_timeout=None), RecordingClient())
        self.settle()
        self.assertLessEqual(self.beats(1), 3)
        self.assertLessEqual(self.beats(2, lambda: False), 9)

    def test_a_condition_is_asked_again_without_any_event(self):
        changed = []
        changer = threading.Timer(0.2, changed.append, (1,))
        changer.start()
        self.wait(lambda: changed)
        changer.join()

    def test_thousand_round_trips_need_no_timer(self):
        server, client = RecordingServer(), RecordingClient()
        server.on_record = lambda c, data: c.send(data)
        client.on_record = lambda c, data: \
            vce.stop() if data == b"1000" else c.send(b"%d" % (int(data) + 1))
        self.pair(server, client)[0].send("1")
        start = time.monotonic()
        self.assertFalse(vce.run(timeout=DEADLINE))
        self.assertLess(time.monotonic() - start, DEADLINE / 2)

    def test_who_was_told_of_signals_is_told_during_a_run(self):
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        before = signal.set_wakeup_fd(writer)
        handler = signal.signal(signal.SIGUSR1, lambda *_: vce.stop())
        try:
            sender = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1))
            sender.start()
            self.assertFalse(vce.run(timeout=DEADLINE))
            sender.join()
            vce.stop()
            vce.run()  # takes what is in the pipe of the one before, if that did not
            self.assertEqual(os.read(reader, 10), bytes([signal.SIGUSR1]))
            self.assertEqual(signal.set_wakeup_fd(writer), writer)
        finally:
            signal.signal(signal.SIGUSR1, handler)
            signal.set_wakeup_fd(before)
            os.close(reader)
            os.close(writer)

    def test_time_outs_that_are_none(self):
        for bad, kind in ((float("nan"), ValueError), ("1", TypeError), ([], TypeError)):
            with self.assertRaisesRegex(kind, "timeout"):
                vce.run(timeout=bad)
        self.assertTrue(vce.run(lambda: True, float("inf")))
        self.assertFalse(vce.run(lambda: False, -1))

    def test_control_c_ends_it_whenever_it_comes(self):
        # Without a wake-up by signals, one that comes right before the sleep waits for its end.
        program = """
            import os, signal, sys, threading, time, vce
            server = vce.Server("127.0.0.1", idle_timeout=None)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for n in range(200):
                sender = threading.Thread(target=lambda: (time.sleep(n * 5e-6),
                                                          os.kill(os.getpid(), signal.SIGINT)))
                start = time.monotonic()
                try:
                    sender.start()
                    vce.run()
                except KeyboardInterrupt:
                    pass
                if time.monotonic() - start > 15:
                    sys.exit("late")
                sender.join()
            print("done")
        """
        self.assertEqual(python(program), (0, "done\n"))


class Forking(LibraryTest):
    def test_parent_and_child_go_on_in_the_run_that_forked(self):
        # The child watched a descriptor of its parent, and spun.
        spare = [os.open("/dev/null", os.O_RDONLY) for _ in range(8)]
        vce.finalize()
        vce.initialize()
        server = RecordingServer()
        forked = []

        def fork(connection, data):
            if not forked:
                for fd in spare:
                    os.close(fd)  # so that the child's descriptor has another number
                forked.append(os.fork())
            else:
                vce.stop()
        server.on_record = fork
        self.peer(server).sendall(b"go\n")
        asked = []
        self.wait(lambda: asked.append(1) or forked)
        if forked[0] == 0:
            try:
                self.in_the_child(server)
                os._exit(0)
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(1)
        self.peer(server)
        self.wait(lambda: len(server.accepted) >= 2)
        self.assertEqual(os.waitpid(forked[0], 0)[1], 0)

    def in_the_child(self, server):
        used = time.process_time()
        self.assertFalse(vce.run(timeout=1))
        self.assertLess(time.process_time() - used, 0.5)
        stopper = threading.Timer(0.05, vce.stop)
        stopper.start()
        self.assertFalse(vce.run(timeout=DEADLINE))
        inner, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(inner, client)
        connection.send("in the child")
        self.wait(lambda: inner.records == [b"in the child"])

    def test_the_run_itself_goes_on_in_both(self):
        # One program, so that nothing of the tests runs twice.
        program = """
            import os, socket, sys, time, vce
            spare = [os.open("/dev/null", os.O_RDONLY) for _ in range(8)]
            child = None
            def fork(connection, data):
                global child
                child = os.fork()
            server = vce.Server("127.0.0.1", on_record=fork)
            peer = socket.create_connection(("127.0.0.1", server.port))
            peer.sendall(b"go\\n")
            for fd in spare:
                os.close(fd)
            rounds = 0
            def count():
                global rounds
                rounds += 1
                return False
            begin = time.process_time()
            ended = vce.run(count, 1.5)
            used = time.process_time() - begin
            assert ended is False and child is not None
            if child == 0:
                os._exit(0 if rounds < 30 and used < 0.7 else 3)
            print(os.waitpid(child, 0)[1])
        """
        self.assertEqual(python(program), (0, "0\n"))


class Nesting(LibraryTest):
    def test_run_and_drain_are_refused_inside_a_callback(self):
        # They took a whole processor until their time-out, for ever without one.
        server, client = RecordingServer(), RecordingClient()
        seen = []

        def nest(connection, data):
            for call in (vce.run, vce.drain, lambda: vce.run(lambda: True),
                         lambda: vce.run(None, 0)):
                try:
                    call()
                except RuntimeError as problem:
                    seen.append(str(problem))
        server.on_record = nest
        connection, _ = self.pair(server, client)
        connection.send("x")
        self.wait(lambda: seen)
        self.assertEqual(len(seen), 4)
        self.assertIn("inside a callback", seen[0])
        self.assertTrue(connection.alive)

    def test_another_thread_is_refused(self):
        caught = []

        def use():
            try:
                vce.run(timeout=0)
            except RuntimeError as problem:
                caught.append(problem)
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        self.assertEqual(len(caught), 1)


class Interpreters(unittest.TestCase):
    def test_a_sub_interpreter_is_refused(self):
        # The first callback in one hung for ever.
        program = """
            import sys
            try:
                import _xxsubinterpreters as interpreters
            except ImportError:
                try:
                    import _interpreters as interpreters
                except ImportError:
                    sys.exit(77)
            if "main" in sys.argv:
                import vce
            one = interpreters.create()
            interpreters.run_string(one, '''if True:
                try:
                    import vce
                except ImportError as problem:
                    print("refused:", problem, flush=True)
            ''')
            import vce
            vce.initialize()
            vce.finalize()
        """
        for argument in ("main", "only"):
            status, output = python(program, argument)
            if status == 77:
                self.skipTest("this Python has no sub-interpreters")
            self.assertEqual(status, 0, output)
            self.assertIn("refused: ", output)
