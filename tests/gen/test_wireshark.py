"""The Wireshark dissector: what tshark shows of captured records, good and bad."""
import json
import random
import subprocess
import sys
import time

from captures import Capture
from dissection import DissectorTest, run
from python_stubs import application, load, read
from support import DATA
from vcegen.model import Kind

import vce

ERRORS = {-2: "full", -26: "support", -65: "unknown"}


def expected(path, parameter, value):
    """The fields of an argument, as `Shown.values`."""
    name = f"{path}.{parameter.name}"
    if isinstance(value, dict) and not parameter.struct:
        return [(name, ":".join(f"{b:02x}" for b in bytes.fromhex(value["hex"])))]
    if parameter.kind is Kind.UCHAR and parameter.is_array:
        return [(name, ":".join(f"{b:02x}" for b in value))]
    head, values = ([(name + ".count", str(len(value)))], value) if parameter.is_array \
        else ([], [value])
    for v in values:
        if parameter.struct:
            head.append((name, ""))
            for member in parameter.struct.members:
                head += expected("struct." + parameter.struct.name, member, v[member.name])
        else:
            head.append((name, str(v)))
    return head


def as_number(value):
    try:
        return float(value)
    except ValueError:
        return value


class Vectors(DissectorTest):
    def test_every_record_with_all_its_fields(self):
        """Both directions and framings; in one segment, in segments of 7 bytes and of one."""
        records = json.loads((DATA / "gen.json").read_text())
        for name in sorted({r["definition"] for r in records}):
            protocol = read(DATA / name)
            of_this = [r for r in records if r["definition"] == name]
            stream = [(r["direction"] == "c2s", bytes.fromhex(r["record_hex"])) for r in of_this]
            capture, port = Capture(), 40000
            for framing in (2, 4):
                for segment in (60000, 7) + ((1,) if name == "small.txt" else ()):
                    capture.session(port, stream, framing, segment)
                    port += 1
            found = self.shown(protocol, capture)
            self.assertEqual(sorted(found), list(range(40000, port)), name)
            for records_of_port in found.values():
                self.assertEqual(len(records_of_port), len(of_this))
                for r, shown in zip(of_this, records_of_port):
                    self.assert_shown(protocol, r, shown)

    def assert_shown(self, protocol, record, shown):
        message = next(m for m in protocol.messages if m.name == record["message"]
                       and m.direction.value == record["direction"])
        path = f"{record['direction']}.{message.name}"
        values = [field for p in message.parameters
                  for field in expected(path, p, record["args"][p.name])]
        self.assertEqual((shown.message, shown.experts), (message.name, []))
        self.assertEqual([n for n, _ in shown.values], [n for n, _ in values])
        for (field, got), (_, wanted) in zip(shown.values, values):
            if got != wanted:
                self.assertAlmostEqual(as_number(got), as_number(wanted), 4, field)


