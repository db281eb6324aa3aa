"""What is wrong with definitions, and how that is told."""
import sys

from support import HEAD, GeneratorTest, run
from vcegen.model import ServerConnection


class Table(GeneratorTest):
    """One error each: (text, line and column, what is said)."""

    def check(self, cases):
        for text, place, message in cases:
            with self.subTest(text=text):
                self.assert_error(text, place, message)

    def test_words_and_numbers(self):
        self.check([
            ("=foo 1\n", "1:2", "expected a directive such as c2s"),
            ("=+\n", "1:2", "found '+'"),
            ('="foo"\n', "1:2", "expected a directive"),
            ("=define\n", "1:8", "expected a name to define, found the end of the directive"),
            ("=define A\n", "1:10", "expected a number, a string, a name or '('"),
            ("=define A 08\n", "1:11", "invalid number '08'"),
            ("=define A 0x\n", "1:11", "invalid number '0x'"),
            ("=define A 0b12\n", "1:11", "invalid number"),
            ("=define A 12ab\n", "1:11", "invalid number"),
            ("=define A 1e5\n", "1:11", "invalid number '1e5'"),
            ("=define A 1.5\n", "1:12", "no decimal point"),
            ("=define A %s\n" % ("7" * 1001), "1:11", "number of 1001 digits"),
            ("=%s\n" % ("n" * 300), "1:2", "name of 300 characters"),
            ("=define A 1 2\n", "1:13", "expected the end of the directive, found '2'"),
            ("=define A 3 % 2\n", "1:13", "unexpected character '%'"),
            ("=define A 1 << 2\n", "1:13", "unexpected character '<'"),
            ("=define A (1 + 2\n", "1:17", "expected an operator or ')'"),
            ("=define A 1 +\n", "1:14", "expected a number, a string, a name or '('"),
            ('=define A "a\n', "1:11", "unterminated string"),
            ('=define A "a\\"\n', "1:11", "unterminated string"),
            ('=define A "a\x01"\n', "1:13", "control character 0x01"),
            ("=define A é\n", "1:11", "unexpected character 'é'"),
            ("=version 3 4\n", "1:12", "expected the end of the directive, found '4'"),
            ("=sh\n", "1:4", "a blank and a text after 'sh'"),
            ("=c2s 1 a( int x, int sh )\n", "1:22", "expected a name"),
            ("=c2s 1 a( int x, int ch, int y )\n", "1:22", "expected a name, found reserved word"),
        ])

    def test_values(self):
        self.check([
            ("=define A B\n", "1:11", "undefined name 'B'"),
            ("=define A 5\n=define B A-1\n", "2:11", "undefined name 'A-1'; expected blanks"),
            ("=define A 1 / 0\n", "1:13", "division by zero"),
            ('=define A "a" + 1\n', "1:15", "expected numbers on both sides of '+'"),
            ('=define A "a" * 2\n', "1:15", "expected numbers on both sides of '*'"),
            ('=define A "a" - "b"\n', "1:15", "expected numbers on both sides of '-'"),
            ('=define A -"a"\n', "1:11", "expected a number after '-'"),
            ('=version "a"\n', "1:10", "expected a number, found a string"),
            ("=define A 1\n=define A 2\n", "2:9", "'A' is defined already"),
            ("=static A 1\n=define A 2\n", "2:9", "'A' is defined already"),
            ("=enum T A 1\n=static A 2\n", "2:9", "'A' is defined already"),
            ("=define A 1\n=enum T A\n", "2:9", "'A' is defined already by a define"),
            ('=enum T A "x"\n', "1:11", "expected a number, found a string"),
            ("=enum T A 0x8000000000000000\n", "1:11", "does not fit 64 bits"),
            ("=enum T-1 A\n", "1:7", "expected a C identifier, found 'T-1'"),
            ("=enum T A.b\n", "1:9", "expected a C identifier, found 'A.b'"),
            ("=define MAX_CONNECTION 0\n", "1:9", "expected 1 to 2147483647"),
            ('=define MAX_CONNECTION "9"\n', "1:9", "expected 1 to 2147483647"),
        ])

    def test_settings(self):
        self.check([
            ("=protocolname 1\n", "1:15", "expected a protocol name, found '1'"),
            ("=protocolname a-b\n", "1:15", "expected a C identifier, found 'a-b'"),
            ("=protocolname define\n", "1:15", "found reserved word 'define'"),
            ("=serverconnection foo\n", "1:19", "expected conn, circ or vpr_circ, found 'foo'"),
            ("=serverconnection vpr_circ\n", "1:19", "vpr_circ needs a protocolid"),
            ("=protocolid 0\n", "1:13", "expected 1 to 255"),
            ("=protocolid 256\n", "1:13", "expected 1 to 255"),
            ("=protocolid 1 + 1\n", "1:15", "expected the end of the directive"),
            ("=protocolid -1\n", "1:13", "expected a number from 1 to 255, found '-'"),
            ("=idmax -1\n", "1:8", "idmax -1; expected 0 to 4294967295"),
            ("=idmax 0x100000000\n", "1:8", "expected 0 to 4294967295"),
        ])
        errors, _ = self.complaints("", server_connection=ServerConnection.VPR_CIRC)
        self.assertEqual(errors, "vcegen: error: connection type vpr_circ needs a protocolid\n")

    def test_parameters(self):
        self.check([(f"=c2s 1 m( {text} )\n", f"1:{10 + column}", message)
                    for text, column, message in [
            ("int", 5, "expected a name, found ')'"),
            ("int x,", 8, "expected a type"),
            ("int x y", 7, "expected ',' or ')'"),
            ("int x[2][3]", 9, "expected ',' or ')', found '['"),
            ("int x[2", 9, "expected an operator or ']'"),
            ("int x[]", 7, "expected a number"),
            ("stringarray x[2]", 18, "expected '['"),
            ("string x", 10, "expected '['"),
            ("int version", 5, "found reserved word 'version'"),
            ("uint64 x", 1, "expected a type (char, uchar"),
            ("void x", 6, "expected ')'"),
            ("double x", 1, "unknown type 'double'; expected char, uchar"),
            ("int x[-1]", 7, "found a negative number"),
            ("int x[0x80000000]", 7, "found a greater number"),
            ('int x["a"]', 7, "found a string"),
            ("stringarray x[1][-1]", 18, "found a negative number"),
            ("int x-y", 5, "expected a C identifier, found 'x-y'"),
            ("int for", 5, "'for' is a keyword of C or C++"),
            ("int this", 5, "'this' is a keyword of C or C++"),
            ("int linux", 5, "'linux' is taken in C by a macro"),
            ("int AF_INET", 5, "'AF_INET' is taken in C by a macro of a system header"),
            ("string EOF[3]", 8, "'EOF' is taken in C by a macro"),
            ("int INT_MAX", 5, "'INT_MAX' is taken in C by a macro"),
            ("int errno[2]", 5, "'errno' is taken in C by a macro"),
            ("int s6_addr", 5, "'s6_addr' is taken in C by a macro"),
            ("int strlen", 5, "'strlen' is taken in C by what stubs use"),
            ("int x, char x", 13, "'x' is defined twice"),
            ("int x[2], int x_len", 15, "'x_len' clashes with 'x', which makes 'x_len'"),
            ("int x_len, int x[2]", 16, "'x', which makes 'x_len', clashes with 'x_len'"),
            ("int x[2], int x[3]", 15, "'x' is defined twice"),
            ("int DEFAULTPROTO_IDMAX", 5, "is taken in C by a constant of every protocol"),
            ("int x[0x7fffffff]", -2, "records of 'm' are too large"),
        ]])

    def test_names_beside_strings_are_free(self):
        self.read("=c2s 1 m( string x[3], int x_len, int i, int j, int _c, int len, int data )\n")

    def test_messages(self):
        self.check([
            ("=c2s\n", "1:5", "expected an id or the name of a message"),
            ("=c2s 1\n", "1:7", "expected the name of a message"),
            ("=c2s -1 a()\n", "1:6", "found '-'"),
            ("=define A 1\n=c2s A a()\n", "2:8", "expected '(', found 'a'"),
            ("=c2s 1 a\n", "1:9", "expected '('"),
            ("=c2s 1 a() b\n", "1:12", "expected the end of the directive"),
            ("=c2s 1 a()\n=s2c 1 b()\n", "2:8", "id 1 of 'b' is used already by 'a' at proto.txt"),
            ("=c2s 1 a()\n=c2s 300 b()\n", "2:10", "above idmax, which is 255 here"),
            ("=idmax 9\n=c2s 1 a()\n=c2s 10 b()\n=idmax 99\n", "3:9", "above idmax, which is 9"),
            ("=idmax 9\n=c2s 300 a()\n", "2:10", "does not fit the 1 bytes"),
            ("=idmax 300\n=c2s 1 a()\n=c2s 300 b()\n=idmax 9\n", "3:10", "not fit the 1 bytes"),
            ("=c2s 0x100000000 a()\n", "1:18", "is above idmax"),
            ("=c2s 1 a-b()\n", "1:8", "expected a C identifier, found 'a-b'"),
            ("=c2s 1 a->()\n", "1:8", "expected a C identifier, found 'a->'"),
            ("=c2s 1 a>b()\n", "1:8", "expected a C identifier"),
            ("=ifdef A-1 a\n=c2s 1 a()\n", "1:8", "expected a C identifier, found 'A-1'"),
            ("=recvlimit a b 1\n", "1:14", "expected a number of messages"),
            ("=recvlimit a 1\n", "1:15", "expected a number of milliseconds"),
        ])

    def test_names_of_messages(self):
        for other in ("a", "A", "world->a"):
            errors, _ = self.complaints(f"=c2s 1 a()\n=c2s 2 {other}()\n")
            self.assertIn("proto.txt:2:8: error: 'DEFAULTPROTO_C2S_A' of message "
                          f"'{other}' is taken", errors)

    def test_structs(self):
        self.check([
            ("=struct s { }\n", "1:13", "expected a type"),
            ("=struct s ( int x )\n", "1:11", "expected '{'"),
            ("=struct s { int x\n", "1:18", "expected ',' or '}'"),
            ("=struct s { int x }\n=struct s { int y }\n", "2:9", "is defined already at proto"),
            ("=struct a-b { int y }\n", "1:9", "expected a C identifier"),
            ("=struct s { s x }\n", "1:13", "struct contains itself: s > s"),
            ("=struct s { t x[2] }\n=struct t { s y }\n", "2:13", "contains itself: s > t > s"),
            ("=struct s { int x }\n=protocolname p\n=c2s 1 m( s x )\n", "3:11", "before the"),
            ("=struct s { stringarray x[1][2], int x_p }\n", "1:38", "clashes with 'x'"),
            ("=struct s { stringarray x_len[1][2], int x_len_len[2] }\n", "1:42",
             "'x_len_len' clashes with 'x_len'"),
            ("=struct s { stringarray x[1][2], stringarray x_p[1][2] }\n", "1:46",
             "'x_p' clashes with 'x'"),
            ("=struct s { int class }\n", "1:17", "keyword"),
            ("=struct s { char x, int\tunix[3] }\n", "1:25", "'unix' is taken in C by a macro"),
            ("=struct s { int x,\\\n= int STDIN, int stdin }\n", "2:18", "'stdin' is taken in C by a macro"),
            ("=struct s { int x[0x7fffffff] }\n", "1:9", "too large"),
        ])

    def test_clashes_with_generated_names(self):
        self.check([
            ("=define IDMAX 1\n", "1:9", "'DEFAULTPROTO_IDMAX' of define 'IDMAX' is taken in C"),
            ("=define C2S_A 1\n=c2s 1 a()\n", "2:8", "is taken in C by define 'C2S_A'"),
            ("=enum FUNCID A\n", "1:7", "is taken in C by a constant of every protocol"),
            ("=enum T T\n", "1:9", "'DEFAULTPROTO_T' of enumerator 'T' is taken in C by enum type"),
            ("=protocolid 1\n=enum T PROTOCOL_ID\n", "2:9", "taken in C by the constant of"),
            ("=enum T MAX_CONNECTION\n", "1:9", "taken in C by a constant of every protocol"),
            ("=struct new { int x }\n", "1:9", "'defaultproto_new' of struct 'new' is taken in C"),
            ("=protocolname PROTO\n=static A 1\n=define A2 1\n=enum T X\n=c2s 1 m( int PROTO_X )\n",
             "5:15", "'PROTO_X' is taken in C by enumerator 'X'"),
        ])

    def test_includes(self):
        self.write("folder/x", "")
        self.check([
            ("=include foo\n", "1:10", "expected the name of a file in quotes"),
            ('=include "nope.txt"\n', "1:10", "cannot read nope.txt: No such file or directory"),
            ('=include "folder"\n', "1:10", "cannot read folder: not a regular file"),
            ('=include ""\n', "1:10", "expected the name of a file to include"),
            ('=include "proto.txt"\n', "1:10", "include loop: proto.txt is being read already"),
            ('=include "./folder/../proto.txt"\n', "1:10", "include loop"),
        ])


