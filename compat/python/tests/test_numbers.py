"""Numbers that C would cut are refused, with the name of the argument and its range."""
import ctypes
import json
from pathlib import Path

from support import HOST, LibraryTest, RecordingClient, RecordingServer, vce

raw = vce.raw
MODEL = Path(__file__).resolve().parents[2] / "model" / "model.json"
RANGES = {"short": (-2**15, 2**15 - 1), "ushort": (0, 2**16 - 1), "int": (-2**31, 2**31 - 1),
          "uint": (0, 2**32 - 1), "int64": (-2**63, 2**63 - 1), "size_t": (0, 2**64 - 1),
          "time_t": (-2**63, 2**63 - 1)}


class Options(LibraryTest):
    def refused(self, name, call, values=(2**31, 2**32, 2**32 + 5, 2**64, -2**31 - 1)):
        for value in values:
            with self.subTest(name=name, value=value):
                with self.assertRaisesRegex(ValueError, r"%s -?\d+ is outside" % name):
                    call(value)
        for value in (1.0, "1", None if name != "idle_timeout" else 1.5):
            with self.subTest(name=name, value=value), self.assertRaisesRegex(TypeError, name):
                call(value)

    def test_of_contexts(self):
        # An idle limit of 2**32 seconds was one of 0, and so on.
        made = vce.stats()["tcpcontext_create"]
        for name in ("max_connections", "read_buffer", "write_buffer", "safety_read",
                     "idle_timeout", "records_per_heartbeat", "max_record"):
            for kind in (vce.Server, vce.Client):
                self.refused(name, lambda value: kind(**{name: value}))
        for name in ("hiwater", "accepts_per_minute", "max_per_address"):
            self.refused(name, lambda value: vce.Server(HOST, **{name: value}))
        self.refused("port", lambda value: vce.Server(HOST, value), (-1, 65536, 2**32))
        self.assertEqual(vce.stats()["tcpcontext_create"], made)

    def test_negative_ones(self):
        for name in ("max_connections", "read_buffer", "write_buffer", "safety_read",
                     "records_per_heartbeat", "max_record", "hiwater", "accepts_per_minute"):
            with self.assertRaisesRegex(ValueError, "%s -1 is outside 0 to" % name):
                vce.Server(HOST, **{name: -1})

    def test_of_everything_else(self):
        server, client = RecordingServer(), RecordingClient()
        connection, _ = self.pair(server, client)
        self.refused("port", lambda value: client.connect(HOST, value), (0, -1, 65536, 2**32))
        self.refused("seconds", lambda value: connection.set_idle_timeout(value)
                     if value is not None else connection.set_idle_timeout(b""))
        self.refused("verbosity", lambda value: vce.log_to(None, value))
        self.refused("max_connections", lambda value: vce.initialize(max_connections=value))
        self.refused("max_contexts", lambda value: vce.initialize(max_contexts=value))
        self.assertTrue(connection.alive and not connection.closed)
        with self.assertRaises(TypeError):
            connection.send(5)  # five NULs

    def test_the_greatest_ones_are_taken(self):
        server = vce.Server(HOST, idle_timeout=2**31 - 1, accepts_per_minute=2**31 - 1,
                            hiwater=2**31 - 1, records_per_heartbeat=2**31 - 1,
                            max_record=2**31 - 1, safety_read=100, max_per_address=2**31 - 1)
        peer = self.peer(server)
        self.wait(lambda: len(server) == 1)
        for connection in server:
            connection.set_idle_timeout(2**31 - 1)
        peer.sendall(b"x\n")
        self.settle()
        self.assertEqual(len(server), 1)


class Raw(LibraryTest):
    def test_every_number_of_every_function(self):
        with open(MODEL, encoding="ascii") as f:
            model = json.load(f)
        checked = 0
        for f in model["functions"]:
            for n, p in enumerate(f["parameters"]):
                if p["type"]["pointers"] or p["type"]["name"] not in RANGES:
                    continue
                low, high = RANGES[p["type"]["name"]]
                for value in (low - 1, high + 1):
                    # All others are NULL or 0; the number is refused before the call.
                    arguments = [value if k == n else self.nothing(q)
                                 for k, q in enumerate(f["parameters"])]
                    with self.subTest(f["name"], parameter=p["name"]):
                        with self.assertRaisesRegex(ValueError, "^%s_? %d is outside %d to %d"
                                                    % (p["name"], value, low, high)):
                            getattr(raw, f["name"])(*arguments)
                checked += 1
        self.assertGreater(checked, 100)

    def nothing(self, parameter):
        kind = parameter["type"]
        if kind["pointers"] or kind["name"] in ("callback", "tcpcontext_t", "va_list"):
            return None
        return raw.conn_t() if kind["name"] == "conn_t" else b"\0" if kind["name"] == "char" else 0

    def test_fields_of_structures(self):
        limits = raw.vce_limit_t()
        for value in (2**31, -2**31 - 1):
            with self.assertRaisesRegex(ValueError, "max_conn"):
                limits.max_conn = value
        limits.max_conn = 2**31 - 1
        self.assertEqual(limits.max_conn, 2**31 - 1)
        with self.assertRaisesRegex(ValueError, "serial"):
            raw.conn_t(None, 2**32)
        self.assertEqual(raw.conn_t(7, 2**32 - 1).serial, 2**32 - 1)

    def test_numbers_of_ctypes_are_taken(self):
        self.assertEqual(raw.vce_strerror(ctypes.c_int(raw.VCE_EFULL)),
                         raw.vce_strerror(raw.VCE_EFULL))
