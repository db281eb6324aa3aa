#!/usr/bin/env python3
"""Make the thin layer of the Ruby binding: every function, structure and constant of the model.

usage: emit_ruby.py MODEL OUTPUT
"""
import json
import textwrap

from model import made_by, run

WIDTH = 100
NUMBERS = {"void": ":void", "char": ":char", "short": ":short", "ushort": ":ushort", "int": ":int",
           "uint": ":uint", "int64": ":long_long", "size_t": ":size_t", "time_t": ":time_t"}
KEYWORDS = set("alias and begin break case class def defined do else elsif end ensure false for "
               "if in module next nil not or redo rescue retry return self super then true undef "
               "unless until when while yield".split())
TEXT = ("string", "format")

HEAD = '''# frozen_string_literal: true

# %(made_by)s.

require "ffi"
require_relative "load"

module Vce
  # Every function, structure and constant of vce.h, one to one.
  #
  # A function takes and gives what the gem ffi makes of its C types: numbers are Integer, `conn_t`
  # is a {Conn} passed by value, `tcpcontext_t` and every other address is an FFI::Pointer, or nil
  # for NULL. Input text is a String without NUL, input bytes are a String or a pointer. Output goes
  # into memory of yours, such as `FFI::MemoryPointer.new(64)`. A function that returns text returns
  # a copy of it, or nil for NULL. An address that is returned is never nil: ask it for `null?`.
  #
  # A callback is a Proc, an FFI::Function, or nil for NULL. Keep a reference to it for as long as
  # its description says: ffi releases what is behind it together with the object. It must not be
  # left by `throw`, `break` or the `return` of a method, which would skip the library's own work.
  # What it raises comes up when the C function is over, but not if another callback ran after it;
  # the library gets 0 as the result.
  #
  # A number that its C type cannot hold raises a RangeError, before C would cut it. Nothing else is
  # raised: errors are what the C function returns, and {vce_get_last_error}. Functions that may
  # block let other threads run meanwhile.
  module Raw
    extend FFI::Library
    extend Loader

    load_library

    # `struct timeval` of the system.
    class Timeval < FFI::Struct
      layout :tv_sec, :time_t,
             :tv_usec, :long
    end
'''


