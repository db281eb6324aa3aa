"""The protocol reference: its examples against the Python stubs, its numbers, its Markdown."""
import os
import re
import sys

from mutation import Maker
from python_stubs import load, read
from support import DATA, HEAD, GeneratorTest, run
from vcegen import definition
from vcegen.emit import Options, emitter
from vcegen.emit.examples import StructValue, example
from vcegen.emit.python_names import Names

VECTORS = ("small.txt", "medium.txt", "full.txt", "noidmax.txt")


def reference(protocol):
    """The text of the reference."""
    (name, text), = emitter("reference")(protocol, Options()).items()
    assert name == protocol.name + "_reference.md"
    return text


def sections(text):
    """Parts of a reference by their anchors, such as `c2s-login`."""
    parts = re.split(r'<a id="([^"]+)"></a>\n', text)
    return dict(zip(parts[1::2], (part.partition("\n## ")[0] for part in parts[2::2])))


def rows(section):
    """Cells of the table rows of a section, without heads."""
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    cells = [line[2:-2].split(" | ") for line in lines]
    return [c for c, below in zip(cells, cells[1:] + [[""]])
            if c[0] != "---" and below[0] != "---"]


class Examples(GeneratorTest):
    def check(self, protocol):
        """Compare all examples with the stubs; returns how many there are."""
        module, parts = load(protocol), sections(reference(protocol))
        structs = {s.name: getattr(module, s.name.capitalize()) for s in protocol.structs}
        found = 0
        for message in protocol.messages:
            direction = message.direction.value
            example = re.search(r"^Example: `(\w+)\((.*)\)` is `([0-9a-f]+)`$",
                                parts[f"{direction}-{message.name}"], re.M)
            if not example:
                continue
            found += 1
            name, call, record = example.groups()
            arguments = eval(f"dict({call})", dict(structs))
            self.assertEqual((name, list(arguments)),
                             (message.name, [p.name for p in message.parameters]))
            stub = getattr(module, direction.upper())[message.id]
            self.assertEqual(stub.pack(*arguments.values()).hex(), record, message.name)
            self.assertEqual(stub.unpack(bytes.fromhex(record)), tuple(arguments.values()))
            pieces = rows(example.string[example.end():])
            self.assertEqual("".join(p[0].strip("`") for p in pieces).replace(" ", ""), record)
            self.assertEqual(pieces[0][1], f"message id {message.id}")
        return found

    def test_every_message_of_the_vectors_has_a_right_example(self):
        for name in VECTORS:
            protocol = read(DATA / name)
            self.assertEqual(self.check(protocol), len(protocol.messages), name)

    def test_nested_structs_and_small_sizes(self):
        protocol = self.read(
            HEAD + "=struct inner { string s[3], stringarray l[1][3] }\n"
            "=struct out { inner a[9], inner b, uchar c[2], float d[1] }\n"
            "=c2s 1 m( out x[2], out y, string z[1], stringarray n[0][4], stringarray e[3][0] )\n"
            "=s2c 2 n( char a[0], int b[0], inner c[0] )\n")
        self.assertEqual(self.check(protocol), 2)
        meanings = [r[1] for r in rows(sections(reference(protocol))["c2s-m"])]
        self.assertIn('`x[1].b.s`: 3 bytes, `"he"` and a NUL', meanings)
        self.assertIn("`x[0].a`: 0 structs", meanings)
        self.assertIn("`y.a[1].l`: 1 text", meanings)
        self.assertIn("`e`: 0 texts", meanings)

    def test_there_is_none_where_it_would_be_long_or_impossible(self):
        doubling = "".join(f"=struct s{i} {{ s{i - 1} a[1], s{i - 1} b[1] }}\n"
                           for i in range(1, 9))
        filling = "".join(f"=struct t{i} {{ t{i - 1} a, t{i - 1} b }}\n"
                          for i in range(1, 9))
        protocol = self.read(
            HEAD + "=struct s0 { int x }\n=struct t0 { int x }\n" + doubling + filling +
            "=c2s 1 none( string x[0] )\n=c2s 2 long( t8 x )\n=c2s 3 few( s8 x )\n"
            "=c2s 4 lists( t8 x[2] )\n")
        self.assertEqual(self.check(protocol), 2)
        parts = sections(reference(protocol))
        for name in ("none", "long"):
            self.assertIn("There is no short example.", parts["c2s-" + name])


    def test_examples_of_changed_definitions(self):
        """Whatever a definition says, its examples are what its stubs make and take."""
        maker = Maker([(DATA / name).read_text() for name in VECTORS])
        self.write("common.txt", "=define COMMON 1\n=static K 12\n")
        self.write("full_common.txt", (DATA / "full_common.txt").read_bytes())
        found = 0
        for number in range(400):
            text = maker.definition(f"reference/{number}")
            protocol = definition.read(self.write("proto.txt", text)).protocol
            if protocol is None:
                continue
            module, names = load(protocol), Names(protocol)
            for message in protocol.messages:
                made = example(protocol, message)
                if made is None:
                    continue
                arguments = tuple(argument(v, module, names) for v in made.arguments)
                stub = getattr(module, message.direction.value.upper())[message.id]
                with self.subTest(number=number, message=message.name):
                    self.assertTrue(stub.pack(*arguments).endswith(made.record))
                    self.assertEqual(stub.unpack(made.record), arguments)
                found += 1
        self.assertGreater(found, 100)


