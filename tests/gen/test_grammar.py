"""What definitions may say, and what it means."""
import sys

from support import HEAD, GeneratorTest, run
from vcegen.model import Direction, Kind, ReceiveLimit, ServerConnection

BOM = b"\xef\xbb\xbf"


class Lines(GeneratorTest):
    def test_only_lines_that_begin_with_the_marker_count(self):
        protocol = self.read("text\n =define A 1\n=define B 2\n\t=define C 3\n")
        self.assertEqual([d.name for d in protocol.defines], ["B"])

    def test_lines_are_counted_over_text_and_directives(self):
        errors, _ = self.complaints("a\n\n=#\nb =\n=foo\n\n\n=bar\n=baz")
        places = [line.split(": ")[0] for line in errors.splitlines() if "error" in line]
        self.assertEqual(places, ["proto.txt:5:2", "proto.txt:8:2", "proto.txt:9:2"])

    def test_marker_is_any_string_taken_literally(self):
        for marker in ("//", ".*", "=>", "@ ", "デ"):
            protocol = self.read(f"{marker}define A 1\n=define B 2\n", marker=marker)
            self.assertEqual([d.name for d in protocol.defines], ["A"], marker)

    def test_white_space_is_insignificant(self):
        protocol = self.read("= \t protocolname\tp \r\n=c2s  7  m(int x[ 2 ],char y)   \r\n")
        self.assertEqual((protocol.name, protocol.messages[0].id), ("p", 7))

    def test_comments(self):
        protocol = self.read('=# alone, and first\n=define A "#1" # "not closed\n=#\n=\n')
        self.assertEqual(protocol.defines[0].value, '"#1"')

    def test_backslash_in_comment_or_header_text_does_not_continue(self):
        protocol = self.read(HEAD + "=define A 1 # \\\n=define B 2\n=sh #define X \\\n=ch y \\\n")
        self.assertEqual([d.name for d in protocol.defines], ["A", "B"])
        self.assertEqual(protocol.server_header_lines, ("#define X \\",))
        self.assertEqual(protocol.client_header_lines, ("y \\",))

    def test_text_after_a_backslash_is_read(self):
        protocol = self.read("=define A 1 + \\ 2\n + 4\n")
        self.assertEqual(protocol.defines[0].value, 7)

    def test_files_without_directives(self):
        for text in ("", "only text\n", " =c2s a()\n"):
            protocol = self.read(text)
            self.assertEqual((protocol.name, protocol.messages), ("defaultproto", ()))

    def test_byte_order_mark_hides_the_first_directive(self):
        self.write("proto.txt", BOM + b"=define A 1\n=define B 2\n")
        text = BOM.decode() + "=define A 1\n=define B 2\n"
        self.assert_warning(text, "1:1", "byte order mark")
        self.assertEqual([d.name for d in self.read(text).defines], ["B"])

    def test_text_lines_may_have_any_encoding(self):
        self.assertEqual(self.read(b"\xff\xfe\x00\n=define A 1\n").defines[0].value, 1)

    def test_only_line_feed_ends_a_line(self):
        self.assertEqual(self.read("=define A\r1\r\r\n").defines[0].value, 1)
        self.assert_error("=define A 1\r=define B 2\n", "1:13", "unexpected character '='")


class Expressions(GeneratorTest):
    def value(self, text, before=""):
        return self.read(f"{before}=define RESULT {text}\n").defines[-1].value

    def test_values(self):
        cases = {"2+3*4": 14, "(2+3)*4": 20, "-7/2": -4, "7/-2": -4, "--3": 3, "017": 15,
                 "0b101": 5, "0x1F": 31, "10 - 4 - 3": 3, "100/10/5": 2, "-2*3": -6,
                 "- ( 1 + 2 )": -3, "00": 0, "2*-3": -6, '"a" + "b"': '"a""b"',
                 '"q\\"#"': '"q\\"#"', "99999999999999999999 / 10": 9999999999999999999}
        for text, value in cases.items():
            self.assertEqual(self.value(text), value, text)

    def test_names_of_constants(self):
        before = "=define A 5\n=static S 7\n=enum T E 9\n"
        self.assertEqual(self.value("A * 10 + E - S", before), 52)

    def test_enumerator_hides_static(self):
        self.assertEqual(self.value("A", "=static A 7\n=enum T A 9\n"), 9)

    def test_names_may_have_signs_in_them(self):
        before = "=define A 5\n=define A-1 100\n=define a.b 2\n=define a->b 3\n"
        text = before + "=define X A-1 + A - 1 + a.b * a->b\n"
        errors, warnings = self.complaints(text)
        self.assertEqual(errors, "")
        self.assertEqual(warnings.count("no macro is made"), 3)
        self.assertEqual([(d.name, d.value) for d in self.read(text).defines],
                         [("A", 5), ("X", 110)])


