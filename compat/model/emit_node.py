#!/usr/bin/env python3
"""Make the thin layer of the Node binding: every function, structure and constant of the model.

usage: emit_node.py MODEL OUTPUT

OUTPUT is the ES module, or its types and descriptions if the name ends with ".d.ts".
"""
import sys

from model import made_by, run
from node_types import Emitter, Types, literal

# of koffi, and what a typed array needs for one element
NUMBERS = {"char": ("char", 1), "short": ("short", 2), "ushort": ("ushort", 2), "int": ("int", 4),
           "uint": ("uint", 4), "int64": ("int64", 8), "size_t": ("size_t", 8),
           "time_t": ("int64", 8)}

# The check of a number by its type; koffi cuts what does not fit.
CHECKS = {"int64": "int64", "time_t": "int64", "size_t": "size", "char": "char", "short": "short",
          "ushort": "ushort", "uint": "uint", "int": "int"}

JS_HEAD = """\
// %s
//
// Every function, structure and constant of vce.h, one to one. The descriptions are in raw.d.ts.

import * as check from './checks.js';
import koffi from './koffi.js';
import { bind, callback, typeName } from './load.js';

export { addressOf, bytesAt, libraryPath } from './load.js';

const { inout, out, pointer, proto } = koffi;

export const unregister = koffi.unregister;
"""


