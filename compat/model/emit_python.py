#!/usr/bin/env python3
"""Make the thin layer of the Python binding: every function, structure and constant of the model.

usage: emit_python.py MODEL OUTPUT
"""
import keyword
import textwrap

from model import made_by, run

WIDTH = 100
NUMBERS = {"char": "c_char", "short": "c_short", "ushort": "c_ushort", "int": "c_int",
           "uint": "c_uint", "int64": "c_longlong", "size_t": "c_size_t", "time_t": "c_long"}

HEAD = '''"""Every function, structure and constant of vce.h, one to one.

%(made_by)s

A function takes and gives what ctypes makes of its C types: numbers are int, `conn_t` is a
structure passed by value, `tcpcontext_t` and every address is an int or None. Input text and bytes
are `bytes`; output goes into ctypes arrays, such as `ctypes.create_string_buffer(64)`, and single
values through `ctypes.byref()`. A function that returns text returns a copy of it as bytes, or None
for NULL.

Callbacks are made with the types of this module, for instance `acceptwatcher(function)`, and must
be kept alive as long as their description says. No exception may leave them: ctypes reports it, and
what the library gets as the result is not defined.

Errors are what the C function returns, and `vce_get_last_error()`; they raise nothing. A number
that its C type cannot hold raises ValueError, before C would cut it, as does one for the field of a
structure. Functions keep the interpreter lock, except those that may block.
"""
# flake8: noqa
# mypy: no-warn-return-any
from __future__ import annotations

import ctypes
from ctypes import (CFUNCTYPE, POINTER, c_char, c_char_p, c_int, c_long, c_longlong, c_short,
                    c_size_t, c_uint, c_ushort, c_void_p)
from enum import IntEnum
from typing import Any, Optional

from ._load import CheckedStructure, Library, whole

Pointer = Any
"""An array, `byref()` or pointer of the C type that the description names; None is NULL."""
Callback = Any
"""A callback made with one of the types of this module; None is NULL."""


class timeval(CheckedStructure):
    """`struct timeval` of the system."""
    _fields_ = [("tv_sec", c_long), ("tv_usec", c_long)]


'''


