"""Python stubs: records, checks and errors against the contract's tables, types, names."""
import ast
import json
import os
import pickle
import subprocess
import sys
import unittest

from python_stubs import PACKAGE, application, load, read, source, value_of
from support import DATA, HEAD, GeneratorTest, run

import vce

EFULL, EINVAL, ESUPPORT, EGENCOMMAND = -2, -6, -26, -65


class StubTest(GeneratorTest):
    def setUp(self):
        super().setUp()
        self.addCleanup(vce.finalize)

    def both(self, module):
        """A server and a client of a module, not connected."""
        return application(module.Server)("127.0.0.1"), application(module.Client)()

    def vector(self, name):
        return self.both(load(read(DATA / name)))

    def module(self, text):
        return load(self.read(text))

    def assert_refused(self, code, problem, method, *arguments):
        with self.assertRaises(vce.stub.ArgumentError) as caught:
            method("c", *arguments)
        self.assertEqual(caught.exception.code, code)
        self.assertIn(problem, str(caught.exception))


class Records(StubTest):
    def test_every_record_of_the_vectors_in_both_directions(self):
        records = json.loads((DATA / "gen.json").read_text())
        self.assertEqual(len(records), 49)
        for name in sorted({r["definition"] for r in records}):
            protocol = read(DATA / name)
            module = load(protocol)
            server, client = self.both(module)
            server.macros = client.macros = frozenset(["EVERY_GUARD"])
            structs = {s.name: getattr(module, s.name.capitalize()) for s in protocol.structs}
            for r in (r for r in records if r["definition"] == name):
                message = next(m for m in protocol.messages if m.name == r["message"]
                               and m.direction.value == r["direction"])
                arguments = [value_of(p, r["args"][p.name], structs) for p in message.parameters]
                to, by = (server, client) if r["direction"] == "c2s" else (client, server)
                record = bytes.fromhex(r["record_hex"])
                with self.subTest(record=r):
                    sent = getattr(by, message.name + "_send")("c", *arguments)
                    self.assertEqual((by.records.pop(), sent), (record, len(record)))
                    self.assertIsNone(to.on_record("c", record))
                    self.assertEqual(to.received.pop(), (message.name, tuple(arguments)))
                    self.assertEqual((to.errors, to.too_long), ([], []))

    def test_received_values_have_python_types(self):
        server, client = self.vector("full.txt")
        client.arrays_send("c", b"\x80a", b"\xff", [1], [2], (3,), [4], [5], [0.1])
        server.on_record("c", client.records[0])
        self.assertEqual(server.received[0][1][:4], (b"\x80a", b"\xff", [1], [2]))
        self.assertAlmostEqual(server.received[0][1][7][0], 0.1, 6)

    def test_text_that_is_no_utf8_survives(self):
        server, client = self.vector("medium.txt")
        server.on_record("c", bytes.fromhex("0014 00000007 03 80ff00"))
        client.say_send("c", 7, server.received[0][1][1])
        self.assertEqual(client.records[0].hex(), "0014000000070380ff00")

    def test_prefix_of_the_multiplexer(self):
        module = self.module("=protocolname p\n=serverconnection vpr_circ\n=protocolid 9\n"
                             "=idmax 9\n=c2s 4 up( char a[2] )\n=s2c 5 down()\n")
        server, client = self.both(module)
        client.up_send("c", b"ab")
        server.down_send("c")
        self.assertEqual((client.records, server.records),
                         ([bytes.fromhex("0904026162")], [b"\x05"]))
        server.on_record("c", bytes.fromhex("04026162"))
        self.assertEqual(server.received, [("up", (b"ab",))])
        self.assertEqual(module.PROTOCOL_ID, 9)

    def test_what_old_generators_could_not_do_with_structs(self):
        module = self.module(HEAD + "=idmax 9\n=struct in { string s[4], stringarray l[2][3] }\n"
                                    "=struct out { in a[2], in b }\n=c2s 1 m( out x[2], out y )\n")
        server, client = self.both(module)
        one = module.In("abc", ["", "zz"])
        out = module.Out([one], module.In("", []))
        client.m_send("c", [out], out)
        text = "0461626300" + "0200027a7a"
        self.assertEqual(client.records[0].hex(), "01" + "00000001" +
                         2 * ("00000001" + text + "0100" + "00"))
        server.on_record("c", client.records[0])
        self.assertEqual(server.received, [("m", ([out], out))])


