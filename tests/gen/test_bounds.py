"""Definitions that are made to take long: each is answered soon, whatever it says."""
import resource
import sys
import time

from support import GeneratorTest, run

#: Processor seconds of one definition: so much that only what hangs takes longer.
MAX_SECONDS = 30

DOUBLED = "".join(f"=struct s{i} {{ s{i - 1} a, s{i - 1} b }}\n" for i in range(1, 30))


class Bounds(GeneratorTest):
    def answer(self, text, status, message=""):
        """Exit status and an error of the command; returns how many errors there are."""
        name = self.write("proto.txt", "=protocolname p\n" + text)
        start = time.process_time()
        result = self.command(name, "--outputs", "c,json", "--output-dir", "out")
        self.assertLess(time.process_time() - start, MAX_SECONDS)
        self.assertEqual(result.status, status, result.err[:500])
        self.assertIn(message, result.err)
        return result.err.count(": error: ")

    def test_values_that_double_with_each_line(self):
        for first, operator, message in [("3", "*", "number of more than 4096 bits"),
                                         ("9" * 1000, "+", "number of more than 4096 bits"),
                                         ('"abc"', "+", "string of more than 65536 characters")]:
            lines = "".join(f"=define A{i} A{i - 1} {operator} A{i - 1}\n" for i in range(1, 3000))
            self.assertEqual(self.answer(f"=define A0 {first}\n{lines}", 1, message), 1)

    def test_values_that_are_repeated(self):
        lines = "".join(f"=define A{i} A0\n" for i in range(1, 3000))
        self.answer('=define A0 "%s"\n%s' % ("x" * 60000, lines), 1, "characters together")

    def test_deep_expressions(self):
        self.answer("=define A " + "(" * 10000 + "1" + ")" * 10000, 1, "more than 100 parentheses")
        self.answer("=define A " + "-(" * 90 + "1" + ")" * 90 + "\n", 0)
        self.answer("=define A " + "-" * 10000 + "1\n", 0)
        self.answer("=define A 1" + " + 1" * 9000 + "\n", 0)

    def test_long_directives(self):
        self.answer("=define A 1" + "+1" * 300000, 1, "directive of more than 20000 tokens")
        self.answer("=define A 1" + "+1\\\n" * 200000, 1, "directive of more than 20000 tokens")
        self.answer("=\\\n" * 300000, 1, "expected another line")
        self.answer("=" + "$" * 1000000, 1, "unexpected character")
        self.answer("=# " + "#" * 1100000, 1, "more than 1048576 bytes of directives")
        self.answer("=c2s 1 m( %s )\n" % ", ".join(f"int x{i}" for i in range(5000)), 0)

    def test_structs_that_double_with_each_level(self):
        self.answer("=struct s0 { char x }\n" + DOUBLED + "=c2s 1 m( s29 x )\n", 0)
        self.answer("=struct s0 { int x[2000000000] }\n" + DOUBLED + "=c2s 1 m( s29 x )\n", 1,
                    "is too large")

    def test_structs_within_each_other(self):
        for step in (-1, 1):  # Each knows the one before it, or the one behind it.
            lines = "=struct s0 { int x }\n=struct s9999 { int x }\n" + "".join(
                f"=struct s{i} {{ s{i + step} a }}\n" for i in range(1, 2000))
            self.answer(lines.replace("s2000 a", "s9999 a"), 1, "more than 64 structs within")
        self.answer("=struct s0 { int x }\n" + "".join(
            f"=struct s{i} {{ s{i - 1} a }}\n" for i in range(1, 64)) + "=c2s 1 m( s63 x )\n", 0)

    def test_includes_that_double_with_each_file(self):
        self.write("inc0.txt", "=# end\n")
        for i in range(1, 31):
            self.write(f"inc{i}.txt", f'=include "inc{i - 1}.txt"\n' * 2)
        self.answer('=include "inc30.txt"\n', 1, "too many includes")

    def test_many_messages(self):
        lines = [f"=c2s m{i}( int x )\n" for i in range(10001)]
        self.answer("=idmax 20000\n" + "".join(lines), 1, "more than 10000 messages")
        self.answer("=idmax 20000\n" + "".join(lines[:2000]), 0)

    def test_many_errors_and_warnings(self):
        self.assertEqual(self.answer("=foo\n" * 100000, 1, "too many errors"), 101)
        self.answer("=recvlimit a 1 2\n" * 50000, 0)

    def test_much_text_between_the_directives(self):
        self.answer("\n" * 16000000 + "=define A 1\n", 0)
        name = self.write("proto.txt", "text\n" * 4000000)
        result = self.command(name)
        self.assertEqual(result.status, 1)
        self.assertIn("more than 16777216 bytes with all includes", result.err)

    def test_endless_file(self):
        result = self.command("/dev/zero")
        self.assertEqual((result.status, result.files), (1, {}))
        self.assertIn("cannot read /dev/zero: more than", result.err)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    sys.exit(run("test_bounds"))