class Warnings(GeneratorTest):
    def test_table(self):
        for text, place, message in [
            ("=recvlimit nobody 1 2\n=define A 1\n", "1:12", "there is no message 'nobody'"),
            ("=ifdef M nobody\n=define A 1\n", "1:10", "there is no message 'nobody'"),
            ("=c2s 1 a->b()\n=ifdef M b\n", "2:10", "there is no message 'b'"),
            ("=define A-1 1\n", "1:9", "'A-1' is no C identifier"),
            ("=enum T A 0x80000000\n", "1:9", "does not fit an int"),
            ("=define A 99999999999999999999\n", "1:9", "does not fit 64 bits"),
            ("=version 0x100000000\n", "1:10", "does not fit 32 bits"),
            ("=c2s 300 a()\n", "1:10", "id 300 of 'a' is above idmax, which is 255"),
            ("=idmax 99\n=c2s 1 a()\n=c2s 50 b()\n=idmax 9\n", "3:9", "above idmax, which is 9"),
            ("=c2s 1 a( string x[0] )\n", "1:18", "no string fits 'x'"),
            ("=c2s 1 a( stringarray x[1][0] )\n", "1:23", "no string fits 'x'"),
        ]:
            with self.subTest(text=text):
                self.assert_warning(text, place, message)

    def test_definition_without_directives(self):
        warning = "vcegen: warning: proto.txt has no directive: no line begins with the marker\n"
        self.assertEqual(self.complaints("text\n"), ("", warning))


