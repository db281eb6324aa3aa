"""Python stubs: records, checks and errors against the contract's tables."""
import json
import pickle
import sys

from python_stubs import StubTest, load, read, value_of
from support import DATA, HEAD, run

EFULL, EINVAL, ESUPPORT, EGENCOMMAND = -2, -6, -26, -65


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


if __name__ == "__main__":
    sys.exit(run("__main__"))
