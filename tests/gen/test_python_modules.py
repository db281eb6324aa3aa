"""Python stubs as modules: constants, types, names, output, and stubs of connections over TCP."""
import ast
import os
import subprocess
import sys

from python_stubs import PACKAGE, StubTest, application, load, read, source
from support import DATA, HEAD, run

import vce


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
        for option, there, gone in (("--nosv", "Client", "Server"),
                                    ("--nocli", "Server", "Client")):
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
        done = subprocess.run(
            ["mypy", "--strict", "use.py",
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
        self.assertTrue(vce.run(lambda: client.received or server.reason, timeout=60))
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
        self.assertTrue(vce.run(lambda: server.received, timeout=60))
        self.assertEqual(server.received, [("add", (-2,))])
        (peer,) = server
        self.assertEqual(server.inside, [peer])
        self.assertEqual(server.total_send(peer, 2**40, -1), 13)
        self.assertTrue(vce.run(lambda: client.received, timeout=60))
        self.assertEqual(client.received, [("total", (2**40, -1))])


if __name__ == "__main__":
    sys.exit(run("__main__"))