LOGIN = ("login", ("a", 1, 2))


class ReceivingOnTheServer(StubTest):
    """The contract's table for medium.txt: record, result, what was called, error codes."""

    def setUp(self):
        super().setUp()
        self.server, _ = self.vector("medium.txt")
        self.server.results = {"login": 55, "tags": 2, "leave": 3, "say": -9}

    def check(self, record, result, received=(), errors=(), too_long=()):
        with self.subTest(record=record):
            self.assertEqual(self.server.on_record("c", bytes.fromhex(record)), result)
            got = (self.server.received, self.server.errors, self.server.too_long)
            self.assertEqual(got, (list(received), list(errors), list(too_long)))
            self.assertIsNone(self.server.current)
            for found in got:
                found.clear()

    def test_no_message(self):
        self.check("", None)
        self.check("00", None)
        for record in ("7777", "000b"):
            self.check(record, -7, errors=[EGENCOMMAND])

    def test_good_records(self):
        for record in ("000a026100000000010002", "000a026100000000010002ffff",
                       "000afd000000026100000000010002",
                       "000afe00000000000000026100000000010002",
                       "000a0461006200000000010002"):
            self.check(record, 55, [LOGIN])
        self.assertEqual(self.server.recv_counts["login"], 5)
        self.assertEqual(self.server.inside, ["c"] * 5)

    def test_strings_without_nul(self):
        self.check("000a03616263000000010002", 55, [("login", ("abc", 1, 2))])
        self.check("000a00000000010002", 55, [("login", ("", 1, 2))])
        self.check("000a10" + 16 * "61" + "000000010002", 55, [("login", (16 * "a", 1, 2))])
        self.check("0014000000070161", -9, [("say", (7, "a"))])

    def test_cut_arrays_are_ignored(self):
        for record in ("000a", "000a05616263", "000a146161", "000afd0000", "000afe00000000", "01f6",
                       "01f6020561"):
            self.check(record, None)

    def test_what_is_too_long_or_cut_elsewhere(self):
        for record in ("000a14" + 20 * "61" + "000000010002", "000a0261000000",
                       "000a0261000000000102", "000afdfffffffb6162", "01f609",
                       "01f60110" + 16 * "61" + "0005", "01f6010161"):
            self.check(record, -7, errors=[EFULL])

    def test_lengths_without_meaning(self):
        for record in ("000aff", "000afe0000000100000002", "01f6ff", "01f602ff"):
            self.check(record, -7, errors=[ESUPPORT])
        self.assertEqual(set(self.server.recv_counts.values()), {0})

    def test_too_long_records(self):
        good = "000a026100000000010002"
        self.check(good + 18 * "ee", 55, [LOGIN])
        for result in (None, 0, 5, True):
            self.server.too_long_result = result
            self.check(good + 19 * "ee", 55, [LOGIN], too_long=[(10, 30)])
        self.server.too_long_result = False
        self.check(good + 19 * "ee", False, too_long=[(10, 30)])
        self.assertEqual(self.server.recv_counts["login"], 5)

    def test_messages_without_parameters(self):
        self.check("03e7", 3, [("leave", ())])
        self.check("03e7aabbccdd", 3, [("leave", ())])
        self.assertEqual(self.server.recv_counts["leave"], 2)

    def test_lists_of_texts(self):
        self.check("01f602016101620005", 2, [("tags", (["a", "b"], 5))])

    def test_result_of_the_error_callback_is_returned(self):
        for result in (0, 12, None, False):
            self.server.error_result = result
            self.check("7777", result, errors=[EGENCOMMAND])

    def test_unless_overridden_a_bad_record_ends_the_connection(self):
        del type(self.server).recv_error_callback
        with self.assertLogs("vce", "WARNING") as logged:
            self.assertIs(self.server.on_record("c", b"\x77\x77"), False)
        self.assertIn("VCE_EGENCOMMAND", logged.output[0])

    def test_the_current_connection_comes_back_after_a_record_within_another(self):
        seen = []

        def leave_recv(connection):
            self.server.on_record("inner", bytes.fromhex("01f60005"))  # cut
            seen.append(self.server.current)
            raise ValueError
        self.server.leave_recv = leave_recv
        with self.assertRaises(ValueError):
            self.server.on_record("outer", bytes.fromhex("03e7"))
        self.assertEqual((seen, self.server.current), (["outer"], None))


