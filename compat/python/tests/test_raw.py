"""The thin layer: complete, with the right types, and conn_t by value in both directions."""
import ctypes
import json
import os
import socket
import tempfile
from pathlib import Path

from support import DEADLINE, HOST, LibraryTest, vce

raw = vce.raw
MODEL = Path(__file__).resolve().parents[2] / "model" / "model.json"

NUMBERS = {"char": 1, "short": 2, "ushort": 2, "int": 4, "uint": 4, "int64": 8, "size_t": 8,
           "time_t": 8, "conn_t": 16, "tcpcontext_t": 8, "va_list": 8, "timeval": 16,
           "CLOSE_REASON": 4, "BINDATATYPE": 4}
UNSIGNED = {"ushort", "uint", "size_t"}
SIGNED = {"short", "int", "int64", "time_t", "CLOSE_REASON", "BINDATATYPE"}


class Completeness(LibraryTest):
    def setUp(self):
        super().setUp()
        with open(MODEL, encoding="ascii") as f:
            self.model = json.load(f)

    def test_every_function_is_bound_with_its_types(self):
        for f in self.model["functions"]:
            with self.subTest(f["name"]):
                bound = getattr(raw, "_" + f["name"])
                kinds = [p["type"] for p in f["parameters"]]
                self.assertEqual(len(bound.argtypes), len(kinds))
                for kind, ctype in zip(kinds, bound.argtypes):
                    self.same_type(kind, ctype)
                if f["result"]["role"] == "none":
                    self.assertIsNone(bound.restype)
                else:
                    self.same_type(f["result"]["type"], bound.restype)
                self.assertTrue(getattr(raw, f["name"]).__doc__.startswith(f["brief"].split()[0]))

    def same_type(self, kind, ctype):
        if kind["name"] == "callback":
            self.assertIs(ctype, getattr(raw, kind["callback"]))
        elif kind["pointers"]:
            self.assertEqual(ctypes.sizeof(ctype), 8)
            self.assertIn(ctype.__mro__[1], (ctypes._Pointer, ctypes._SimpleCData))
        else:
            self.assertEqual(ctypes.sizeof(ctype), NUMBERS[kind["name"]])
            if kind["name"] in SIGNED | UNSIGNED:
                self.assertEqual(ctype(-1).value > 0, kind["name"] in UNSIGNED)

    def test_every_callback_type_has_its_arguments(self):
        for c in self.model["callbacks"]:
            with self.subTest(c["name"]):
                bound = getattr(raw, c["name"])
                self.assertEqual(len(bound._argtypes_), len(c["parameters"]))
                for p, ctype in zip(c["parameters"], bound._argtypes_):
                    self.same_type(p["type"], ctype)

    def test_every_structure_has_its_layout(self):
        for s in self.model["structs"]:
            with self.subTest(s["name"]):
                bound = getattr(raw, s["name"])
                self.assertEqual(ctypes.sizeof(bound), s["size"])
                self.assertEqual(ctypes.alignment(bound), s["align"])
                self.assertEqual([f[0] for f in bound._fields_], [f["name"] for f in s["fields"]])
                for f in s["fields"]:
                    field = getattr(bound, f["name"])
                    self.assertEqual((field.offset, field.size), (f["offset"], f["size"]))

    def test_every_constant_has_its_value(self):
        for c in self.model["constants"]:
            self.assertEqual(getattr(raw, c["name"]), c["value"])
        for e in self.model["enums"]:
            for v in e["values"]:
                self.assertEqual(getattr(raw, v["name"]), v["value"])