def argument(value, module, names):
    """A value of an example as the stubs take it."""
    if isinstance(value, StructValue):
        struct = getattr(module, names.structs[value.type])
        return struct(*[argument(v, module, names) for v in value.values])
    return [argument(v, module, names) for v in value] if isinstance(value, list) else value


class Contents(GeneratorTest):
    def test_what_is_said_of_a_message(self):
        text = reference(read(DATA / "full.txt"))
        parts = sections(text)
        self.assertEqual(rows(parts["s2c-mirror"])[:3],
                         [["`a`", "`char`", "-128 to 127", "1"],
                          ["`b`", "`uchar[4]`", "up to 4 bytes", "1 to 5"],
                          ["`s`", "`string[12]`", "text of up to 11 bytes", "1 to 13"]])
        self.assertEqual(rows(parts["s2c-many"])[0],
                         ["`items`", "`item[3]`", "up to 3 [item](#struct-item)", "4 to 70"])
        self.assertIn("server to client, id 66000. A record has 12 to 78 bytes.",
                      parts["s2c-many"])
        self.assertIn("Above 444 bytes a server asks", parts["c2s-arrays"])
        self.assertNotIn("Above", parts["s2c-many"] + parts["c2s-nothing"])
        self.assertIn("Active only where EVERY_GUARD is defined.", parts["c2s-guarded"])
        self.assertIn("Declared limit: 5 times within 2000 ms", parts["c2s-scalars"])
        self.assertIn("`every_points_send`, `every_points_recv`", parts["c2s-points"])
        self.assertEqual(rows(parts["struct-pt"])[1],
                         ["`y`", "`short`", "-32768 to 32767", "2"])
        for line in ("| Version | 32767 |", "| Sub version | 516710399 |",
                     "| Message ids | 4 bytes, up to 70000 |", "| Protocol id | 9 |",
                     "| Limit of received records, for a server | 1209 bytes |",
                     "| 300 | [one](#c2s-one) | 31 to 38 |", "| `B` | `EVERY_B` | 5 |",
                     "| `KEY_LEN` | `FULL_COMMON_KEY_LEN` | `12` |"):
            self.assertIn(line + "\n", text)

    def test_every_link_has_its_place(self):
        for name in VECTORS:
            text = reference(read(DATA / name))
            self.assertLessEqual(set(re.findall(r"\(#([^)]+)\)", text)), set(sections(text)))

    def test_prefix_of_the_multiplexer(self):
        text = reference(self.read("=protocolname p\n=serverconnection vpr_circ\n=protocolid 9\n"
                                   "=idmax 9\n=c2s 4 up( char a[2] )\n"))
        self.assertIn("Clients put the byte `09`", text)
        self.assertIn("| 4 | [up](#c2s-up) | 2 to 4 |", text)

    def test_what_means_something_in_markdown_is_shown_as_it_is(self):
        text = reference(self.read(HEAD + '=define A "a|b``c"\n=c2s 1 w->_x_( int y )\n'))
        self.assertIn('| `A` | `P_A` | ``` "a\\|b``c" ``` |\n', text)
        self.assertIn("### w\\-\\>\\_x\\_\n", text)
        self.assertIn("[\\_x\\_](#c2s-_x_)", text)

    def test_an_empty_definition(self):
        text = reference(self.read("no directives\n"))
        self.assertIn("# Protocol defaultproto\n", text)
        self.assertNotIn("## Messages", text)

    def test_output_is_deterministic_and_says_what_it_was_made_from(self):
        self.write("a_b.txt", HEAD + "=struct s { int a }\n=c2s 1 m( s x )\n=enum E A\n")
        text, = {self.process("--outputs", "reference", "--stdout", "a_b.txt",
                              env={**os.environ, "PYTHONHASHSEED": seed}).out for seed in "12"}
        self.assertIn("\nMade by vcegen from a\\_b.txt; changes here are lost.\n", text)


if __name__ == "__main__":
    sys.exit(run("__main__"))
