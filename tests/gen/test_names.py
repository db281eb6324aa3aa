"""A definition may use the names that stubs use inside: nothing clashes in C or C++."""
import re
import shutil
import subprocess
import sys
import unittest

from support import DATA, GEN, HEAD, GeneratorTest, run
from vcegen import naming
from vcegen.lexer import RESERVED_WORDS

TOP = GEN.parent.parent
MODES = [["gcc", "-std=gnu89", "-x", "c"], ["g++", "-std=c++17", "-x", "c++"]]
MODES += [[*mode, "-DGEN_DEBUG_PRINT"] for mode in MODES]
UNUSABLE = naming.KEYWORDS | naming.FOREIGN_NAMES | RESERVED_WORDS

FORMS = ["int {}", "char {}[3]", "string {}[4]", "stringarray {}[2][3]", "int64 {}[2]", "one {}",
         "one {}[2]", "many {}[2]"]
STRUCTS = """\
=struct one { int a, char b[3] }
=struct many { string s[5], stringarray l[2][3], one n[2] }
"""


@unittest.skipUnless(shutil.which("gcc") and shutil.which("g++"), "needs gcc and g++")
class Names(GeneratorTest):
    def sources(self):
        """Stubs of a definition that has everything."""
        result = self.command(str(DATA / "full.txt"), "--outputs", "c", "--output-dir", "full")
        return {name: text for name, text in result.files.items() if name.endswith(".c")}

    def compile(self, definition):
        """The stubs of a definition of protocol p compile without warnings."""
        self.write("proto.txt", HEAD + definition)
        result = self.command("proto.txt")
        self.assertEqual((result.status, result.err), (0, ""))
        for mode in MODES:
            done = subprocess.run([*mode, "-Wall", "-Wextra", "-Werror", f"-I{TOP}",
                                   "-fsyntax-only", "p_sv.c", "p_cli.c"], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, check=False, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout.decode()[:3000])

    def test_parameters_and_members_named_like_anything_in_a_stub(self):
        found = set(re.findall(r"\b[A-Za-z_]\w*\b", "".join(self.sources().values())))
        names = sorted(n for n in found - UNUSABLE if not n.upper().startswith(("EVERY", "VCE_")))
        self.assertGreater(len(names), 100)
        lines = [STRUCTS, "=idmax 65535\n"]
        for i, name in enumerate(names):
            for direction in ("c2s", "s2c"):
                form = FORMS[(i + len(lines)) % len(FORMS)].format(name)
                lines.append(f"={direction} m{len(lines)}( {form}, short the_other )\n")
            form = FORMS[i % 4].format(name)
            lines.append(f"=struct s{i} {{ {form}, char the_other }}\n")
            lines.append(f"={('c2s', 's2c')[i % 2]} m{len(lines)}( s{i} {name}, s{i} more[2] )\n")
        self.compile("".join(lines))

    def static_names(self):
        """Names of what only a source has, without the name of the protocol in front."""
        found = set()
        for path, text in self.sources().items():
            header = (self.folder / path).with_suffix(".h").read_text()
            names = [set(re.findall(r"\bevery_?(\w+)\b", t)) for t in (text, header)]
            found |= names[0] - names[1]
        self.assertGreater(len(found), 50)
        return sorted(found)

    def test_types_named_like_what_is_static_in_a_stub(self):
        lines = ["=idmax 65535\n"]
        for i, name in enumerate(self.static_names()):
            lines.append(f"=struct {name} {{ int x }}\n=c2s a{i}( {name} x )\n"
                         f"=s2c a{i}( {name} x[2] )\n")
        self.compile("".join(lines))

    def test_messages_named_like_what_is_static_in_a_stub(self):
        names = {re.sub("_(send|recv)$", "", name) for name in self.static_names()}
        text = (DATA / "full.txt").read_text()
        names |= set(re.findall(r"^=(?:c2s|s2c).* (\w+)\(", text, re.M))
        lines = [f"=c2s {name}( int x )\n=s2c {name}( int x )\n" for name in sorted(names)]
        self.compile("=idmax 65535\n" + "".join(lines))

    def test_strings_that_look_like_trigraphs_stay_what_they_are(self):
        self.compile('=define A "what??/"\n=static B "???=" + "\\??!"\n')
        self.write("say.c", '#include <stdio.h>\n#include "p_sv.h"\n'
                   "int main(void) { return puts(P_A PROTO_B) < 0; }\n")
        for mode in ("gnu89", "c99"):
            subprocess.run(["gcc", f"-std={mode}", "-w", f"-I{TOP}", "say.c", "-o", "say"],
                           check=True, timeout=120)
            said = subprocess.run(["./say"], stdout=subprocess.PIPE, check=True, timeout=120)
            self.assertEqual(said.stdout, b"what??/???=??!\n")


if __name__ == "__main__":
    sys.exit(run("test_names"))