class Constants(GeneratorTest):
    def test_enumerators_count_on_within_their_type(self):
        protocol = self.read("=enum T A\n=enum T B2\n=enum U C2\n=enum T D 10\n=enum T E\n"
                             "=enum U F\n")
        found = {e.name: {i.name: i.value for i in e.enumerators} for e in protocol.enums}
        self.assertEqual(found, {"T": {"A": 0, "B2": 1, "D": 10, "E": 11}, "U": {"C2": 0, "F": 1}})

    def test_repeated_enumerator_is_replaced_with_a_warning(self):
        text = "=enum T A\n=enum U A 5\n=enum U B\n=define X A\n"
        self.assert_warning(text, "2:9", "'A' is defined already")
        protocol = self.read(text)
        self.assertEqual([(e.name, [(i.name, i.value) for i in e.enumerators])
                          for e in protocol.enums], [("U", [("A", 5), ("B", 6)])])
        self.assertEqual(protocol.defines[0].value, 5)

    def test_static_is_named_after_its_file(self):
        self.write("sub/my_common.v2.txt", "=static K 1\n")
        protocol = self.read('=include "sub/my_common.v2.txt"\n=static L 2\n')
        # A dot in the base is no part of an identifier.
        self.assertEqual([(s.base, s.name) for s in protocol.statics], [("PROTO", "L")])
        self.write("sub/my_common.txt", "=static K 1\n")
        protocol = self.read('=include "sub/my_common.txt"\n=static L K\n')
        self.assertEqual([(s.base, s.name, s.value) for s in protocol.statics],
                         [("MY_COMMON", "K", 1), ("PROTO", "L", 1)])

    def test_max_connection(self):
        self.assertEqual(self.read("=define A 1\n").max_connection, 1024)
        self.assertEqual(self.read("=define MAX_CONNECTION 20 * 3\n").max_connection, 60)


class Settings(GeneratorTest):
    def test_first_name_and_version_count(self):
        protocol = self.read("=protocolname a\n=protocolname b\n=version 0x10\n=version 3\n")
        self.assertEqual((protocol.name, protocol.version), ("a", 16))

    def test_defaults_count_as_not_set(self):
        protocol = self.read("=protocolname defaultproto\n=protocolname b\n=version -1\n"
                             "=version 3\n", protocol_name="defaultproto", version=-1)
        self.assertEqual((protocol.name, protocol.version), ("b", 3))

    def test_command_line_beats_directives(self):
        protocol = self.read("=protocolname a\n=serverconnection circ\n=version 2\n",
                             protocol_name="z", version=7, server_connection=ServerConnection.CONN)
        self.assertEqual((protocol.name, protocol.version), ("z", 7))
        self.assertEqual(protocol.server_connection, ServerConnection.CONN)

    def test_last_server_connection_counts(self):
        protocol = self.read("=serverconnection conn\n=serverconnection circ\n")
        self.assertEqual(protocol.server_connection, ServerConnection.CIRC)
        self.assertEqual(self.read("").server_connection, ServerConnection.CONN)

    def test_version_is_taken_as_32_bits(self):
        self.assertEqual(self.read("=version -2\n").version, 0xFFFFFFFE)
        self.assertEqual(self.read("=version 0x100000005\n").version, 5)

    def test_id_width(self):
        for idmax, width in ((1, 1), (255, 1), (256, 2), (65535, 2), (65536, 4), (4294967295, 4)):
            protocol = self.read(f"=idmax {idmax}\n")
            self.assertEqual((protocol.id_max, protocol.id_width), (idmax, width))
        protocol = self.read("")
        self.assertEqual((protocol.id_max, protocol.id_width), (255, 4))

    def test_the_rest(self):
        protocol = self.read("=workbufsize 40 * 2\n=cliclassmode 1\n=protocolid 0xff\n")
        self.assertEqual((protocol.work_buffer_size, protocol.client_class_mode,
                          protocol.protocol_id), (80, True, 255))
        protocol = self.read("=cliclassmode 0\n")
        self.assertEqual((protocol.work_buffer_size, protocol.client_class_mode,
                          protocol.protocol_id), (None, False, None))


