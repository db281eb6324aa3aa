#!/usr/bin/env python3
"""A player of the arena for the terminal: what happens is printed, what is typed is said.

Shows the Python stubs of a protocol that a C server speaks, and the library inside asyncio.

Run:   make arena-programs    (once; makes the stubs)
       PYTHONPATH=compat/python:build/arena/stubs python3 samples/arena/client.py ann
Type:  /go DX DY [TIMES]   walks; x to the right, y down, up to 16 along each
       /top                the high scores
       /quit               leaves, as does the end of the input
Ends:  0: left, or the server ended. 1: no server, refused or kicked. 130: Ctrl-C.
"""
from __future__ import annotations

import argparse
import asyncio
import os
import sys
from typing import Dict, List, Tuple

import vce
import arena_protocol as arena

ALIVE_EVERY = 3.0  # seconds
WALK_MAX = 1000


def clean(text: str) -> str:
    """Others chose it: nothing of it may control the terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)


class Player(arena.Client):
    """One connection to the arena, and what it knows of the room."""

    def __init__(self) -> None:
        super().__init__(blocking=False)
        self.me = 0
        self.names: Dict[int, str] = {}
        self.sequence = 0
        self.farewell = 0
        self.steps: List[Tuple[int, int]] = []

    def name(self, player: int) -> str:
        return "you" if player == self.me else self.names.get(player, "player %d" % player)

    def say(self, text: str) -> None:
        print("*", text, flush=True)

    # ---- what the server sends

    def refused_recv(self, connection: vce.Connection, /, refusal: int, why: str) -> None:
        self.say("refused: " + clean(why))

    def joined_recv(self, connection: vce.Connection, /, player: int, room: int,
                    players: List[arena.Player]) -> None:
        self.me = player
        self.names = {p.id: clean(p.name) for p in players}
        others = sorted(self.names[p] for p in self.names if p != player)
        self.say("room %d, with %s" % (room, ", ".join(others) or "nobody"))

    def entered_recv(self, connection: vce.Connection, /, player: int, name: str) -> None:
        self.names[player] = clean(name)
        self.say("%s comes in" % self.name(player))

    def left_recv(self, connection: vce.Connection, /, player: int, farewell: int) -> None:
        known = [f.name.lower().replace("_", ", ") for f in arena.FAREWELL if f == farewell]
        self.say("%s: %s" % (self.name(player), known[0] if known else farewell))
        if player == self.me:
            self.farewell = farewell
        self.names.pop(player, None)

    def said_recv(self, connection: vce.Connection, /, player: int, text: str) -> None:
        print("%s: %s" % (self.name(player), clean(text)), flush=True)

    def treasure_recv(self, connection: vce.Connection, /, x: int, y: int) -> None:
        self.say("a treasure is at %d,%d" % (x, y))

    def scored_recv(self, connection: vce.Connection, /, player: int, points: int) -> None:
        self.say("%s found it; points: %d" % (self.name(player), points))

    def scores_recv(self, connection: vce.Connection, /, list: List[arena.Score]) -> None:
        for place, score in enumerate(list, 1):
            self.say("%2d. %-24s %5d" % (place, clean(score.name), score.points))

    def tick_recv(self, connection: vce.Connection, /, number: int, gone: List[int],
                  seen: List[arena.Sight], moves: List[arena.Step]) -> None:
        for player in gone:
            self.say("%s out of sight" % self.name(player))
        for sight in seen:
            self.say("%s at %d,%d" % (self.name(sight.player), sight.x, sight.y))
        for step in moves:
            self.say("%s to %d,%d (%d)" % (self.name(step.player), step.x, step.y, step.sequence))

    # ---- what it sends

    def join(self, connection: vce.Connection, name: str, room: int) -> None:
        self.join_send(connection, self.version, self.sub_version, name, room)

    def command(self, connection: vce.Connection, line: str) -> None:
        words = line.split()
        try:
            if not words:
                return
            if words[0] == "/go":
                dx, dy, times = int(words[1]), int(words[2]), int(words[3]) if words[3:] else 1
                if max(abs(dx), abs(dy)) > arena.STEP_MAX or times > WALK_MAX:
                    raise ValueError("a step is up to %d along each, a walk of %d steps"
                                     % (arena.STEP_MAX, WALK_MAX))
                self.steps += [(dx, dy)] * times
            elif words[0] == "/top":
                self.top_send(connection)
            elif words[0] == "/quit":
                self.leave_send(connection)
            else:
                self.say_send(connection, line)
        except (ValueError, IndexError, vce.VceError) as problem:
            self.say("not done: %s" % problem)

    async def walk(self, connection: vce.Connection) -> None:
        """Sends one step in the time of a tick: more would only wait at the server."""
        while True:
            await asyncio.sleep(arena.TICK_MS / 1000)
            if self.steps:
                self.sequence += 1
                self.move_send(connection, self.sequence, *self.steps.pop(0))

    async def stay_alive(self, connection: vce.Connection) -> None:
        while True:
            await asyncio.sleep(ALIVE_EVERY)
            self.alive_send(connection)


class Input:
    """Lines of the standard input, which may be a terminal, a pipe or a file."""

    def __init__(self, player: Player, connection: vce.Connection) -> None:
        self.player, self.connection = player, connection
        self.unfinished = b""
        self.loop = asyncio.get_running_loop()
        try:
            self.loop.add_reader(0, self.read)
        except PermissionError:  # a file is always ready, so there is no waiting for it
            while self.read():
                pass

    def read(self) -> bool:
        data = os.read(0, 4096)
        *lines, self.unfinished = (self.unfinished + (data or b"\n/quit\n")).split(b"\n")
        if not data:
            self.close()
        for line in lines:
            self.player.command(self.connection, line.decode(errors="replace").strip())
        return bool(data)

    def close(self) -> None:
        self.loop.remove_reader(0)


async def play(options: argparse.Namespace) -> int:
    player = Player()
    async with vce.aio.Heartbeat():
        try:
            connection = await vce.aio.connect(player, options.address, options.port, timeout=5)
        except (vce.ConnectError, asyncio.TimeoutError) as problem:
            print("no server at %s port %d: %r" % (options.address, options.port, problem),
                  file=sys.stderr)
            return 1
        player.join(connection, options.name, options.room)
        tasks = [asyncio.ensure_future(player.walk(connection)),
                 asyncio.ensure_future(player.stay_alive(connection))]
        lines = Input(player, connection)
        reason = await vce.aio.closed(connection)
        lines.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if not player.farewell:
        player.say("the connection ended: %s" % (reason.name if reason else "?"))
    return 0 if player.farewell in (arena.FAREWELL.LEFT, arena.FAREWELL.CLOSING) else 1


def main() -> int:
    parser = argparse.ArgumentParser(description="A player of the arena for the terminal.")
    parser.add_argument("name")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5555)
    parser.add_argument("--room", type=int, default=arena.ANY_ROOM, help="0 to 31")
    options = parser.parse_args()
    try:
        return asyncio.run(play(options))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