class Emitter:
    def __init__(self, model):
        self.model = model
        self.enums = {e["name"] for e in model["enums"]}
        self.structs = {s["name"] for s in model["structs"]} | {"timeval"}
        self.lines = []

    # ---------------------------------------------------------------- types

    def ctype(self, kind, role="value", direction="in"):
        """The ctypes type of a parameter or field, as Python text."""
        name, pointers = kind["name"], kind["pointers"]
        if name == "callback":
            return kind["callback"]
        if name in self.enums:
            base = "c_int"
        elif name in ("tcpcontext_t", "void", "va_list"):
            if pointers <= 1:
                return "c_void_p"
            base, pointers = "c_void_p", pointers - 1
        elif name in self.structs:
            base = name
        elif name == "char" and pointers == 1 and direction == "in" and \
                role in ("string", "format", "bytes"):
            return "c_char_p"
        elif name == "char" and pointers == 2 and role == "array":
            return "POINTER(c_char_p)"
        else:
            base = NUMBERS[name]
        return "POINTER(" * pointers + base + ")" * pointers

    def result(self, kind):
        if kind["name"] == "void" and kind["pointers"] == 0:
            return "None"
        if kind["name"] == "char" and kind["pointers"] == 1:
            return "c_char_p"
        return self.ctype(kind)

    def hint(self, kind, role, direction):
        name, pointers = kind["name"], kind["pointers"]
        if name == "callback":
            return "Callback"
        if pointers == 0:
            if name == "conn_t":
                return "conn_t"
            if name == "char":
                return "bytes"
            return "Optional[int]" if name in ("tcpcontext_t", "va_list") else "int"
        if role in ("string", "format", "bytes") and direction == "in":
            return "Optional[bytes]"
        if name == "void" and role == "pointer":
            return "Optional[int]"
        return "Pointer"

    def result_hint(self, kind):
        name, pointers = kind["name"], kind["pointers"]
        if pointers == 0:
            return {"void": "None", "conn_t": "conn_t",
                    "tcpcontext_t": "Optional[int]"}.get(name, "int")
        return "Optional[bytes]" if name == "char" else "Optional[int]"

    # ---------------------------------------------------------------- texts

    def put(self, text=""):
        self.lines.append(text)

    def fill(self, text, indent, hang=None):
        """Paragraphs of the model as wrapped lines; code, lists and tables keep their lines."""
        out = []
        for n, paragraph in enumerate(text.split("\n\n")):
            if n:
                out.append("")
            for line in paragraph.split("\n"):
                first = indent if n == 0 or hang is None else hang
                if line.startswith(("    ", "|")):
                    out.append(first + line)
                    continue
                further = first + "  " * line.startswith("- ") if hang is None else hang
                out += textwrap.wrap(line, WIDTH, initial_indent=first, subsequent_indent=further,
                                     break_long_words=False, break_on_hyphens=False) or [""]
        return out

    def docstring(self, sections, indent="    "):
        """Writes paragraphs and titled lists: [text or (title, [item])]."""
        lines = []
        for section in filter(None, sections):
            if lines:
                lines.append("")
            if isinstance(section, str):
                first = indent + '"""' if not lines else indent
                lines += self.fill(section, first, indent if not lines else None)
            else:
                title, items = section
                lines.append(indent + title)
                for item in items:
                    lines += self.fill(item, indent + "    ", indent + "        ")
        text = "\n".join(lines)[len(indent) + 3:].replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
        if "\n" in text or len(text) + len(indent) + 6 > WIDTH or text.endswith('"'):
            text += "\n" + indent
        self.put('%s"""%s"""' % (indent, text))

    # ---------------------------------------------------------------- parts

    def constants(self):
        for c in self.model["constants"]:
            value = repr(c["value"]) if c["kind"] == "int" else \
                '"' + repr(c["value"])[1:-1].replace('"', '\\"').replace("\\'", "'") + '"'
            line = "%s = %s" % (c["name"], value)
            if len(line) > WIDTH:
                line = "%s = \\\n    %s" % (c["name"], value)
            if c["area"] != "messages" and len(line) + len(c["doc"]) + 4 <= WIDTH:
                line += "  # " + c["doc"].replace("\n", " ")
            self.put(line)
        self.put()

    def enumerations(self):
        for e in self.model["enums"]:
            self.put()
            self.put("class %s(IntEnum):" % e["name"])
            self.docstring([e["doc"]])
            for v in e["values"]:
                self.put("    %s = %d  # %s" % (v["name"], v["value"], v["doc"]))
            self.put()
        self.put()
        for e in self.model["enums"]:
            for v in e["values"]:
                self.put("%s = %s.%s" % (v["name"], e["name"], v["name"]))
        self.put()

    def structures(self):
        for s in self.model["structs"]:
            self.put()
            self.put("class %s(CheckedStructure):" % s["name"])
            items = ["%s: %s" % (f["name"], f["doc"]) for f in s["fields"]]
            self.docstring([s["doc"], ("Fields:", items)])
            if s["packed"]:
                self.put('    _layout_ = "ms"  # Python 3.14 wants it named for a packed structure')
                self.put("    _pack_ = 1")
            self.put("    _fields_ = [")
            for f in s["fields"]:
                self.put('        ("%s", %s),' % (f["name"], self.ctype(f["type"])))
            self.put("    ]")
            self.put()

    def callbacks(self):
        self.put()
        for c in self.model["callbacks"]:
            kinds = [self.callback_type(p) for p in c["parameters"]]
            kinds.insert(0, self.result(c["result"]["type"]))
            self.put("%s = CFUNCTYPE(%s)" % (c["name"], ", ".join(kinds)))
            items = ["%s: %s" % (p["name"], p["doc"]) for p in c["parameters"]]
            kept = ["%s(): %s" % (s["function"], s["kept"]) for s in c["set_by"]]
            result = "Result: %s." % c["result"]["doc"] if c["result"]["role"] != "none" else None
            self.docstring([c["doc"], ("Parameters:", items) if items else None, result,
                            ("Taken by, and kept for:", kept)], "")
            self.put()

    def callback_type(self, p):
        """Bytes arrive as an address: they may hold NULs, see ctypes.string_at()."""
        if p["type"]["pointers"] and p["role"] != "string":
            return "c_void_p"
        return self.ctype(p["type"], p["role"])

    def function(self, f):
        named = [(p["name"] + "_" * keyword.iskeyword(p["name"]), p) for p in f["parameters"]]
        parameters = ["%s: %s" % (n, self.hint(p["type"], p["role"], p["direction"])) for n, p in named]
        parameters += ["*args: Any"] if f["variadic"] else []
        head = "def %s(" % f["name"]
        tail = ") -> %s:" % self.result_hint(f["result"]["type"])
        self.put()
        self.put()
        whole = head + ", ".join(p.replace(" ", "\0") for p in parameters) + tail.replace(" ", "\0")
        indent = " " * len(head)
        lines = textwrap.wrap(whole, WIDTH, subsequent_indent=indent, break_long_words=False)
        if len(lines) > 1 and max(map(len, lines)) > WIDTH:
            lines = [head] + textwrap.wrap(whole[len(head):], WIDTH, initial_indent="        ",
                                           subsequent_indent="        ", break_long_words=False)
        self.put("\n".join(lines).replace("\0", " "))
        self.docstring(self.description(f, named))
        passed = [self.passed(n, p).replace(" ", "\0") for n, p in named]
        arguments = ", ".join(passed + (["*args"] if f["variadic"] else []))
        returns = "return " if f["result"]["role"] != "none" else ""
        call = "%s_%s(%s)" % (returns, f["name"], arguments)
        self.put("\n".join(textwrap.wrap(call, WIDTH, initial_indent="    ",
                                         subsequent_indent="    " + " " * (call.index("(") + 1),
                                         break_long_words=False)).replace("\0", " "))

    def passed(self, name, p):
        """What a function of the thin layer hands on of one of its parameters."""
        if p["role"] == "callback":
            # ctypes takes no None for a function pointer; a callback made of address 0 is NULL.
            return "%s or %s(0)" % (name, p["type"]["callback"])
        kind = p["type"]
        if kind["pointers"] or not (kind["name"] in NUMBERS or kind["name"] in self.enums) or \
                kind["name"] == "char":
            return name
        return 'whole("%s", %s, %s)' % (name, name, self.ctype(kind))

    def description(self, f, named):
        items = []
        for n, p in named:
            kind = p["type"]["c"] if p["type"]["name"] != "callback" else p["type"]["callback"]
            remarks = [kind] + [r for r in (p["direction"], p.get("unit")) if r not in (None, "in")]
            kept = "; kept for: %s" % p["kept"] if "kept" in p else ""
            items.append("%s (%s): %s%s" % (n, ", ".join(remarks), p["doc"], kept))
        r, returns = f["result"], None
        if r["role"] != "none":
            returns = r["doc"] or "0 for success."
            if "unit" in r and r["unit"] not in returns:
                returns += " Unit: %s." % r["unit"]
            if r.get("owner") == "library" and "lifetime" in r:
                returns += " Valid %s." % r["lifetime"]
            if r["failure"] == "negative" and f["errors"]:
                returns += " Negative: an error code."
        errors = ["%s: %s" % (e["code"], e["when"]) for e in f["errors"]]
        notes = []
        if f["last_error"]["success"] == "kept":
            notes.append("Success keeps the last error.")
        if f["in_callbacks"] != "yes":
            notes.append({"nothing": "Does nothing inside a callback.",
                          "refused": "Refused inside a callback.",
                          "no": "Not for use inside a callback."}[f["in_callbacks"]])
        if f["threads"] == "any":
            notes.append("May run in any thread.")
        if f["may_block"]:
            notes.append("May block; other Python threads run meanwhile.")
        return [f["brief"], f["doc"], ("Parameters:", items) if items else None,
                "Returns: " + returns if returns else None,
                ("Errors:", errors) if errors else None, " ".join(notes)]

    def functions(self):
        self.put()
        self.put("library = Library()")
        self.put('"""The loaded library, for functions of its own: `path`, `locked`, `waiting`."""')
        self.put()
        for f in self.model["functions"]:
            kinds = [self.ctype(p["type"], p["role"], p["direction"]) for p in f["parameters"]]
            call = '_%s = library.bind("%s", %s, [%s]%s)' % (
                f["name"], f["name"], self.result(f["result"]["type"]), ", ".join(kinds),
                ", waits=True" if f["may_block"] else "")
            head = call[:call.index("(") + 1]
            if len(call) > WIDTH:
                call = head + "\n    " + "\n".join(textwrap.wrap(
                    call[len(head):], WIDTH - 4, subsequent_indent="    ", break_long_words=False))
            self.put(call)
        for f in self.model["functions"]:
            self.function(f)

    def text(self):
        line = made_by("python", self.model)
        self.put((HEAD % {"made_by": line[0].upper() + line[1:] + "."}).rstrip("\n") + "\n\n")
        self.constants()
        self.enumerations()
        self.structures()
        self.callbacks()
        self.functions()
        return "\n".join(self.lines) + "\n"


if __name__ == "__main__":
    run(__doc__.split("\n\n")[0], lambda model: Emitter(model).text())