class Calls(LibraryTest):
    def test_text_goes_in_and_comes_out(self):
        out = ctypes.create_string_buffer(32)
        self.assertEqual(raw.vce_escape_string(out, 32, b"a\n\0b", 4), 6)
        self.assertEqual(out.value, b"a\\n\\0b")
        self.assertEqual(raw.vce_text_split_index(b"a,b,c", b",", 1), b"b,c")
        self.assertIsNone(raw.vce_text_split_index(b"a,b,c", b",", 9))
        self.assertEqual(raw.vce_get_last_error(), raw.VCE_ENOTFOUND)
        text = ctypes.create_string_buffer(b"line\r\n")
        self.assertEqual(raw.vce_chop_string_destroy(text), b"line")
        self.assertEqual(text.raw, b"line\0\0\0")
        raw.vce_snprintf(out, 32, b"%d-%s", ctypes.c_int(7), b"x")
        self.assertEqual(out.value, b"7-x")
        self.assertEqual(raw.vce_strerror(raw.VCE_EFULL), raw.STRDEF_EMESG_EFULL.encode())

    def test_values_come_out_through_pointers(self):
        major, minor = ctypes.c_int(), ctypes.c_int()
        raw.vce_get_version(ctypes.byref(major), ctypes.byref(minor), None)
        self.assertEqual((major.value, minor.value),
                         (raw.LIBVCE_VERSION_MAJOR, raw.LIBVCE_VERSION_MINOR))
        numbers = (ctypes.c_int * 3)(1, -2, 3)
        out = ctypes.create_string_buffer(32)
        end = raw.vce_binary_push_nb_ia4(out, 0, 32, numbers, 3)
        self.assertEqual(out.raw[:end], bytes([3, 0, 0, 0, 1, 255, 255, 255, 254, 0, 0, 0, 3]))
        back, count = (ctypes.c_int * 3)(), ctypes.c_int(3)
        self.assertEqual(raw.vce_binary_pop_nb_ia4(out.raw, end, 0, back, ctypes.byref(count)), end)
        self.assertEqual(list(back), [1, -2, 3])
        strings = (ctypes.c_char_p * 2)(b"one", b"two")
        self.assertEqual(raw.vce_binary_push_nb_stra(out, 0, 32, strings, 2, 10), 9)

    def test_a_packed_structure_is_filled(self):
        items = (raw.bin_info * 2)()
        number, text = ctypes.c_int(0x01020304), ctypes.create_string_buffer(b"\x05\x06", 2)
        items[0].t, items[0].p = raw.SINGLE_INT, ctypes.addressof(number)
        items[1].t, items[1].n, items[1].p = raw.CHARARRAY_8, 2, ctypes.addressof(text)
        out = ctypes.create_string_buffer(16)
        self.assertEqual(raw.vce_binary_pack(items, 2, out, 16), 7)
        self.assertEqual(out.raw[:7], bytes([1, 2, 3, 4, 2, 5, 6]))

    def test_files_are_read_with_callbacks(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "settings")
            with open(path, "w", encoding="ascii") as f:
                f.write("a=1\n# no\nb=2\n")
            seen = []
            callback = raw.config_line(
                lambda name, line, key, value: seen.append((name, line, key, value)) or 0)
            self.assertEqual(raw.vce_read_simple_config_file(path.encode(), callback), 0)
            self.assertEqual(seen, [(path.encode(), 1, b"a", b"1"), (path.encode(), 3, b"b", b"2")])

    def test_object_arrays(self):
        index = raw.vce_init_array(8, 2, b"pool")
        first = raw.vce_alloc_array_object(index)
        self.assertEqual(raw.vce_get_array_object_top(index), first)
        self.assertEqual(raw.vce_get_array_object_index(index, first), 0)
        raw.vce_alloc_array_object(index)
        self.assertIsNone(raw.vce_alloc_array_object(index))
        self.assertEqual(raw.vce_get_last_error(), raw.VCE_EFULL)
        self.assertEqual(raw.vce_end_array(index), 0)

    def test_connections_by_value_in_calls_results_and_callbacks(self):
        seen = []

        @raw.acceptwatcher
        def accept(c):
            seen.append(("accept", c.p, c.serial, raw.vce_conn_is_valid(c)))
            return 0

        @raw.protocol_callback
        def record(c, address, length):
            seen.append(("record", c.serial, ctypes.string_at(address, length)))
            return raw.vce_protocol_unparser_text(c, b"answer", 6)

        @raw.io_callback
        def io(c, flag, address, length):
            seen.append(("io", c.serial, flag, ctypes.string_at(address, length)))

        @raw.closewatcher
        def close(c, reason):
            seen.append(("close", c.serial, reason))
            return 0

        @raw.conn_visitor
        def visit(c):
            visited.append((c.p, c.serial))
            return 0

        visited = []
        t = raw.vce_tcpcontext_create(1, HOST.encode(), 0, 10, 1024, 1024, 60, 0, 1, 16)
        raw.vce_tcpcontext_set_conn_acceptwatcher(t, accept)
        raw.vce_tcpcontext_set_conn_closewatcher(t, close)
        raw.vce_tcpcontext_set_conn_parser(
            t, ctypes.cast(raw.library.locked.vce_protocol_parser_text, raw.parser), record)
        peer = socket.create_connection((HOST, raw.vce_tcpcontext_get_port(t)), timeout=DEADLINE)
        self.addCleanup(peer.close)
        self.wait(lambda: seen)
        all_of_them = (raw.conn_t * 10)()
        self.assertEqual(raw.vce_tcpcontext_get_all_connection(t, all_of_them, 10), 1)
        c = all_of_them[0]
        self.assertEqual(seen, [("accept", c.p, c.serial, 1)])
        self.assertEqual(raw.vce_tcpcontext_conn_iterate(t, visit), 0)
        self.assertEqual(visited, [(c.p, c.serial)])
        slot = raw.vce_conn_get_struct_from_index(raw.vce_conn_get_index(c))
        self.assertEqual(raw.vce_conn_is_equal(slot, c), 1)
        other = raw.conn_t(c.p, c.serial + 1)
        self.assertEqual(raw.vce_conn_is_equal(other, c), 0)
        self.assertEqual(raw.vce_conn_is_valid(other), 0)
        size = ctypes.c_int()
        self.assertIsNotNone(raw.vce_conn_get_state_buffer(c, ctypes.byref(size)))
        self.assertEqual(size.value, 16)
        raw.vce_conn_set_io_callback(c, io)
        peer.sendall(b"question\n")
        self.wait(lambda: len(seen) >= 4)
        self.assertEqual(seen[1:4], [("io", c.serial, 0, b"question\n"),
                                     ("record", c.serial, b"question"),
                                     ("io", c.serial, 1, b"answer\n")])
        self.assertEqual(peer.recv(100), b"answer\n")
        start, length = ctypes.POINTER(ctypes.c_char)(), ctypes.c_int()
        raw.vce_conn_set_parser(c, None, None)
        peer.sendall(b"a\0b")

        def look():
            raw.vce_conn_get_buffer(c, ctypes.byref(start), ctypes.byref(length), None, None)
            return length.value
        self.wait(look)
        self.assertEqual(start[:length.value], b"a\0b")
        raw.vce_conn_close(c)
        self.wait(lambda: len(seen) > 5)
        self.assertEqual(seen[-1], ("close", c.serial, raw.CLOSE_REASON_APPLICATION))
        raw.vce_tcpcontext_cleanup(t)
        raw.vce_heartbeat()

    def test_an_exception_in_a_callback_of_the_thin_layer_is_reported_by_ctypes(self):
        import sys
        problems = []
        hook, sys.unraisablehook = sys.unraisablehook, lambda u: problems.append(u.exc_type)
        self.addCleanup(setattr, sys, "unraisablehook", hook)

        @raw.text_line
        def fail(name, line, text):
            raise LookupError
        raw.vce_read_plain_text_file(__file__.encode(), fail)
        self.assertEqual(set(problems), {LookupError})