class ReceivingOnTheClient(StubTest):
    def test_table_of_full(self):
        _, client = self.vector("full.txt")
        many = "000101d0"
        for record, received, errors in [
            ("00000009", [], [EGENCOMMAND]),
            ("ffffffff", [], [EGENCOMMAND]),
            ("000000", [], []),
            ("00000006", [("notice", ())], []),
            ("00000006ffff", [("notice", ())], []),
            ("00000007000100", [], [EFULL]),
            ("0000000700010000000000000002" + 99 * "00", [("scalars", (1, 2))], []),
            ("000111708001", [], []),
            (many + "0000000000000005", [("many", ([], 5))], []),
            (many + "0000000100000001", [], []),
            (many + "000000010000000109" + 8 * "61" + "0000" + "00000000", [], [EFULL]),
            (many + "000000010000000108" + 8 * "61" + "00" + "00000000", [], [EFULL]),
            (many + "00000001000000010100" + "03" + "000000010000000200000003" + "00000000", [],
             [EFULL]),
            (many + "ffffffff00000005", [], [EFULL]),
            (many + "00000004" + 4 * "00000001010000" + "00000005", [], [EFULL]),
            (many + "000000", [], [EFULL]),
        ]:
            with self.subTest(record=record):
                result = client.on_record("c", bytes.fromhex(record))
                self.assertEqual(result, -7 if errors else None)
                self.assertEqual((client.received, client.errors), (received, errors))
                client.received.clear()
                client.errors.clear()

    def test_longest_string_of_a_struct_needs_its_nul(self):
        _, client = self.vector("full.txt")
        client.on_record("c", bytes.fromhex(
            "000101d0" + "00000001" + "00000001" + "08" + 7 * "61" + "00" + "00" + "00000000"))
        self.assertEqual(client.received[0][1][0][0].name, 7 * "a")


