"""What is computed of a definition: versions, ids, limits, constants, against known values."""
import json
import sys

from support import DATA, HEAD, GeneratorTest, run
from vcegen import definition, naming
from vcegen.model import Kind, Protocol


def vector(name) -> Protocol:
    """The protocol of one of the definitions in data/."""
    found = definition.read(str(DATA / name))
    assert found.protocol is not None, found.diagnostics.errors()
    return found.protocol


def constants(protocol):
    """All constants of the headers by their C names, but the enum of ids."""
    found = {naming.constant(protocol, d.name): d.value for d in protocol.defines}
    found.update({naming.static_macro(s): s.value for s in protocol.statics})
    for enum in protocol.enums:
        found.update({naming.enumerator(protocol, i): i.value for i in enum.enumerators})
    found[naming.constant(protocol, "IDMAX")] = protocol.id_max
    found[naming.constant(protocol, "PROTOCOL_ID")] = protocol.protocol_id
    found.update({naming.message_id(protocol, m): m.id for m in protocol.messages})
    return found


class Vectors(GeneratorTest):
    def test_versions(self):
        expected = {
            "small.txt": (8826534, 1),
            "medium.txt": (389197705, 20260),
            "full.txt": (516710399, 32767),
            "noidmax.txt": (16202219, 0xFFFFFFFF),
        }
        for name, versions in expected.items():
            protocol = vector(name)
            self.assertEqual((protocol.sub_version, protocol.version), versions, name)

    def test_record_limit_and_id_width(self):
        expected = {"small.txt": (5, 1), "medium.txt": (311, 2), "full.txt": (1209, 4),
                    "noidmax.txt": (6, 4)}
        for name, numbers in expected.items():
            protocol = vector(name)
            self.assertEqual((protocol.max_recv_record_length, protocol.id_width), numbers, name)

    def test_limit_of_each_message(self):
        protocol = vector("full.txt")
        limits = {m.name: protocol.limit(m) for m in protocol.c2s if m.parameters}
        self.assertEqual(limits, {"scalars": 30, "arrays": 444, "text": 73, "big": 1209, "one": 46,
                                  "points": 33, "guarded": 8})

    def test_ids(self):
        protocol = vector("full.txt")
        ids = {(m.direction.value, m.name): m.id for m in protocol.messages}
        expected = {("c2s", "big"): 4, ("c2s", "one"): 300, ("c2s", "points"): 301,
                    ("c2s", "nothing"): 512, ("c2s", "nothing2"): 513, ("c2s", "guarded"): 16,
                    ("s2c", "scalars"): 7}
        self.assertEqual({k: ids[k] for k in expected}, expected)

    def test_constants_of_full(self):
        expected = {"EVERY_COMMON_ONE": 1, "EVERY_OCT": 15, "EVERY_HEX": 31, "EVERY_SUM": 46,
                    "EVERY_QUOT": -4, "EVERY_STR": '"a""b"', "FULL_COMMON_KEY_LEN": 12,
                    "EVERY_PROTOCOL_ID": 9, "EVERY_A": 0, "EVERY_B": 5, "EVERY_C": 6,
                    "EVERY_IDMAX": 70000}
        found = constants(vector("full.txt"))
        self.assertEqual({k: found[k] for k in expected}, expected)

    def test_constants_of_medium(self):
        expected = {"LOBBY_LINE_MAX": 300, "LOBBY_ROOM_MAX": 8, "LOBBY_LIMIT_LOW": -3,
                    "LOBBY_OK": 0, "LOBBY_BUSY": 1, "LOBBY_GONE": 10, "LOBBY_LOST": 11,
                    "LOBBY_USER": 1, "LOBBY_ADMIN": 2, "LOBBY_S2C_SAID": 21,
                    "LOBBY_GREETING": '"hello # world"'}
        found = constants(vector("medium.txt"))
        self.assertEqual({k: found[k] for k in expected}, expected)

    def test_records_of_the_vectors_are_within_the_computed_sizes(self):
        records = json.loads((DATA / "gen.json").read_text())
        self.assertEqual(len(records), 49)
        for record in records:
            protocol = vector(record["definition"])
            message = next(m for m in protocol.messages if m.name == record["message"]
                           and m.direction.value == record["direction"])
            self.assertEqual(message.id, record["id"])
            size = len(record["record_hex"]) // 2
            self.assertLessEqual(protocol.smallest_record(message), size, record)
            self.assertGreaterEqual(protocol.largest_record(message), size, record)
            self.assertEqual([p.name for p in message.parameters], list(record["args"]))


