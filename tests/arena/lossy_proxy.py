"""A proxy in front of the arena that takes one move away."""
import select
import socket
import threading

from support import arena

JOINED, TICK = arena.S2C[arena.FUNCID.S2C_JOINED], arena.S2C[arena.FUNCID.S2C_TICK]


class LossyProxy:
    """Passes on all bytes between clients and the server, except that one client is not told one
    move of another one."""

    def __init__(self, port):
        self._server = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.lost = 0
        self._ticks = 0
        self._player = {}  # by socket towards the server
        self._peer = {}  # the other end of each socket
        self._unfinished = {}  # of those towards the server: the begin of a record
        self._is_over = False
        self._thread = threading.Thread(target=self._run)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *problem):
        self._is_over = True
        self._thread.join()
        for end in [*self._peer, self._listener]:
            end.close()

    def _run(self):
        while not self._is_over:
            for end in select.select([self._listener, *self._peer], [], [], 0.1)[0]:
                if end is self._listener:
                    self._accept()
                elif end in self._peer:
                    self._pass_on(end)

    def _accept(self):
        client = self._listener.accept()[0]
        server = socket.create_connection(self._server)
        self._peer[client], self._peer[server] = server, client
        self._unfinished[server] = b""

    def _pass_on(self, end):
        try:
            data = end.recv(65536)
            if data:
                data = self._records(end, data) if end in self._unfinished else data
                self._peer[end].sendall(data)
                return
        except OSError:
            pass
        other = self._peer.pop(end)
        del self._peer[other]
        end.close()
        other.close()

    def _records(self, server, data):
        data, result = self._unfinished[server] + data, b""
        while len(data) >= 2 and len(data) >= 2 + int.from_bytes(data[:2], "big"):
            end = 2 + int.from_bytes(data[:2], "big")
            record, data = self._thin_out(server, data[2:end]), data[end:]
            result += len(record).to_bytes(2, "big") + record
        self._unfinished[server] = data
        return result

    def _thin_out(self, server, record):
        if record[0] == JOINED.id:
            self._player[server] = JOINED.unpack(record)[0]
        if record[0] != TICK.id or self.lost:
            return record
        self._ticks += 1
        number, gone, seen, moves = TICK.unpack(record)
        others = [move for move in moves if move.player != self._player[server]]
        if self._ticks < 50 or not others:
            return record
        self.lost = 1
        moves.remove(others[0])
        return TICK.pack(number, gone, seen, moves)