class Malformed(DissectorTest):
    def test_what_the_contract_says_of_bad_records(self):
        good = "000a026100000000010002"
        cases = [
            (good, []), ("0014000000070161", []), ("000a00000000010002", []),
            ("", ["empty"]), ("00", ["empty"]), ("7777", ["unknown"]),
            ("000b000000000100", ["wrong_direction"]),
            ("000a", ["cut"]), ("000a05616263", ["cut"]), ("000a146161", ["cut"]),
            ("000afd0000", ["cut"]), ("000afe00000000", ["cut"]), ("01f6020561", ["cut"]),
            ("000a0261000000", ["full"]), ("000a0261000000000102", ["full"]),
            ("000a14" + 20 * "61" + "000000010002", ["full"]), ("000afdfffffffb6162", ["full"]),
            ("01f609", ["full"]), ("01f60110" + 16 * "61" + "0005", ["full"]),
            ("000aff", ["support"]), ("000afe0000000100000002", ["support"]),
            ("01f6ff", ["support"]), (good + 18 * "ee", ["trailing_bytes"]),
            (good + 19 * "ee", ["too_long", "trailing_bytes"]),
        ]
        found = self.one(read(DATA / "medium.txt"), [(True, bytes.fromhex(r)) for r, _ in cases])
        for (record, experts), shown in zip(cases, found):
            self.assertEqual(sorted(shown.experts), experts, record)

    def test_the_text_before_what_is_wrong_is_shown(self):
        protocol = read(DATA / "medium.txt")
        found, = self.one(protocol, [(True, bytes.fromhex("000a0261000000000102"))])
        self.assertEqual(found.values, [("c2s.login.name", "a"), ("c2s.login.token", "1")])

    def test_text_ends_with_its_nul_and_bad_utf8_does_no_harm(self):
        protocol = read(DATA / "medium.txt")
        found = self.one(protocol, [(True, bytes.fromhex("00140000000703610062")),
                                    (True, bytes.fromhex("00140000000703c3a900")),
                                    (True, bytes.fromhex("00140000000702ff00"))])
        self.assertEqual([s.values[1][1] for s in found], ["a", "\u00e9", "\ufffd"])

    def test_longest_string_of_a_struct_needs_its_nul(self):
        record = "000101d0" + "00000001" + "00000001" + "08%s" + "00" + "00000000"
        found = self.one(read(DATA / "full.txt"), [
            (False, bytes.fromhex(record % (7 * "61" + "00"))),
            (False, bytes.fromhex(record % (8 * "61")))])
        self.assertEqual([s.experts for s in found], [[], ["full"]])

    def test_length_above_what_the_library_takes(self):
        protocol, capture = read(DATA / "small.txt"), Capture()
        capture.add(40000, True, bytes.fromhex("0000000501fffffffe" "40000001" "01fffffffe"))
        found = self.shown(protocol, capture)[40000]
        self.assertEqual([(s.message, s.experts) for s in found],
                         [("add", []), (None, ["framing"])])

    def test_dissector_and_stub_agree_about_damaged_records(self):
        """Both judge the same records: what is received, ignored, or an error with which code."""
        self.addCleanup(vce.finalize)
        chance = random.Random(1)
        for name in ("medium.txt", "full.txt"):
            protocol = read(DATA / name)
            module = load(protocol)
            stubs = {True: application(module.Server)("127.0.0.1"),
                     False: application(module.Client)()}
            stubs[True].macros = frozenset(["EVERY_GUARD"])
            vectors = [r for r in json.loads((DATA / "gen.json").read_text())
                       if r["definition"] == name]
            records = [(r["direction"] == "c2s", damaged(chance, bytes.fromhex(r["record_hex"])))
                       for r in vectors for _ in range(30)]
            seen = set()
            for (to_server, record), shown in zip(records, self.one(protocol, records)):
                judgement = self.judgement(stubs[to_server], record)
                seen |= judgement
                self.assertEqual(set(shown.experts) - {"trailing_bytes"}, judgement, record.hex())
            self.assertEqual(seen, {"cut", "full", "support", "unknown", "too_long", "empty"}
                             | {"wrong_direction"} & seen, name)

    @staticmethod
    def judgement(stub, record):
        """What a stub makes of a record, in the words of the dissector."""
        for events in (stub.received, stub.errors, stub.too_long):
            events.clear()
        width = stub._id_width
        number = int.from_bytes(record[:width], "big")
        stub.on_record("c", record)
        result = {"too_long"} if stub.too_long else set()
        if len(record) < width:
            return {"empty"}
        if number in stub._sent:
            # The stub stops here; the dissector shows what the sender meant.
            message = stub._sent[number]
            try:
                message.unpack(record)
            except vce.stub.RecordError as error:
                result.add("cut" if error.code == -46 else ERRORS[error.code])
            if message.limit is not None and len(record) > message.limit:
                result.add("too_long")
            return result | {"wrong_direction"}
        if stub.errors:
            return result | {ERRORS[stub.errors[0]]}
        return result if stub.received else result | {"cut"}


def damaged(chance, record):
    """A record with some bytes changed, gone or new."""
    content = bytearray(record)
    for _ in range(chance.randint(1, 2)):
        at = chance.randint(0, min(len(content), 40))
        what = chance.random()
        if what < 0.4:
            content[at:at + 1] = bytes([chance.choice((0, 1, 4, 0x7F, 0xFC, 0xFD, 0xFE, 0xFF))])
        elif what < 0.7:
            del content[at:]
        elif what < 0.8:
            content += bytes(chance.randint(1, 600))
        else:
            content[at:at] = bytes([chance.choice((0, 2, 0x61, 0xFE))])
    return bytes(content)


class Live(DissectorTest):
    def test_stubs_captured_on_the_loopback(self):
        """dumpcap needs the right to capture; without it there is nothing to test here."""
        self.addCleanup(vce.finalize)
        module = load(read(DATA / "medium.txt"))
        server = application(module.Server)("127.0.0.1", framing="bin32")
        client = application(module.Client)(framing="bin32")
        server.raw_send = client.raw_send = True
        path = self.folder / "test.pcap"
        capturing = subprocess.Popen(
            ["dumpcap", "-q", "-i", "lo", "-f", f"tcp port {server.port}", "-w", str(path)],
            stderr=subprocess.PIPE, text=True)
        self.addCleanup(capturing.stderr.close)
        self.addCleanup(capturing.wait, 20)
        self.addCleanup(capturing.terminate)
        for line in capturing.stderr:
            if line.startswith("File: "):
                break
        else:
            self.skipTest("no right to capture on the loopback")
        connection = client.connect("127.0.0.1", server.port)
        client.login_send(connection, "alice", 7, 8)
        client.upload_send(connection, b"blob", 9)
        self.assertTrue(vce.run(lambda: len(server.received) == 2, timeout=60))
        server.rooms_send(next(iter(server)), [1, 2], ["one", "two, the last"])
        self.assertTrue(vce.run(lambda: client.received, timeout=60))
        deadline = time.monotonic() + 60
        while b"two, the last" not in path.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.05)
        capturing.terminate()
        capturing.wait(20)
        found = self.shown(read(DATA / "medium.txt"), None, ports=str(server.port))
        (records,) = found.values()
        self.assertEqual([(s.message, s.experts) for s in records],
                         [("login", []), ("upload", []), ("rooms", [])])
        self.assertEqual(records[2].values, [
            ("s2c.rooms.ids.count", "2"), ("s2c.rooms.ids", "1"), ("s2c.rooms.ids", "2"),
            ("s2c.rooms.names.count", "2"), ("s2c.rooms.names", "one"),
            ("s2c.rooms.names", "two, the last")])


if __name__ == "__main__":
    sys.exit(run("__main__"))