class Messages(GeneratorTest):
    def ids(self, text):
        return [m.id for m in self.read(HEAD + text).messages]

    def test_ids_count_on_over_both_directions(self):
        text = "=c2s a()\n=s2c b()\n=c2s 10 c()\n=s2c d(void)\n"
        self.assertEqual(self.ids(text), [1, 2, 10, 11])
        self.assertEqual(self.ids("=c2s 0x10 z()\n=c2s 010 y()\n=c2s w()\n"), [16, 8, 9])
        self.assertEqual(self.ids("=c2s 0 a()\n=c2s b()\n"), [0, 1])

    def test_one_name_in_both_directions(self):
        protocol = self.read(HEAD + "=c2s 1 a(int x)\n=s2c 2 a(char y)\n")
        self.assertEqual([m.direction for m in protocol.messages], [Direction.C2S, Direction.S2C])

    def test_types(self):
        words = "char uchar short ushort int uint int64 float".split()
        singles = ", ".join(f"{w} {w}_x" for w in words)
        arrays = ", ".join(f"{w} {w}_a[{n}]" for n, w in enumerate(words))
        text = f"=c2s 1 m( {singles}, {arrays}, string s[9], stringarray l[3][5] )\n"
        fields = self.read(HEAD + text).messages[0].parameters
        self.assertEqual([f.kind for f in fields[:8]], [Kind(w) for w in words])
        self.assertEqual([(f.kind, f.size) for f in fields[8:16]],
                         [(Kind(w), n) for n, w in enumerate(words)])
        self.assertEqual([(f.kind, f.size, f.length, f.is_array) for f in fields[16:]],
                         [(Kind.STRING, 9, None, False), (Kind.STRINGARRAY, 3, 5, True)])

    def test_struct_may_come_after_its_use(self):
        protocol = self.read(HEAD + "=c2s 1 m( pt a, pt b[2] )\n=struct pt { int x, Other y }\n"
                                    "=struct Other { char c }\n")
        one, many = protocol.messages[0].parameters
        self.assertIs(one.struct, protocol.structs[0])
        self.assertIs(many.struct, one.struct)
        self.assertEqual(one.struct.members[1].struct.name, "Other")

    def test_struct_takes_the_name_in_force(self):
        protocol = self.read("=struct old { int x }\n=protocolname p\n=struct s { int x }\n")
        self.assertEqual([s.prefix for s in protocol.structs], ["defaultproto", "p"])

    def test_method_style_names(self):
        protocol = self.read(HEAD + "=c2s 1 world->login( int id )\n=c2s 2 a.b->c.d()\n"
                                    "=ifdef M world->login\n=recvlimit a.b->c.d 1 2\n")
        first, second = protocol.messages
        self.assertEqual((first.prefix, first.name, first.guards), ("world->", "login", ("M",)))
        self.assertEqual((second.prefix, second.name), ("a.b->c.", "d"))
        self.assertEqual(second.receive_limit, ReceiveLimit(1, 2))

    def test_guards_and_receive_limits(self):
        protocol = self.read(HEAD + "=ifdef M1 a\n=c2s 1 a()\n=s2c 2 a()\n=ifdef M2 a\n"
                                    "=ifdef M1 a\n=recvlimit a 1 2\n=recvlimit a 5 0x7d0\n"
                                    "=c2s 3 b()\n")
        self.assertEqual([m.guards for m in protocol.messages], [("M1", "M2"), ("M1", "M2"), ()])
        self.assertEqual(protocol.messages[0].receive_limit, ReceiveLimit(5, 2000))
        self.assertIsNone(protocol.messages[2].receive_limit)

    def test_first_message_may_come_before_its_idmax(self):
        self.assertEqual(self.ids("=c2s 300 a()\n=idmax 1000\n=c2s 301 b()\n"), [300, 301])


class HeaderText(GeneratorTest):
    def test_lines_are_kept_one_by_one_and_verbatim(self):
        protocol = self.read('=sh int a; # "kept\r\n= sh  two\t \n=ch\tthree\n=sh \n')
        self.assertEqual(protocol.server_header_lines, ('int a; # "kept', " two\t ", ""))
        self.assertEqual(protocol.client_header_lines, ("three",))


class Includes(GeneratorTest):
    def test_current_folder_comes_before_that_of_the_including_file(self):
        self.write("sub/main.txt", '=include "a.txt"\n=include "b.txt"\n')
        self.write("sub/a.txt", "=define A 1\n")
        self.write("sub/b.txt", "=define B 1\n")
        self.write("a.txt", "=define A 2\n")
        result = self.command("--outputs", "json", "sub/main.txt")
        self.assertEqual((result.status, result.err), (0, ""))
        self.assertIn('"value": 2', result.files["defaultproto.json"])
        self.assertIn('"value": 1', result.files["defaultproto.json"])

    def test_nested_with_the_same_marker_and_repeated(self):
        self.write("sub/one.txt", '%include "two.txt"\n%include "two.txt"\n')
        self.write("sub/two.txt", "%# nothing but this\n=define X 1\n")
        protocol = self.read('%include "sub/one.txt"\n%define A 1\n', marker="%")
        self.assertEqual([d.name for d in protocol.defines], ["A"])


if __name__ == "__main__":
    sys.exit(run("test_grammar"))