class Sending(StubTest):
    def test_what_is_longer_than_declared(self):
        server, client = self.vector("medium.txt")
        for method, arguments, problem in [
            (server.rooms_send, ([1] * 9, ["a"]), "lobby_rooms_send: ids: 9 elements; expected 8"),
            (server.rooms_send, ([1], ["a"] * 9), "names: 9 texts; expected 8 at most"),
            (server.rooms_send, ([1], ["a", 16 * "b"]), "names[1]: 16 bytes; expected 15 at most"),
            (client.login_send, (16 * "a", 1, 2), "name: 17 bytes with a NUL; expected 16"),
            (client.login_send, (8 * "\u00e9", 1, 2), "name: 17 bytes with a NUL"),
            (client.upload_send, (bytes(301), 0), "blob: 301 bytes; expected 300 at most"),
            (client.tags_send, ([16 * "a"], 0), "names[0]: 16 bytes"),
        ]:
            self.assert_refused(EFULL, problem, method, *arguments)
        self.assertEqual((server.records, client.records), ([], []))
        self.assertEqual((server.send_counts["rooms"], client.send_counts["login"]), (3, 2))

    def test_numbers_out_of_range(self):
        server, client = self.vector("full.txt")
        for name, low, high in [("CHAR", -128, 127), ("UCHAR", 0, 255), ("SHORT", -32768, 32767),
                                ("USHORT", 0, 65535), ("INT", -2**31, 2**31 - 1),
                                ("UINT", 0, 2**32 - 1), ("INT64", -2**63, 2**63 - 1)]:
            module = self.module(HEAD + f"=c2s 1 m( {name.lower()} x )\n")
            _, client = self.both(module)
            for value in (low, high):
                client.m_send("c", value)
                self.assertEqual(module.C2S[1].unpack(client.records.pop()), (value,))
            for value in (low - 1, high + 1):
                self.assert_refused(EINVAL, f"x: {value}; expected {low} to {high}",
                                    client.m_send, value)
        self.assert_refused(EINVAL, "h: 1e+39 does not fit a float", server.mirror_send, 1, b"", "",
                            [], 1e39)

    def test_texts_that_cannot_be_sent(self):
        _, client = self.vector("medium.txt")
        self.assert_refused(EINVAL, "name: a text must not contain NUL", client.login_send, "a\0b",
                            1, 2)
        self.assert_refused(EINVAL, "names[0]: no UTF-8", client.tags_send, ["\ud800"], 2)

    def test_wrong_types(self):
        server, client = self.vector("full.txt")
        item = type(server).many_send.__globals__["Item"]
        _, lobby = self.vector("medium.txt")
        for method, arguments, problem in [
            (lobby.login_send, (None, 1, 2), "name: expected a text, found NoneType"),
            (lobby.login_send, (b"a", 1, 2), "name: expected a text, found bytes"),
            (lobby.login_send, ("a", 1.5, 2), "token: expected an integer, found float"),
            (lobby.login_send, ("a", "1", 2), "token: expected an integer, found str"),
            (lobby.tags_send, ("abc", 2), "names: expected a list of texts, found str"),
            (lobby.tags_send, (["a", None], 2), "names[1]: expected a text, found NoneType"),
            (lobby.upload_send, ("abc", 2), "blob: expected bytes, found str"),
            (client.big_send, ([1, "x"],), "v[1]: expected an integer, found str"),
            (client.big_send, (7,), "v: expected a list of numbers, found int"),
            (server.mirror_send, (1, b"", "", [], "x"), "h: expected a number, found str"),
            (server.many_send, ([item(1, "", [])] + [item(1, 2, [])], 1),
             "items[1].name: expected a text, found int"),
            (server.many_send, ([1], 1), "items[0]: expected Item, found int"),
            (server.many_send, (None, 1), "items: expected a list of Item, found NoneType"),
        ]:
            with self.assertRaises(TypeError) as caught:
                method("c", *arguments)
            self.assertIn(problem, str(caught.exception))

    def test_arrays_of_structs(self):
        server, client = self.vector("full.txt")
        pt = type(client).points_send.__globals__["Pt"]
        for count, size in ((0, 8), (3, 26), (4, 32)):
            self.assertEqual(client.points_send("c", [pt(1, 2)] * count), size)
        self.assert_refused(EFULL, "p: 5 elements; expected 4", client.points_send, [pt(1, 2)] * 5)
        item = type(server).many_send.__globals__["Item"]
        self.assert_refused(EFULL, "items[0].name: 9 bytes with a NUL; expected 8",
                            server.many_send, [item(1, 8 * "a", [])], 1)
        self.assert_refused(EFULL, "items[0].v: 3 elements; expected 2", server.many_send,
                            [item(1, "", [1, 2, 3])], 1)

    def test_result_of_the_sender_is_returned(self):
        server, _ = self.vector("medium.txt")
        self.assertEqual(server.tick_send("c", 5), 10)
        for result in (-33, 0):
            server.sender = lambda connection, record, result=result: result
            self.assertEqual(server.tick_send("c", 5), result)
        self.assertEqual(server.rooms_send("c", [], []), 0)
        self.assertEqual(server.send_counts["tick"], 3)

    def test_errors_can_be_pickled(self):
        _, client = self.vector("medium.txt")
        with self.assertRaises(ValueError) as caught:
            client.login_send("c", 16 * "a", 1, 2)
        copy = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((str(copy), copy.code), (str(caught.exception), EFULL))


class Guards(StubTest):
    def test_inactive_messages_are_packed_and_unpacked_but_go_nowhere(self):
        server, client = self.vector("full.txt")
        self.assertEqual((client.guarded_send("c", 1), client.records), (0, []))
        self.assert_refused(EINVAL, "x: 4294967296", client.guarded_send, 2**32)
        self.assertEqual(client.send_counts["guarded"], 2)
        self.assertIsNone(server.on_record("c", bytes.fromhex("0000001000000001")))
        self.assertEqual(server.on_record("c", bytes.fromhex("00000010000000")), -7)
        self.assertEqual((server.received, server.recv_counts["guarded"]), ([], 1))

    def test_all_macros_are_needed(self):
        module = self.module(HEAD + "=idmax 9\n=c2s 1 m( char x )\n=ifdef A m\n=ifdef B m\n")
        _, client = self.both(module)
        client.macros = frozenset("A")
        self.assertEqual(client.m_send("c", 1), 0)
        client.macros = frozenset("AB")
        self.assertEqual(client.m_send("c", 1), 2)

    def test_receipt_without_parameters_is_not_affected(self):
        module = self.module(HEAD + "=idmax 9\n=c2s 1 m()\n=ifdef A m\n")
        server, client = self.both(module)
        self.assertEqual(client.m_send("c"), 0)
        server.on_record("c", b"\x01")
        self.assertEqual(server.received, [("m", ())])