class SubVersion(GeneratorTest):
    def test_terminators_and_comments_count(self):
        text = HEAD + "=sh int a;\n=version 3 # foo\n=c2s 1 a(int x)\n"
        self.assertEqual(self.read(text).sub_version, 299568840)
        self.assertEqual(self.read(text.replace("\n", "\r\n")).sub_version, 378512669)

    def test_last_line_without_end(self):
        self.assertEqual(self.read(HEAD + "=c2s 1 a(int x)").sub_version, 880124223)

    def test_continuation_lines_with_and_without_marker(self):
        protocol = self.read(HEAD + "=c2s 1 a( int x, \\\n int y, \\ # comment\n= int z )\n"
                                    "=c2s 2 b()\n")
        self.assertEqual(protocol.sub_version, 34274191)
        first = protocol.messages[0]
        self.assertEqual([(p.name, p.kind) for p in first.parameters],
                         [("x", Kind.INT), ("y", Kind.INT), ("z", Kind.INT)])

    def test_code_points_count_not_bytes(self):
        text = HEAD + "=c2s 1 a(int x) # コメント\n"
        self.assertEqual(self.read(text).sub_version, 99922800)

    def test_text_lines_do_not_count(self):
        text = HEAD + "=c2s 1 a(int x)"
        noisy = text.replace("\n", "\nsome text\n =c2s 5 no()\n\n").encode() + b"\n\xff\xfe latin\n"
        self.assertEqual(self.read(text + "\n").sub_version, self.read(noisy).sub_version)

    def test_each_included_file_starts_anew(self):
        self.write("one.txt", "=define A 1\n")
        self.write("two.txt", "=define B 2\n")
        text = HEAD + '=include "one.txt"\n=define C 3\n=include "two.txt"\n=define D 4\n'
        with_includes = self.read(text).sub_version
        self.assertEqual(with_includes, self.read("=define B 2\n=define D 4\n").sub_version)

    def test_options_do_not_count(self):
        text = HEAD + "=version 1\n"
        changed = self.read(text, protocol_name="q", version=9)
        self.assertEqual((changed.name, changed.version), ("q", 9))
        self.assertEqual(changed.sub_version, self.read(text).sub_version)

    def test_marker_does_not_count(self):
        text = HEAD + "=c2s 1 a( int x, \\\n= int y )\n"
        other = text.replace("=", "//@")
        self.assertEqual(self.read(text).sub_version, self.read(other, marker="//@").sub_version)


class Sizes(GeneratorTest):
    def field(self, text):
        return self.read(HEAD + text + "\n=c2s 1 m(int before)\n").structs[-1].members[0]

    def test_bounds_of_every_kind(self):
        cases = {  # member: limit of a parameter, of a member, fewest and most bytes
            "char x": (1, 1, 1, 1),
            "float x": (4, 4, 4, 4),
            "int64 x": (8, 8, 8, 8),
            "short x[0]": (5, 5, 1, 1),
            "short x[252]": (509, 509, 1, 505),
            "short x[253]": (511, 511, 1, 511),
            "string x[16]": (21, 26, 1, 17),
            "string x[253]": (258, 263, 1, 258),
            "stringarray x[4][8]": (52, 57, 1, 1 + 4 * 8),
            "stringarray x[4][300]": (1220, 1225, 1, 1 + 4 * (5 + 299)),
            "stringarray x[4][0]": (20, 25, 1, 1 + 4),
        }
        for text, numbers in cases.items():
            x = self.field("=struct s { %s }" % text)
            self.assertEqual((x.limit, x.member_limit, x.smallest, x.largest), numbers, text)

    def test_structs_in_structs(self):
        text = "=struct in { short a, string b[4] }\n=struct out { in x[3], in y }"
        protocol = self.read(HEAD + text + "\n=c2s 1 m( out o[2], out p )\n")
        inner, outer = protocol.structs
        self.assertEqual((inner.limit, inner.smallest, inner.largest), (16, 3, 7))
        self.assertEqual((outer.limit, outer.smallest, outer.largest), (69, 7, 32))
        message = protocol.messages[0]
        self.assertEqual(protocol.limit(message), 4 + 2 * 69 + 5 + 69)
        self.assertEqual(protocol.largest_record(message), 4 + 4 + 2 * 32 + 32)
        self.assertEqual(protocol.smallest_record(message), 4 + 4 + 7)

    def test_struct_is_placed_after_what_it_needs(self):
        protocol = self.read(HEAD + "=struct a { b x, c y }\n=struct b { c x }\n"
                                    "=struct c { int x }\n")
        self.assertEqual([s.name for s in protocol.structs], ["a", "b", "c"])
        self.assertEqual([s.name for s in protocol.structs_by_need], ["c", "b", "a"])

    def test_multiplexer_prefix_takes_room_in_client_records_only(self):
        protocol = self.read("=protocolname p\n=serverconnection vpr_circ\n=protocolid 9\n"
                             "=idmax 9\n=c2s 4 up(char a[2])\n=s2c 5 down(char a[2])\n")
        up, down = protocol.messages
        self.assertEqual(protocol.client_record_prefix, 9)
        self.assertEqual((protocol.largest_record(up), protocol.largest_record(down)), (5, 4))
        self.assertEqual((protocol.limit(up), protocol.smallest_record(up)), (8, 2))


if __name__ == "__main__":
    sys.exit(run("test_vectors"))
