"""The Wireshark dissector: its preferences and filters, unusual protocols, several at once."""
import json
import os
import sys

from captures import SERVER_PORT, Capture
from dissection import DissectorTest, run
from python_stubs import read
from support import DATA, HEAD


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

    def test_packet_list_names_all_messages_that_end_in_a_packet(self):
        protocol, capture = read(DATA / "small.txt"), Capture()
        for part in ("000501ff", "fffffe000102000102", "0001020005"):
            capture.add(40000, True, bytes.fromhex(part))
        capture.write(self.folder / "test.pcap")
        out = self.tshark([self.dissector(protocol)], "-r", "test.pcap", "-o",
                          f"vce_tick.ports:{SERVER_PORT}", "-T", "fields", "-e", "_ws.col.Info")
        self.assertEqual(out.splitlines()[1:], ["add, reset, reset", "reset"])

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


if __name__ == "__main__":
    sys.exit(run("__main__"))