class Modules(StubTest):
    def test_constants_and_versions(self):
        lobby, every = (load(read(DATA / name)) for name in ("medium.txt", "full.txt"))
        self.assertEqual((lobby.NAME_MAX, lobby.LIMIT_LOW, lobby.GREETING, lobby.IDMAX),
                         (16, -3, "hello # world", 1000))
        self.assertEqual((lobby.STATUS.OK, lobby.STATUS.LOST, lobby.KIND.ADMIN), (0, 11, 2))
        self.assertEqual((every.FULL_COMMON_KEY_LEN, every.QUOT, every.STR, every.PROTOCOL_ID),
                         (12, -4, "ab", 9))
        self.assertEqual((lobby.MAX_RECV_RECORD_LENGTH, every.MAX_RECV_RECORD_LENGTH), (311, 1209))
        self.assertEqual((lobby.FUNCID.S2C_SAID, every.FUNCID.C2S_NOTHING2), (21, 513))
        for side in (lobby.Server, lobby.Client):
            self.assertEqual((side.version, side.sub_version), (20260, 389197705))
        self.assertEqual(load(read(DATA / "noidmax.txt")).Server.version, 0xFFFFFFFF)

    def test_strings_mean_what_they_mean_in_c(self):
        module = self.module(HEAD + r'=define A "a\x41\"\101\n" + "\\q\?"' + "\n"
                                    '=define B "\u00e9\\xe9\\u00e9"\n')
        self.assertEqual(module.A, 'aA"A\n\\q?')
        self.assertEqual(module.B, "\u00e9\udce9\u00e9")

    def test_a_class_without_all_methods_cannot_be_used(self):
        module = load(read(DATA / "small.txt"))
        with self.assertRaisesRegex(TypeError, "abstract method"):
            module.Client()

    def test_records_can_be_read_without_a_connection(self):
        messages = load(read(DATA / "medium.txt")).C2S
        self.assertEqual(messages[10].unpack(bytes.fromhex("000a026100000000010002")), ("a", 1, 2))
        self.assertEqual(messages[10].pack("a", 1, 2).hex(), "000a026100000000010002")
        with self.assertRaises(vce.stub.RecordError) as caught:
            messages[10].unpack(bytes.fromhex("000a"))
        self.assertEqual(caught.exception.name, "VCE_ETOOSHORT")
        with self.assertRaisesRegex(TypeError, "2 arguments; expected 3"):
            messages[10].pack("a", 1)

    def test_framing_that_all_records_fit(self):
        text = HEAD + "=c2s 1 m( char x[%d] )\n"
        for size, framing, is_large in ((65525, "BIN16", False), (65526, "BIN16", True),
                                        (65527, "BIN32", True)):
            module = self.module(text % size)
            self.assertIs(module.Server.framing, vce.Framing[framing])
            self.assertEqual("read_buffer" in module.Server.__doc__, is_large)
            self.assertNotIn("read_buffer", module.Client.__doc__)

    def test_one_side_only(self):
        self.write("proto.txt", HEAD + "=c2s 1 m()\n")
        for option, there, gone in (("--nosv", "Client", "Server"), ("--nocli", "Server", "Client")):
            text = self.command("--outputs", "python", "--stdout", option, "proto.txt").out
            self.assertIn(f"class {there}(", text)
            self.assertNotIn(f"class {gone}(", text)
        text = self.command("--outputs", "python", "--stdout", "--nosv", "--nocli", "proto.txt").out
        self.assertNotIn("import vce\n", text)

    def test_output_is_deterministic_and_says_what_it_was_made_from(self):
        self.write("we\"\"\"ird\\.txt", HEAD + "=c2s 1 m( int x )\n=struct s { char a }\n")
        one, two = (self.process("--outputs", "python", "we\"\"\"ird\\.txt", "--output-dir", folder,
                                 env={**os.environ, "PYTHONHASHSEED": folder, "LC_ALL": "C"})
                    for folder in "12")
        texts = [r.files[f"{n}/p_protocol.py"] for n, r in ((1, one), (2, two))]
        self.assertEqual(texts[0], texts[1])
        self.assertTrue(texts[0].startswith("# Made by vcegen from we\"\"\"ird\\.txt; "))
        compile(texts[0], "p", "exec")


