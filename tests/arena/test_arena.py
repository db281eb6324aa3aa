"""The sample arena: server, bots and terminal player, each in a process of its own."""
import re
import signal
import socket
import sqlite3
import subprocess
import time
import unittest

from lossy_proxy import LossyProxy
from support import BUILD, DEADLINE, ArenaTest, Probe, arena, main, vce


def run_bots(port, *options):
    """Status and output of a run of bots."""
    done = subprocess.run([BUILD / "bots", "--port", str(port), *options], timeout=60,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


class Load(ArenaTest):
    def test_every_bot_sees_every_move_of_its_neighbours(self):
        server = self.server()
        status, report = run_bots(server.port, "--bots", "300", "--rooms", "12", "--seconds", "2")
        self.assertEqual(status, 0, report)
        self.assertIn("own moves: 12000 of 12000 seen", report)
        seen, expected = re.search(r"neighbours' moves: (\d+) of (\d+) seen", report).groups()
        self.assertEqual(seen, expected)
        self.assertGreater(int(seen), 12000)
        self.assertIn("lost 0, unexpected 0, faults 0", report)
        self.assertEqual(server.stop(), (0, ""))

    def test_one_lost_move_is_found_out(self):
        server = self.server()
        with LossyProxy(server.port) as proxy:
            status, report = run_bots(proxy.port, "--bots", "8", "--rooms", "1", "--seconds", "1")
        self.assertEqual(proxy.lost, 1)
        self.assertEqual(status, 1, report)
        self.assertRegex(report, r"lost [1-9]")

    def test_bots_without_a_server_say_so(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            status, report = run_bots(unused.getsockname()[1], "--bots", "2")
        self.assertEqual(status, 3)
        self.assertIn("cannot connect", report)


class Kicks(ArenaTest):
    def kicked(self, misbehave, farewell):
        server = self.server()
        witness = self.joined(server.port, "witness")
        rogue = self.joined(server.port, "rogue")
        player = rogue.player
        misbehave(rogue)
        self.wait(lambda: rogue.reason, "the rogue stays")
        self.assertEqual(rogue.of("left"), [(player, farewell)])
        self.wait(lambda: witness.of("left"), "nobody was told")
        self.assertEqual(witness.of("left"), [(player, farewell)])
        self.assertIsNone(witness.reason)

    def test_silent_ones(self):
        server = self.server("--silence", "3")
        witness, silent = self.joined(server.port, "witness"), self.joined(server.port, "silent")
        stranger = Probe(server.port)
        player, began = silent.player, time.monotonic()
        while not witness.of("left") and time.monotonic() < began + DEADLINE:
            witness.alive_send(witness.connection)
            vce.run(timeout=0.2)
        self.assertEqual(witness.of("left"), [(player, arena.FAREWELL.KICKED_SILENT)])
        self.wait(lambda: silent.reason and stranger.reason, "the silent stay")
        self.assertGreater(time.monotonic() - began, 2.5)
        self.assertIsNone(witness.reason)

    def test_a_step_that_is_too_long(self):
        self.kicked(lambda rogue: rogue.step(arena.STEP_MAX + 1, 0), arena.FAREWELL.KICKED_FAULT)

    def test_a_move_out_of_order(self):
        self.kicked(lambda rogue: rogue.move_send(rogue.connection, 2, 0, 0),
                    arena.FAREWELL.KICKED_FAULT)

    def test_joining_twice(self):
        self.kicked(lambda rogue: rogue.join_send(rogue.connection, rogue.version,
                                                  rogue.sub_version, "other", 1),
                    arena.FAREWELL.KICKED_FAULT)

    def test_an_unknown_message(self):
        self.kicked(lambda rogue: rogue.connection.send(b"\xee"), arena.FAREWELL.KICKED_FAULT)

    def test_more_moves_than_are_made(self):
        def flood(rogue):
            for _ in range(1000):
                rogue.step(1, 0)
        self.kicked(flood, arena.FAREWELL.KICKED_FLOOD)

    def test_too_many_words(self):
        def flood(rogue):
            for _ in range(200):
                rogue.say_send(rogue.connection, "spam")
        self.kicked(flood, arena.FAREWELL.KICKED_FLOOD)


class Doors(ArenaTest):
    def refused(self, probe):
        self.wait(lambda: probe.reason, "it was not refused")
        self.assertEqual([told[0] for told in probe.told], ["refused"])
        return probe.of("refused")[0]

    def test_who_finds_it_full_is_told(self):
        server = self.server("--players", "3")
        players = [self.joined(server.port, f"player{i}") for i in range(3)]
        refusal, why = self.refused(Probe(server.port, "late"))
        self.assertEqual(refusal, arena.REFUSAL.REFUSED_FULL)
        self.assertIn("3 are in", why)
        players[0].leave_send(players[0].connection)
        self.wait(lambda: players[0].reason, "it did not leave")
        self.joined(server.port, "late")

    def test_who_cannot_join_is_told_why(self):
        server = self.server()
        self.joined(server.port, "ann")
        for name, room, refusal in [("ann", 1, "NAME"), (" ", 0, "NAME"), ("a\nb", 0, "NAME"),
                                    ("bob", arena.ROOMS, "ROOM"), ("bob", -2, "ROOM")]:
            got, _ = self.refused(Probe(server.port, name, room))
            self.assertEqual(got, arena.REFUSAL["REFUSED_" + refusal], (name, room))
        old = Probe(server.port)
        old.join_send(old.connection, old.version, old.sub_version ^ 1, "bob", 0)
        self.assertEqual(self.refused(old)[0], arena.REFUSAL.REFUSED_VERSION)

    def test_a_full_room_refuses_and_another_takes(self):
        server = self.server()
        crowd = self.joined(server.port, "crowd")
        for i in range(1, arena.SEATS):
            crowd.join_send(crowd.connect("127.0.0.1", server.port), crowd.version,
                            crowd.sub_version, f"crowd{i}", arena.ANY_ROOM)
        self.wait(lambda: len(crowd.of("joined")) == arena.SEATS, "not all are in")
        self.assertEqual({room for _, room, _ in crowd.of("joined")}, {0})
        self.assertEqual(self.refused(Probe(server.port, "late", 0))[0], arena.REFUSAL.REFUSED_ROOM)
        late = self.joined(server.port, "late", arena.ANY_ROOM)
        self.assertNotEqual(late.of("joined")[0][1], 0)

    def test_a_stop_is_told_to_all(self):
        server = self.server()
        probes = [self.joined(server.port, f"player{i}", i) for i in range(3)]
        server.process.terminate()
        self.wait(lambda: all(p.reason for p in probes), "they stay")
        for probe in probes:
            self.assertEqual(probe.of("left"), [(probe.player, arena.FAREWELL.CLOSING)])
        self.assertEqual(server.stop(), (0, ""))


class Scores(ArenaTest):
    def win(self, port, name):
        probe = self.joined(port, name)
        x, y = probe.of("treasure")[-1]
        probe.walk_to(x, y)
        self.wait(lambda: probe.of("scored"), "no points")
        return probe

    def top(self, probe):
        probe.top_send(probe.connection)
        self.wait(lambda: probe.of("scores"), "no answer")
        return [(score.name, score.points) for score in probe.of("scores")[-1][0]]

    def test_scores_survive_a_restart(self):
        path = self.folder / "scores.db"
        server = self.server("--scores", path)
        winner = self.win(server.port, "ann")
        points = winner.of("scored")[-1][1]
        self.assertEqual(self.top(winner), [("ann", points)])
        self.assertEqual(server.stop(), (0, ""))

        server = self.server("--scores", path)
        self.assertEqual(self.top(self.joined(server.port, "bob")), [("ann", points)])

    def test_scores_survive_a_crash_a_second_later(self):
        path = self.folder / "scores.db"
        server = self.server("--scores", path)
        self.win(server.port, "ann")
        with sqlite3.connect(path) as database:
            self.wait(lambda: database.execute("SELECT count(*) FROM scores").fetchone()[0],
                      "not committed")
        database.close()
        server.kill()

        server = self.server("--scores", path)
        self.assertEqual([name for name, _ in self.top(self.joined(server.port, "bob"))], ["ann"])

    def test_a_file_that_is_no_database_is_refused(self):
        path = self.folder / "scores.db"
        path.write_text("These are no scores.\n" * 100)
        done = subprocess.run([BUILD / "server", "--port", "0", "--scores", path], timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("not a database", done.stderr)
        self.assertEqual(path.read_text(), "These are no scores.\n" * 100)


class TerminalPlayer(ArenaTest):
    def test_joins_chats_and_sees_moves(self):
        server = self.server()
        ann = self.terminal(server.port, "ann")
        ann.read_until("room 0, with nobody")
        bob = self.terminal(server.port, "bob")
        bob.read_until("room 0, with ann")
        ann.read_until("bob comes in")
        ann.type("hello, bob")
        bob.read_until("^ann: hello, bob$")
        bob.type("/go 3 4 2")
        bob.read_until(r"you to \d+,\d+ \(2\)")
        bob.type("/quit")
        self.assertEqual(bob.close(), 0)
        ann.read_until("bob: left")

        status, report = run_bots(server.port, "--bots", "30", "--rooms", "1", "--seconds", "1")
        self.assertEqual(status, 0, report)
        ann.read_until(r"bot\d+ at \d+,\d+")
        ann.read_until(r"bot\d+ to \d+,\d+ \(\d+\)")
        self.assertEqual(server.stop(), (0, ""))
        ann.read_until("you: closing")
        self.assertEqual(ann.close(), 0)

    def test_ctrl_c_ends_it_without_a_traceback(self):
        ann = self.terminal(self.server().port, "ann")
        ann.read_until("room 0")
        ann.process.send_signal(signal.SIGINT)
        self.assertEqual(ann.close(), 130)
        self.assertNotIn("Traceback", ann.text)

    def test_nothing_that_others_choose_reaches_the_terminal(self):
        server = self.server()
        ann = self.terminal(server.port, "ann")
        ann.read_until("room 0")
        rogue = self.joined(server.port, "rogue\x9b")
        rogue.say_send(rogue.connection, "a\x1b[2Jb\x9bc\udcffd")
        self.wait(lambda: rogue.of("said"), "nothing was said")
        ann.read_until(r"^rogue\?: a \[2Jb\?c\?d$")


if __name__ == "__main__":
    main()
