"""The Wireshark dissector: what tshark shows of captured records."""
import json
import os
import random
import shutil
import subprocess
import sys
import time
import unittest
from xml.etree import ElementTree

from captures import SERVER_PORT, Capture
from python_stubs import application, load, read
from support import DATA, HEAD, GeneratorTest, run
from vcegen.emit import Options, emitter
from vcegen.model import Kind

import vce

EXPERTS = ("cut", "full", "support", "framing", "unknown", "wrong_direction", "empty", "too_long",
           "trailing_bytes")
HEAD_FIELDS = ("length", "id", "direction")
ERRORS = {-2: "full", -26: "support", -65: "unknown"}


class Shown:
    """What tshark shows of one record.

    Attributes:
        message: its name, or None.
        experts: what is remarkable, in the words of the dissector.
        values: (field without the protocol, value as text) in order.
    """

    def __init__(self, abbreviation, element):
        self.message, self.experts, self.values = None, [], []
        for field in element.iter("field"):
            name = field.get("name")
            if not name.startswith(abbreviation + "."):
                continue
            name = name[len(abbreviation) + 1:]
            if name in EXPERTS:
                self.experts.append(name)
            elif name == "id":
                self.message = field.get("showname").partition(": ")[2].rpartition(" (")[0]
            elif name not in HEAD_FIELDS:
                self.values.append((name, field.get("show")))


class DissectorTest(GeneratorTest):
    def dissector(self, protocol):
        """Write the dissector of a protocol; returns the name of the file."""
        (name, text), = emitter("wireshark")(protocol, Options()).items()
        self.write(name, text)
        return name

    def tshark(self, scripts, *arguments):
        """Run tshark with dissectors; returns its output. Fails the test on any complaint."""
        command = ["tshark", "-n"]
        for script in scripts:
            command += ["-X", "lua_script:" + script]
        done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, timeout=60,
                              stderr=subprocess.PIPE, text=True, check=False,
                              env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})
        complaints = [line for line in done.stderr.splitlines() if "Running as user" not in line]
        self.assertEqual((done.returncode, complaints), (0, []))
        self.assertNotIn("Lua Error", done.stdout)
        return done.stdout

    def shown(self, protocol, capture, *arguments, ports=str(SERVER_PORT), framing="Automatic"):
        """All records in a capture, by the client's port, in order."""
        abbreviation = "vce_" + protocol.name.lower()
        path = self.folder / "test.pcap"
        if capture:
            capture.write(path)
        text = self.tshark([self.dissector(protocol)], "-r", str(path), "-T", "pdml", "-o",
                           f"{abbreviation}.framing:{framing}", "-o",
                           f"{abbreviation}.ports:{ports}", *arguments)
        found = {}
        for packet in ElementTree.fromstring(text).iter("packet"):
            both = {int(f.get("show")) for f in packet.iter("field")
                    if f.get("name") in ("tcp.srcport", "tcp.dstport")}
            for proto in packet.iter("proto"):
                if proto.get("name") == abbreviation:
                    port = (both - {int(ports or SERVER_PORT)}).pop()
                    found.setdefault(port, []).append(Shown(abbreviation, proto))
        return found

    def one(self, protocol, records, **how):
        """What is shown of some records in one connection, with bin16."""
        capture = Capture()
        capture.session(40000, records, 2)
        found = self.shown(protocol, capture, **how)[40000]
        self.assertEqual(len(found), len(records))
        return found


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