NASTY = HEAD + """\
=idmax 300
=define str 1
=define Server "s"
=define vce 2
=define __x 3
=define None 4
=define pass 5
=define Pos 6
=enum int32 name 1
=enum int32 mro
=enum int32 __y
=enum int32 _sunder_
=enum int32 None_
=enum int32 from
=enum stub A
=enum stub B 0
=struct pos { int str, int List, pos_2 pos, int __init__, int from, int from_, char self[2] }
=struct pos_2 { string Pos[4], float Pos2 }
=struct _1a { int a }
=struct IntEnum { _1a A[2] }
=struct empty { char a[0], stringarray c[0][0] }
=c2s 1 record( int self, int connection, int None, int lambda, int lambda_, string vce[4] )
=c2s 2 _( pos is, IntEnum Sequence[3], empty e )
=c2s 3 __( int __z, int _ )
=c2s 4 __x__()
=s2c 5 record()
=s2c 6 close( float List[2] )
=s2c 7 error( IntEnum print )
"""

USE = """
from typing import List, Optional
import p_protocol as p
import every_protocol as every
import vce


class Game(every.Server):
    def scalars_recv(self, connection: vce.Connection, /, a: int, b: int, c: int, d: int, e: int,
                     f: int, g: int, h: float) -> bool:
        return self.scalars_send(connection, c, g) > 0

    def arrays_recv(self, connection: vce.Connection, /, a: bytes, b: bytes, c: List[int],
                    d: List[int], e: List[int], f: List[int], g: List[int],
                    h: List[float]) -> None:
        self.mirror_send(connection, c[0], a + b, "s", ["t"], h[0])

    def text_recv(self, connection: vce.Connection, /, s: str, list: List[str]) -> None: ...
    def big_recv(self, connection: vce.Connection, /, v: List[int]) -> None: ...
    def one_recv(self, connection: vce.Connection, /, p: every.Pt, q: every.Info) -> None: ...

    def points_recv(self, connection: vce.Connection, /, p: List[every.Pt]) -> Optional[bool]:
        return p[0].x == every.E.B

    def nothing_recv(self, connection: vce.Connection, /) -> None: ...
    def nothing2_recv(self, connection: vce.Connection, /) -> None: ...


game = Game("127.0.0.1", 0, framing="bin32")
game.many_send(next(iter(game)), [every.Item(1, "a", [2])], tail=3)
"""


class Types(StubTest):
    def check(self, text):
        for name in ("small.txt", "medium.txt", "full.txt", "noidmax.txt"):
            module, stubs = source(read(DATA / name))
            self.write(module + ".py", stubs)
        self.write("p_protocol.py", source(self.read(NASTY))[1])
        self.write("use.py", text)
        cache = os.environ.get("MYPY_CACHE", "cache")
        done = subprocess.run(
            ["mypy", "--strict", "--follow-imports", "silent", "--cache-dir", cache, "use.py",
             *sorted(p.name for p in self.folder.glob("*_protocol.py"))],
            env={**os.environ, "MYPYPATH": str(PACKAGE)}, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=120, check=False)
        return done.stdout

    def test_modules_and_their_use_pass_a_strict_type_check(self):
        self.assertRegex(self.check(USE), r"^Success: no issues found in 6 source files")

    def test_wrong_use_does_not(self):
        found = self.check(USE + "game.many_send(next(iter(game)), [1], tail=3)\n"
                                 "every.Client()\n").splitlines()
        self.assertEqual(len(found), 3, found)
        self.assertIn('expected "Item"', found[0])
        self.assertIn('Cannot instantiate abstract class "Client"', found[1])

    def test_modules_have_the_grammar_of_python_3_9(self):
        for protocol in (read(DATA / "full.txt"), self.read(NASTY)):
            text = source(protocol)[1]
            ast.parse(text, feature_version=(3, 9))
            self.assertLessEqual(max(len(line) for line in text.splitlines()), 100)