class Report(GeneratorTest):
    def test_line_is_shown_with_a_mark_at_the_column(self):
        errors, _ = self.complaints("text\n=c2s 1 m( int x,\tdoubl y )\r\n")
        self.assertEqual(errors.split("\n", 1)[1],
                         "    =c2s 1 m( int x, doubl y )\n"
                         "                     ^\n")
        self.assertTrue(errors.startswith("proto.txt:2:18: error: unknown type 'doubl'"))

    def test_mark_counts_wide_characters(self):
        errors, _ = self.complaints('=define A "名" + 1\n')
        self.assertEqual(errors.split("\n")[1:3], ['    =define A "名" + 1', " " * 19 + "^"])

    def test_long_lines_are_cut_around_the_place(self):
        errors, _ = self.complaints("=define A " + "1 + " * 200 + "$" + " + 1" * 200 + "\n")
        shown, mark = errors.split("\n")[1:3]
        self.assertEqual((len(shown), shown[mark.index("^")]), (164, "$"))

    def test_control_characters_are_not_shown(self):
        errors, _ = self.complaints("=\x1b[31m\n")
        self.assertNotIn("\x1b", errors)

    def test_several_errors_in_order_of_their_places(self):
        self.write("inc.txt", "=define A $\n")
        errors, _ = self.complaints('=c2s 1 m( int for )\n=foo\n=include "inc.txt"\n=bar\n')
        places = [line.split(": error")[0] for line in errors.splitlines() if ": error" in line]
        expected = ["proto.txt:1:15", "proto.txt:2:2", "proto.txt:4:2", "inc.txt:1:11"]
        self.assertEqual(places, expected)

    def test_error_in_an_include_names_the_include(self):
        self.write("sub/inc.txt", '=define A 1\n=include "missing"\n=c2s 1 m( int x\n')
        errors, _ = self.complaints('=include "sub/inc.txt"\n')
        self.assertIn("sub/inc.txt:2:10: error: cannot read missing", errors)
        self.assertIn("sub/inc.txt:3:16: error: expected ',' or ')'", errors)

    def test_continued_directive_names_the_line_of_the_token(self):
        self.assert_error(HEAD + "=c2s 1 m( \\\n  int x, \\ # more\n=  $ )\n=define A 1\n", "5:4",
                          "unexpected character '$'")
        self.assert_error("=define A 1 + \\\n= foo + \\\n2\n", "2:3", "undefined name 'foo'")

    def test_backslash_at_the_end_of_the_file(self):
        self.assert_error("=define A 1 \\\n", "1:13", "expected another line after '\\'")
        self.write("inc.txt", "=define B 1 \\")
        errors, _ = self.complaints('=include "inc.txt"\n=define A 1\n')
        self.assertTrue(errors.startswith("inc.txt:1:13: error: expected another line"), errors)

    def test_one_mistake_is_told_once(self):
        for text in ("=define A $\n=define B A + A\n=define C B\n=c2s 1 m( int x[C] )\n"
                     "=ifdef M m\n",
                     "=define B A\n=define C A\n",
                     "=c2s 1 m( foo x )\n=c2s 2 n( foo x )\n",
                     "=struct s { int $ }\n=c2s 1 m( s x )\n=struct t { s x }\n",
                     "=c2s 1 m( $ )\n=c2s n()\n=recvlimit m 1 2\n"):
            errors, warnings = self.complaints(text)
            self.assertEqual((errors.count(": error: "), warnings), (1, ""), errors)

    def test_ids_go_on_after_a_wrong_message(self):
        self.assert_error("=c2s 5 a( $ )\n=c2s b()\n=c2s 7 c()\n", "1:11", "unexpected character")

    def test_bytes_that_are_not_utf8(self):
        errors, _ = self.complaints(b"=define \xe9t\xe9 1\n=define A \xc3\xa9 \xff\n=foo\n")
        self.assertIn("proto.txt:1:9: error: byte 0xe9 is not UTF-8", errors)
        self.assertIn("proto.txt:2:13: error: byte 0xff is not UTF-8", errors)
        self.assertIn("proto.txt:3:2: error", errors)

    def test_errors_and_warnings_are_bounded(self):
        errors, _ = self.complaints("=foo\n" * 1000)
        self.assertEqual(errors.count(": error: "), 101)
        self.assertTrue(errors.endswith("vcegen: error: too many errors\n"))
        warnings = self.complaints("=recvlimit a 1 2\n" * 1000 + "=define A 1\n")[1]
        self.assertEqual(warnings.count(": warning: "), 101)
        self.assertTrue(warnings.endswith("further warnings are not shown\n"))


if __name__ == "__main__":
    sys.exit(run("test_errors"))
