"""The library inside asyncio: it reacts at once, and sleeps when there is nothing to do."""
import asyncio
import time

from support import DEADLINE, HOST, LibraryTest, RecordingClient, RecordingServer, vce

from vce.aio import Heartbeat, closed, connect


class Aio(LibraryTest):
    def go(self, main):
        async def bounded():
            await asyncio.wait_for(main(), DEADLINE)
        asyncio.run(bounded())

    async def until(self, condition):
        while not condition():
            await asyncio.sleep(0.001)

    def servers(self):
        return RecordingServer(), RecordingClient(blocking=False)

    def test_connect_send_receive_and_close(self):
        async def main():
            server, client = self.servers()
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                self.assertTrue(connection.connected)
                connection.send("hello")
                await self.until(lambda: server.records)
                ending = asyncio.ensure_future(closed(server.accepted[0]))
                connection.close()
                self.assertIs(await closed(connection), vce.CloseReason.APPLICATION)
                self.assertIs(await ending, vce.CloseReason.REMOTE)
                self.assertIs(await closed(connection), vce.CloseReason.APPLICATION)
            self.assertEqual(server.records, [b"hello"])
        self.go(main)

    def test_thousand_round_trips_need_no_timer(self):
        """Each step is woken up by the descriptor or by send(): late ones would take minutes."""
        async def main():
            server, client = self.servers()
            server.on_record = lambda c, data: c.send(data)
            done = asyncio.get_running_loop().create_future()

            def again(connection, data):
                count = int(data) + 1
                done.set_result(count) if count == 1000 else connection.send("%d" % count)
            client.on_record = again
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                connection.send("0")
                self.assertEqual(await done, 1000)
        self.go(main)

    def test_work_of_other_tasks_is_sent_at_once(self):
        async def main():
            server, client = self.servers()
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                for n in range(100):
                    begin = time.monotonic()
                    connection.send("x")
                    await self.until(lambda: len(server.records) > n)
                    if time.monotonic() - begin < 0.05:
                        break
                else:
                    self.fail("every record was late")
        self.go(main)

    def test_a_refused_connect_raises(self):
        async def main():
            server, client = self.servers()
            async with Heartbeat():
                port = server.port
                server.close()
                with self.assertRaisesRegex(vce.ConnectError, "port %d: Connection refused" % port):
                    await connect(client, HOST, port)
            self.assertEqual(len(client), 0)
            with self.assertRaises(ValueError):
                await connect(RecordingClient(), HOST, port)
        self.go(main)

    def test_a_connect_without_an_answer_times_out(self):
        async def main():
            # A listener whose queue is full leaves further connects without an answer.
            import socket
            full = socket.socket()
            self.addCleanup(full.close)
            full.bind((HOST, 0))
            full.listen(0)
            fillers = []
            for _ in range(4):
                fillers.append(socket.socket())
                self.addCleanup(fillers[-1].close)
                fillers[-1].setblocking(False)
                fillers[-1].connect_ex(full.getsockname())
            _, client = self.servers()
            async with Heartbeat():
                with self.assertRaises(asyncio.TimeoutError):
                    await connect(client, *full.getsockname(), timeout=0.1)
                await self.until(lambda: len(client) == 0)
        self.go(main)

    def test_idle_limits_strike_in_time(self):
        async def main():
            server, client = self.servers()
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                begin = time.monotonic()
                connection.set_idle_timeout(1)
                self.assertIs(await closed(connection), vce.CloseReason.TIMEOUT)
                self.assertLess(time.monotonic() - begin, 4)
        self.go(main)

    def test_an_idle_program_sleeps(self):
        async def main():
            server, client = self.servers()
            async with Heartbeat() as beat:
                await connect(client, HOST, server.port)
                await self.until(lambda: server.accepted)
                await asyncio.sleep(0.1)
                beats, real = [], beat._beat
                beat._beat = lambda: (beats.append(1), real())
                beat._work()
                await asyncio.sleep(1)
                self.assertLessEqual(len(beats), 3)
        self.go(main)

    def test_it_can_be_a_task(self):
        async def main():
            server, client = self.servers()
            task = asyncio.ensure_future(Heartbeat().run())
            await asyncio.sleep(0)
            connection = await connect(client, HOST, server.port)
            with self.assertRaises(RuntimeError):
                Heartbeat().start()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            self.assertIsNone(vce.runtime.state.on_work)
            connection.send("nobody sends it")
            await asyncio.sleep(0.02)
            self.assertEqual(server.records, [])
            async with Heartbeat():
                await self.until(lambda: server.records)
        self.go(main)

    def test_a_task_of_it_ends_by_stop_and_by_finalize(self):
        # run() waited for ever after stop().
        async def main():
            server, client = self.servers()
            for end in (lambda beat: beat.stop(), lambda beat: vce.finalize()):
                vce.initialize()
                beat = Heartbeat()
                task = asyncio.ensure_future(beat.run())
                await asyncio.sleep(0)
                end(beat)
                self.assertIsNone(await task)
            server, client = self.servers()
            beat = Heartbeat()
            server.on_record = lambda c, data: beat.stop()  # in a callback
            task = asyncio.ensure_future(beat.run())
            await asyncio.sleep(0)
            (await connect(client, HOST, server.port)).send("x")
            self.assertIsNone(await task)
        self.go(main)

    def test_run_works_inside_a_task_and_not_inside_a_callback(self):
        async def main():
            server, client = self.servers()
            seen = []

            def nest(connection, data):
                with self.assertRaises(RuntimeError) as caught:
                    vce.run(timeout=0)
                seen.append(caught.exception)
            server.on_record = nest
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                connection.send("x")
                await self.until(lambda: seen)
                connection.send("y")
                self.assertTrue(vce.run(lambda: len(seen) == 2, DEADLINE))
                connection.send("z")
                await self.until(lambda: len(seen) == 3)
        self.go(main)

    def test_callbacks_that_fail_do_not_stop_it(self):
        async def main():
            server, client = self.servers()

            def fail(connection, data):
                raise LookupError
            server.on_record = fail
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                connection.send("x")
                await closed(connection)
                self.assertEqual(len(server.errors), 1)
                await connect(client, HOST, server.port)
        self.go(main)

    def test_finalize_inside_is_survived(self):
        async def main():
            server, client = self.servers()
            async with Heartbeat():
                connection = await connect(client, HOST, server.port)
                waiting = asyncio.ensure_future(closed(connection))
                await asyncio.sleep(0)
                quiet = getattr(self, "assertNoLogs", self.subTest)  # since Python 3.10
                with quiet("asyncio"):
                    vce.finalize()
                    self.assertIsNone(vce.runtime.state.on_work)
                    self.assertIsNone(await waiting)
                    await asyncio.sleep(0.01)
            vce.initialize()
            server, client = self.servers()
            async with Heartbeat():
                await connect(client, HOST, server.port)
        self.go(main)