class Naming(StubTest):
    def test_names_that_python_needs(self):
        module = self.module(NASTY)
        self.assertEqual([module.str_, module.Server_, module.vce_, module._x, module.None_,
                          module.pass_, module.Pos], [1, "s", 2, 3, 4, 5, 6])
        self.assertEqual(module.int32.__members__, {
            "name_": 1, "mro_": 2, "_y": 3, "_sunder__": 4, "None_": 5, "from_": 6})
        self.assertIs(module.stub_.A, module.stub_.B)
        server, client = self.both(module)
        pos = module.Pos_(1, 2, module.Pos2("abc", 0.5), 3, 4, 5, b"ab")
        self.assertEqual((pos.str_, pos.List_, pos._init__, pos.from__, pos.from_), (1, 2, 3, 4, 5))
        one = module.IntEnum_([module._1a(7)])
        client.record_send("c", 1, 2, 3, 4, 5, "abc")
        client.underscore_send("c", pos, [one], module.Empty(b"", []))
        client.underscore__send("c", 6, 7)
        client._x___send("c")
        for record in client.records:
            self.assertIsNone(server.on_record("c", record))
        self.assertEqual(server.received, [
            ("record", (1, 2, 3, 4, 5, "abc")),
            ("underscore", (pos, [one], module.Empty(b"", []))),
            ("underscore_", (6, 7)),
            ("_x__", ())])


class Connected(StubTest):
    """The contract's table over TCP: login_recv answers, and returns False for a token of -5."""

    def play(self, framing, *writes):
        module = load(read(DATA / "medium.txt"))

        class Server(application(module.Server)):
            def on_close(self, connection, reason):
                self.reason = reason

            def login_recv(self, connection, name, token, flags):
                self.login_result_send(connection, 0, "ok")
                return token != 0xFFFFFFFB

            def leave_recv(self, connection):
                return False

        server = Server("127.0.0.1", framing=framing)
        server.raw_send, server.reason, server.error_result = True, None, None
        client = application(module.Client)(framing=framing)
        connection = client.connect("127.0.0.1", server.port)
        client.error_result = None
        for record in writes:
            connection.send(bytes.fromhex(record))
        self.assertTrue(vce.run(lambda: client.received or server.reason, timeout=10))
        vce.run(timeout=0.05)  # what must not happen has time to
        return server, client

    def test_a_message_and_its_answer(self):
        for framing in ("bin16", "bin32"):
            server, client = self.play(framing, "000a026100000000010002")
            self.assertEqual(client.received, [("login_result", (0, "ok"))])
            self.assertIsNone(server.reason)

    def test_what_ends_the_connection(self):
        for record in ("000a026100fffffffb0002", "03e7"):
            server, _ = self.play("bin32", record)
            self.assertIs(server.reason, vce.CloseReason.PARSER)

    def test_bad_records_before_a_good_one(self):
        for record in ("7777", "000a056162", "00"):
            server, client = self.play("bin16", record, "000a026100000000010002")
            self.assertEqual(client.received, [("login_result", (0, "ok"))])
            self.assertIsNone(server.reason)

    def test_a_stub_serves_real_connections_by_its_own_framing(self):
        module = load(read(DATA / "small.txt"))
        server, client = self.both(module)
        server.raw_send = client.raw_send = True
        connection = client.connect("127.0.0.1", server.port)
        self.assertEqual(client.add_send(connection, -2), 7)
        self.assertTrue(vce.run(lambda: server.received, timeout=10))
        self.assertEqual(server.received, [("add", (-2,))])
        (peer,) = server
        self.assertEqual(server.inside, [peer])
        self.assertEqual(server.total_send(peer, 2**40, -1), 13)
        self.assertTrue(vce.run(lambda: client.received, timeout=10))
        self.assertEqual(client.received, [("total", (2**40, -1))])


if __name__ == "__main__":
    sys.exit(run("__main__"))