class Emitter:
    def __init__(self, model):
        self.model = model
        self.enums = {e["name"] for e in model["enums"]}
        self.structs = {s["name"] for s in model["structs"]}
        self.lines = []

    # ---------------------------------------------------------------- types

    @staticmethod
    def class_name(struct):
        """conn_t is Conn, vce_limit_t is VceLimit."""
        name = struct[:-2] if struct.endswith("_t") else struct
        return "".join(part.capitalize() for part in name.split("_"))

    def ffi_type(self, kind, role="value"):
        """The type of a parameter, result or field, as Ruby text."""
        name, pointers = kind["name"], kind["pointers"]
        if name == "callback":
            return ":" + kind["callback"]
        if name == "char" and pointers == 1 and role in TEXT:
            return ":string"
        if pointers or name in ("tcpcontext_t", "va_list"):
            return ":pointer"
        if name in self.enums:
            return ":int"
        if name in self.structs:
            return self.class_name(name) + ".by_value"
        return NUMBERS[name]

    def parameter_type(self, p):
        role = "buffer" if p["direction"] == "inout" else p["role"]
        return self.ffi_type(p["type"], role)

    def result_type(self, kind):
        """Text is returned as a copy."""
        return self.ffi_type(kind, "string")

    def hint(self, p):
        """The Ruby classes that a parameter of a function takes."""
        kind = p["type"]
        if kind["name"] == "callback":
            return "Proc, FFI::Function, nil"
        ffi_type = self.parameter_type(p)
        if ffi_type == ":string":
            classes = "String"
        elif ffi_type == ":pointer":
            classes = "String, FFI::Pointer" if p["role"] == "bytes" else "FFI::Pointer"
        else:
            classes = "Conn" if ffi_type == "Conn.by_value" else "Integer"
        return classes + (", nil" if p.get("nullable") else "")

    def result_hint(self, kind):
        return {":void": "void", ":string": "String, nil", ":pointer": "FFI::Pointer",
                "Conn.by_value": "Conn"}.get(self.result_type(kind), "Integer")

    # ---------------------------------------------------------------- texts

    def put(self, text="", indent=4):
        self.lines.append(" " * indent + text if text else "")

    def put_wrapped(self, text, hang, indent=4):
        """A statement in lines that fit; a key stays with its value."""
        lines = textwrap.wrap(text.replace(": ", ":\0"), WIDTH, initial_indent=" " * indent,
                              subsequent_indent=" " * (indent + hang),
                              break_long_words=False, break_on_hyphens=False)
        self.lines += [line.replace("\0", " ") for line in lines]

    def comment(self, text, indent="", hang=None):
        """Paragraphs of the model as comment lines; code, lists and tables keep their lines."""
        for n, paragraph in enumerate(text.split("\n\n")):
            if n:
                self.put("#")
            for line in paragraph.split("\n"):
                first = "# " + (indent if hang is None or n == 0 else hang)
                if line.startswith(("    ", "|")):
                    self.put(first + line)
                    continue
                further = "# " + (hang if hang is not None else
                                  indent + ("  " if line.startswith("- ") else ""))
                for wrapped in textwrap.wrap(line, WIDTH - 4, initial_indent=first,
                                             subsequent_indent=further, break_long_words=False,
                                             break_on_hyphens=False):
                    self.put(wrapped)

    def item(self, text, indent=""):
        self.comment(text, indent, indent + "  ")

    # ---------------------------------------------------------------- parts

    def constant(self, name, value, doc):
        line = "%s = %s" % (name, value)
        if len(line) > WIDTH - 4:
            self.put("%s =" % name)
            self.put(value, 6)
            return
        if doc and len(line) + len(doc) + 3 <= WIDTH - 4:
            line += " # " + doc.replace("\n", " ")
        self.put(line)

    def constants(self):
        self.put()
        for c in self.model["constants"]:
            # A string of JSON is one of Ruby, but for the # of an interpolation.
            value = json.dumps(c["value"]).replace("#", "\\#")
            self.constant(c["name"], value, c["doc"] if c["area"] != "messages" else "")

    def enumerations(self):
        for e in self.model["enums"]:
            self.put()
            self.comment("`%s`. %s" % (e["name"], e["doc"]))
            for v in e["values"]:
                self.constant(v["name"], str(v["value"]), v["doc"])

    def structures(self):
        for s in self.model["structs"]:
            self.put()
            self.comment("`%s`. %s" % (s["c"], s["doc"]))
            self.put("#")
            for f in s["fields"]:
                self.item("- `%s`: %s" % (f["name"], f["doc"]))
            self.put("class %s < FFI::Struct" % self.class_name(s["name"]))
            if s["packed"]:
                self.put("  pack 1")
            fields = [":%s, %s" % (f["name"], self.ffi_type(f["type"])) for f in s["fields"]]
            for n, field in enumerate(fields):
                self.put("%s %s%s" % ("        " if n else "  layout", field,
                                      "," if n + 1 < len(fields) else ""))
            self.put("end")

    def callbacks(self):
        for c in self.model["callbacks"]:
            self.put()
            self.comment("`%s`. %s" % (c["c"], c["doc"]))
            self.put("#")
            for p in c["parameters"]:
                self.item("- `%s`: %s" % (p["name"], p["doc"]))
            if c["result"]["role"] != "none":
                self.item("- Result: %s" % c["result"]["doc"])
            for s in c["set_by"]:
                self.item("- Taken by %s(), and kept for: %s" % (s["function"], s["kept"]))
            kinds = [self.ffi_type(p["type"], p["role"]) for p in c["parameters"]]
            self.put_wrapped("callback :%s, [%s], %s"
                             % (c["name"], ", ".join(kinds), self.ffi_type(c["result"]["type"])), 9)

    def function(self, f):
        named = [(p["name"] + "_" * (p["name"] in KEYWORDS), p) for p in f["parameters"]]
        names = [n for n, _ in named] + ["*args"] * f["variadic"]
        self.put()
        self.put("# @!method self.%s%s" % (f["name"], "(%s)" % ", ".join(names) if names else ""))
        self.description(f, named)
        kinds = [self.parameter_type(p) for p in f["parameters"]] + [":varargs"] * f["variadic"]
        self.put_wrapped("attach_function :%s, [%s], %s%s" % (
            f["name"], ", ".join(kinds), self.result_type(f["result"]["type"]),
            ", blocking: true" if f["may_block"] else ""), 16)
        numbers = ["%s: %d" % (p["name"], n) for n, (p, kind) in enumerate(zip(f["parameters"], kinds))
                   if kind in NUMBERS.values()]
        if numbers:
            self.put_wrapped("check_numbers :%s, %s" % (f["name"], ", ".join(numbers)), 14)

    def description(self, f, named):
        indent = "  "
        self.comment(f["brief"] + ("\n\n" + f["doc"] if f["doc"] else ""), indent)
        if f["errors"]:
            self.put("#")
            self.comment("Errors:", indent)
            for e in f["errors"]:
                self.item("- %s: %s" % (e["code"], e["when"]), indent)
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
            notes.append("May block; other threads run meanwhile.")
        if notes:
            self.put("#")
            self.comment(" ".join(notes), indent)
        self.put("#")
        for n, p in named:
            self.parameter(n, p, indent)
        if f["variadic"]:
            self.item("@param args [Array] pairs of a type and a value, such as `:int, 7`", indent)
        self.returns(f, indent)

    def parameter(self, name, p, indent):
        notes = [p["direction"]] if p["direction"] != "in" else []
        notes += [p["unit"]] if p.get("unit", "") not in p["doc"] else []
        self.item("@param %s [%s] %s%s%s" % (
            name, self.hint(p), p["doc"], " (%s)" % ", ".join(notes) if notes else "",
            "; kept for: %s" % p["kept"] if "kept" in p else ""), indent)

    def returns(self, f, indent):
        r = f["result"]
        if r["role"] == "none":
            self.put("# " + indent + "@return [void]")
            return
        text = (r["doc"] or "0 for success").rstrip(".") + "."
        if "unit" in r and r["unit"] not in text:
            text += " Unit: %s." % r["unit"]
        if r.get("owner") == "library" and "lifetime" in r:
            text += " Valid %s." % r["lifetime"]
        if r["failure"] == "negative" and f["errors"]:
            text += " Negative: an error code."
        self.item("@return [%s] %s" % (self.result_hint(r["type"]), text), indent)

    def text(self):
        head = HEAD % {"made_by": made_by("ruby", self.model).capitalize()}
        self.lines = head.rstrip("\n").split("\n")
        self.constants()
        self.enumerations()
        self.structures()
        self.callbacks()
        for f in self.model["functions"]:
            self.function(f)
        self.put("end", 2)
        self.put("end", 0)
        return "\n".join(self.lines) + "\n"


if __name__ == "__main__":
    run(__doc__.split("\n\n")[0], lambda model: Emitter(model).text())