class Settings(DissectorTest):
    def test_fields_can_be_filtered_for(self):
        protocol, capture = read(DATA / "medium.txt"), Capture()
        capture.session(40000, [(True, bytes.fromhex("000a06616c69636500efcdab89ffff")),
                                (True, bytes.fromhex("000a026100000000010002")),
                                (False, bytes.fromhex("03e80000000000000005"))], 2)
        capture.write(self.folder / "test.pcap")
        read_it = ["-r", "test.pcap", "-o", f"vce_lobby.ports:{SERVER_PORT - 1}-{SERVER_PORT}",
                   "-T", "fields", "-E", "occurrence=a"]
        script = [self.dissector(protocol)]
        out = self.tshark(script, *read_it, "-Y", 'vce_lobby.c2s.login.name == "alice"', "-e",
                          "vce_lobby.c2s.login.token", "-e", "vce_lobby.direction", "-e",
                          "_ws.col.Protocol", "-e", "_ws.col.Info")
        self.assertEqual(out, "4023233417,1\tclient to server,client to server\tlobby\t"
                              "login, login\n")
        out = self.tshark(script, *read_it, "-Y", "vce_lobby.s2c.tick.usec < 6", "-e",
                          "vce_lobby.id")
        self.assertEqual(out, "1000\n")

    def test_json_output_has_the_fields(self):
        protocol, capture = read(DATA / "small.txt"), Capture()
        capture.session(40000, [(False, bytes.fromhex("03fffffffffffffffe0102"))], 4)
        capture.write(self.folder / "test.pcap")
        out = self.tshark([self.dissector(protocol)], "-r", "test.pcap", "-o",
                          f"vce_tick.ports:{SERVER_PORT}", "-T", "json", "-J", "vce_tick")
        layers, = [packet["_source"]["layers"] for packet in json.loads(out)]
        shown = layers["vce_tick"]
        self.assertEqual((shown["vce_tick.s2c.total.value"], shown["vce_tick.s2c.total.times"]),
                         ("-2", "258"))

    def test_a_port_can_be_chosen_for_one_run(self):
        protocol, capture = read(DATA / "small.txt"), Capture()
        capture.session(40000, [(True, b"\x02")], 2)
        self.assertEqual(self.shown(protocol, capture, ports=""), {})
        found = self.shown(protocol, capture, "-d", f"tcp.port=={SERVER_PORT},vce_tick", ports="")
        self.assertEqual([s.message for s in found[40000]], ["reset"])

    def test_framing_can_be_fixed(self):
        protocol = self.read(HEAD + "=idmax 9\n=c2s 1 big( char x[100000] )\n=c2s 2 small()\n")
        big = b"\x01\xfd" + (70000).to_bytes(4, "big") + bytes(70000)
        for framing, name, records in ((4, "bin32", [b"\x02", big]), (2, "bin16", [b"\x02"]),
                                       (4, "Automatic", [big, b"\x02"]),
                                       (2, "Automatic", [b"\x02", b"\x02"])):
            capture = Capture()
            capture.session(40000, [(True, r) for r in records], framing)
            found = self.shown(protocol, capture, framing=name)[40000]
            self.assertEqual([(s.message, s.experts) for s in found],
                             [("big" if r is big else "small", []) for r in records], name)
        capture = Capture()
        capture.session(40000, [(True, b"\x02")] * 2, 2)
        self.assertNotEqual([s.message for s in self.shown(protocol, capture, framing="bin32")
                             .get(40000, [])], ["small", "small"])

    def test_prefix_of_the_multiplexer(self):
        protocol = self.read("=protocolname p\n=serverconnection vpr_circ\n=protocolid 9\n"
                             "=idmax 20\n=c2s 4 up( char a[2] )\n=s2c 9 down()\n")
        up, alone, down = self.one(protocol, [(True, bytes.fromhex("0904026162")),
                                              (True, bytes.fromhex("04026162")),
                                              (False, bytes.fromhex("09"))])
        self.assertEqual(up.values, [("protocol_id", "9"), ("c2s.up.a", "61:62")])
        self.assertEqual(alone.values, [("c2s.up.a", "61:62")])
        self.assertEqual((down.message, down.experts), ("down", []))

    def test_nested_structs_and_names_that_differ_in_case_only(self):
        protocol = self.read(
            "=protocolname Mixed_Case\n=serverconnection conn\n=idmax 9\n"
            "=struct count { short n, int64 N }\n=struct Count { count count[2], count one }\n"
            "=c2s 1 id( Count end[2], char A, char a, stringarray count[2][4] )\n=s2c 2 id()\n")
        inner = "0001" + "ffffffffffffffff"
        found, back = self.one(protocol, [
            (True, bytes.fromhex("01" "00000001" "00000001" + inner + inner + "0203" "01016b")),
            (False, b"\x02")])
        numbers = [("struct.count.n", "1"), ("struct.count.N", "-1")]
        self.assertEqual((found.experts, back.message), ([], "id"))
        self.assertEqual(found.values, [
            ("c2s.id.end.count", "1"), ("c2s.id.end", ""), ("struct.Count.count.count", "1"),
            ("struct.Count.count", ""), *numbers, ("struct.Count.one", ""), *numbers,
            ("c2s.id.A", "2"), ("c2s.id.a", "3"), ("c2s.id.count.count", "1"),
            ("c2s.id.count", "k")])

    def test_dissectors_of_several_protocols_live_together(self):
        scripts = [self.dissector(read(DATA / name)) for name in
                   ("small.txt", "medium.txt", "full.txt", "noidmax.txt")]
        capture = Capture()
        capture.session(40000, [(True, b"\x02")], 2)
        capture.write(self.folder / "test.pcap")
        out = self.tshark(scripts, "-r", "test.pcap", "-o", f"vce_tick.ports:{SERVER_PORT}", "-T",
                          "fields", "-e", "vce_tick.id")
        self.assertEqual(out, "2\n")

    def test_output_is_deterministic_and_says_what_it_was_made_from(self):
        self.write("proto.txt", HEAD + "=struct s { int a }\n=c2s 1 m( s x )\n=s2c 2 n()\n")
        texts = {self.process("--outputs", "wireshark", "--stdout", "proto.txt",
                              env={**os.environ, "PYTHONHASHSEED": seed}).out for seed in "12"}
        text, = texts
        self.assertTrue(text.startswith("-- Made by vcegen from proto.txt; "))


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
        self.assertTrue(vce.run(lambda: len(server.received) == 2, timeout=10))
        server.rooms_send(next(iter(server)), [1, 2], ["one", "two, the last"])
        self.assertTrue(vce.run(lambda: client.received, timeout=10))
        deadline = time.monotonic() + 10
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
    if not shutil.which("tshark"):
        print("tshark is not installed: the dissectors are not tested")
        print("[  SKIPPED ] 1 test(s).")
        sys.exit(0)
    sys.exit(run("__main__"))
