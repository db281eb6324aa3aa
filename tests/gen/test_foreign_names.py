"""Stubs with a parameter AF_INET or errno did not compile, and a definition INET of protocol af took the
place of a macro of the system: names that headers have are errors, all of them, and the manual lists them."""
import os
import re
import shutil
import sys
import unittest

from support import GEN, GeneratorTest, run
from vcegen import naming
from vcegen.emit import python_names
from vcegen.lexer import RESERVED_WORDS

sys.path.insert(0, str(GEN))
import renew_names  # noqa: E402

MANUAL = renew_names.MANUAL.read_text(encoding="utf-8")


class ForeignNames(GeneratorTest):
    def refused(self, definition):
        """The names that errors of a definition name as taken, and where."""
        self.write("proto.txt", definition)
        result = self.command("proto.txt")
        self.assertEqual((result.status, list(result.files)), (1, []))
        return re.findall(r"^proto\.txt:(\d+):(\d+): .*?'(\w+)'.* is taken in C by", result.err, re.M)

    def test_every_macro_is_refused_as_parameter_and_member(self):
        names = sorted(naming.MACROS - naming.KEYWORDS)
        self.assertGreater(len(names), 1000)
        for name in ("AF_INET", "BUFSIZ", "EINTR", "EOF", "INT_MAX", "NULL", "__linux__", "errno",
                     "linux", "s6_addr", "stdin", "unix"):
            self.assertTrue(name in names, name)
        # A definition tells its first errors only.
        for at in range(0, len(names), 8):
            some = names[at:at + 8]
            lines = [f"=c2s {i} m{i}( int {name} )\n=struct s{i} {{ int {name} }}\n"
                     for i, name in enumerate(some)]
            found = self.refused("=idmax 255\n" + "".join(lines))
            wanted = [(str(2 + 2 * i + is_struct), column, name)
                      for i, name in enumerate(some) for is_struct, column in ((0, "16"), (1, "18"))]
            self.assertEqual(sorted(found), sorted(wanted))

    def test_names_at_file_scope(self):
        for protocol, line, place, name in (
                ("af", "=define INET 2\n", ("2", "9"), "AF_INET"),
                ("long", "=enum T MAX 1\n", ("2", "9"), "LONG_MAX"),
                ("so", "=enum ERROR A\n", ("2", "7"), "SO_ERROR"),
                ("in", "=struct addr { int x }\n", ("2", "9"), "in_addr"),
                ("size", "=struct t { int x }\n", ("2", "9"), "size_t"),
                ("IO", "=struct FILE { int x }\n", ("2", "9"), "_IO_FILE")):
            self.assertIn((*place, name), self.refused(f"=protocolname {protocol}\n{line}"))

    def test_functions_and_python_words_are_free(self):
        self.write("proto.txt", "=protocolname p\n=idmax 9\n=c2s 1 m( int from, int send, int htons,"
                   " int lambda, string None[3] )\n")
        self.assertEqual(self.command("proto.txt").status, 0)

    def test_manual_lists_them(self):
        _, _, rest = MANUAL.partition(renew_names.BEGIN)
        self.assertEqual(renew_names.BEGIN + rest.partition(renew_names.END)[0] + renew_names.END,
                         renew_names.listed(naming.MACROS))
        section = MANUAL.partition(".SH NAMES THAT ARE TAKEN")[2].partition(".SH ")[0]
        said = set(re.findall(r"[A-Za-z_]\w*", section))
        for words in (naming.KEYWORDS, naming.USED_NAMES, RESERVED_WORDS, python_names._KEYWORDS):
            self.assertEqual(words - said, set())

    @unittest.skipUnless(shutil.which("gcc"), "needs gcc")
    def test_no_macro_of_this_machine_is_unknown(self):
        plain, _ = renew_names.macros(("gcc",))
        # Later versions of the library add names that begin like the others; so do systems.
        unknown = sorted(n for n in plain - naming.MACROS - naming.KEYWORDS
                         if not renew_names.is_of_vce(n))
        if unknown and not os.environ.get("CI"):
            self.skipTest("newer headers than vcegen knows: " + " ".join(unknown))
        self.assertEqual(unknown, [], "run compat/gen/renew_names.py")


if __name__ == "__main__":
    sys.exit(run("test_foreign_names"))