class Code(Emitter):
    """The ES module."""

    def field(self, kind):
        if kind["pointers"] or kind["name"] == "tcpcontext_t":
            return "'void *'"
        return "'int'" if kind["name"] in self.enums else "'%s'" % NUMBERS[kind["name"]][0]

    def value(self, kind):
        """koffi's type of what is passed by value."""
        if kind["name"] == "conn_t" and not kind["pointers"]:
            return "conn_t"
        return self.field(kind)

    def parameter(self, p):
        kind, role = p["type"], p["role"]
        name, pointers = kind["name"], kind["pointers"]
        if name == "callback":
            return kind["callback"] + "_t" if p["kept"] == "call" else "'void *'"
        if not pointers and name != "va_list":
            return self.value(kind)
        if role in ("string", "format") and p["direction"] == "in":
            return "'str'"
        if pointers == 2:
            element = "'str'" if p["direction"] == "in" else "'void *'"
        elif name in self.structs:
            element = name
        elif name in ("void", "va_list") or role in ("bytes", "buffer", "string") or "kept" in p:
            return "'void *'"
        else:
            element = "'%s'" % NUMBERS[name][0]
        # Pointers to blocks of the program go in, although what is stored is behind them.
        if pointers == 2 and role == "out_array":
            return "pointer(%s)" % element
        return {"in": "pointer(%s)", "out": "out(pointer(%s))",
                "inout": "inout(pointer(%s))"}[p["direction"]] % element

    def result(self, kind):
        if kind["name"] == "void" and not kind["pointers"]:
            return "'void'"
        return "'str'" if kind["name"] == "char" and kind["pointers"] else self.value(kind)

    def size(self, kind):
        if kind["pointers"] > 1:
            return 8
        return self.structs.get(kind["name"]) or NUMBERS[kind["name"]][1]

    def kind_of_number(self, kind):
        """The check of a number by value; None for all else."""
        if kind["pointers"]:
            return None
        return "int" if kind["name"] in self.enums else CHECKS.get(kind["name"])

    def checks(self, f, p):
        """The calls that check an argument, with the order in which to make them."""
        kind, n = p["type"], self.name(p)
        number = self.kind_of_number(kind)
        if number:
            yield 0, "%s('%s', %s)" % (number, n, n)
        if kind["name"] == "conn_t" and not kind["pointers"]:
            yield 0, "handle('%s', %s)" % (n, n)
        call = self.check(f, p)
        if call:
            # The length of an array is looked at before the array.
            yield 2 if ".first(" in call else 1, call
        yield from ((1, call) for call in self.check_inside(p, n))

    def check_inside(self, p, n):
        """The numbers of arrays and structures that are read, which may be objects."""
        kind = p["type"]
        if p["direction"] == "out" or kind["pointers"] != 1 or "kept" in p:
            return
        if kind["name"] in self.structs:
            yield "fields('%s', %s, %s_numbers)" % (n, n, kind["name"])
        elif kind["name"] in NUMBERS and p["role"] in ("in", "inout", "array", "length"):
            yield "integers('%s', %s, '%s')" % (n, n, CHECKS[kind["name"]])

    def check(self, f, p):
        """The call that checks an argument, or None if koffi does."""
        kind, role, n = p["type"], p["role"], self.name(p)
        if kind["name"] == "callback":
            return "%s('%s', %s)" % ("callable" if p["kept"] == "call" else "address", n, n)
        if role == "length" and not kind["pointers"]:
            owners = [q for q in f["parameters"] if q["name"] in p["of"] and q["role"] == "out"]
            return "atMost('%s', %s, %d)" % (n, n, self.size(owners[0]["type"])) if owners else None
        if not kind["pointers"]:
            return "address('%s', %s)" % (n, n) if kind["name"] == "va_list" else None
        if role == "pointer" or "kept" in p:
            return "address('%s', %s)" % (n, n)
        if role in ("string", "format"):
            return ("text('%s', %s)" if p["direction"] == "in" else "block('%s', %s, 1)") % (n, n)
        if role in ("in", "out", "inout", "length"):
            if kind["name"] in self.structs:
                return "structure('%s', %s, %d)" % (n, n, self.size(kind))
            return "elements('%s', %s, 1, %d)" % (n, n, self.size(kind))
        return self.check_sized(f, p, n)

    def check_sized(self, f, p, n):
        kind, role, size = p["type"], p["role"], p["size"]
        count = size
        for q in f["parameters"]:
            if q["name"] == size:
                count = "check.first(%s)" % self.name(q) if q["type"]["pointers"] else self.name(q)
        if role in ("bytes", "buffer"):
            return "block('%s', %s, %s)" % (n, n, count)
        if kind["pointers"] == 2 and role == "out_array":
            return "blocks('%s', %s, %s, eachmax)" % (n, n, count)
        if kind["name"] == "void":  # the width of the elements is part of the function's name
            return "block('%s', %s, %s * %s)" % (n, n, count, f["name"][-1])
        return "elements('%s', %s, %s, %d)" % (n, n, count, self.size(kind))

    def function(self, f):
        kinds = [self.parameter(p) for p in f["parameters"]] + (["'...'"] if f["variadic"] else [])
        checks = [c for p in f["parameters"] for c in self.checks(f, p)]
        bound = "bind('%s', %s, [%s]);" % (f["name"], self.result(f["result"]["type"]),
                                           ", ".join(kinds))
        if not checks:
            self.wrapped("export const %s = %s" % (f["name"], bound))
            return
        checks.sort(key=lambda c: c[0])
        self.wrapped("const _%s = %s" % (f["name"], bound))
        names = [self.name(p) for p in f["parameters"]] + (["...args"] if f["variadic"] else [])
        names = ", ".join(names)
        self.wrapped("export function %s(%s) {" % (f["name"], names))
        for _, c in checks:
            self.put("  check.%s;" % c)
        answer = "return " if f["result"]["role"] != "none" else ""
        self.wrapped("%s_%s(%s);" % (answer, f["name"], names), "  ")
        self.put("}")

    def text(self):
        self.put(JS_HEAD % made_by("node", self.model))
        for c in self.model["constants"]:
            self.put("export const %s = %s;" % (c["name"], literal(c["value"])))
        for e in self.model["enums"]:
            self.put()
            for v in e["values"]:
                self.put("export const %s = %d;" % (v["name"], v["value"]))
            self.wrapped("export const %s = Object.freeze({ %s });"
                         % (e["name"], ", ".join(v["name"] for v in e["values"])))
        self.put("\nconst timeval_numbers = { tv_sec: 'int64', tv_usec: 'int64' };")
        self.put("export const timeval = koffi.struct(typeName('timeval'), {\n"
                 "  tv_sec: 'int64',\n  tv_usec: 'int64',\n});")
        for s in self.model["structs"]:
            self.put()
            if any(s["name"] == p["type"]["name"] and p["direction"] != "out"
                   and p["type"]["pointers"]
                   for f in self.model["functions"] for p in f["parameters"]):
                numbers = ["%s: '%s'" % (f["name"], self.kind_of_number(f["type"]))
                           for f in s["fields"] if self.kind_of_number(f["type"])]
                self.wrapped("const %s_numbers = { %s };" % (s["name"], ", ".join(numbers)))
            self.put("export const %s = koffi.%s(typeName('%s'), {"
                     % (s["name"], "pack" if s["packed"] else "struct", s["name"]))
            for f in s["fields"]:
                self.put("  %s: %s," % (f["name"], self.field(f["type"])))
            self.put("});")
        for c in self.model["callbacks"]:
            kinds = ["'str'" if p["role"] == "string" else self.value(p["type"])
                     for p in c["parameters"]]
            result = "'void'" if c["result"]["role"] == "none" else self.value(c["result"]["type"])
            self.put()
            self.wrapped("const %s_t = pointer(proto(typeName('%s'), %s, [%s]));"
                         % (c["name"], c["name"], result, ", ".join(kinds)))
            failed = {"none": "undefined", "pointer": "0n"}.get(c["result"]["role"]) or c["failed"]
            self.put("export const %s = (f) =>\n  callback('%s', %s_t, f, %s);"
                     % (c["name"], c["name"], c["name"], failed))
        self.put()
        for f in self.model["functions"]:
            self.function(f)
        return "\n".join(self.lines) + "\n"


if __name__ == "__main__":
    emitter = Types if sys.argv[-1].endswith(".d.ts") else Code
    run(__doc__.split("\n\n")[0], lambda model: emitter(model).text())
