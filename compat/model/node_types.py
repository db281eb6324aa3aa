"""The types and descriptions of the thin layer of the Node binding, and what its code shares."""
import json
import re
import textwrap

from model import made_by

WIDTH = 100
WIDE = ("int64", "size_t", "time_t")  # may exceed what a number holds exactly
RESERVED = {"arguments", "class", "const", "default", "delete", "enum", "export", "function",
            "import", "in", "new", "this", "var", "with"}

TYPES_HEAD = """\
// %s

/**
 * Every function, structure and constant of vce.h, one to one.
 *
 * Numbers are `number`, integers of 64 bits that exceed the safe range `bigint`. `conn_t` is an
 * object `{p, serial}`, passed by value; `tcpcontext_t` and every address are `bigint` or null.
 * Input text is a string; input bytes are Buffers or typed arrays. Output goes into Buffers, typed
 * arrays or arrays, and structures into objects: `const major = [0]; vce_get_version(major)`. What
 * is too short is refused with a RangeError, what is of a wrong kind with a TypeError; addresses,
 * also those inside structures, are taken as they are. A function that returns text returns a copy
 * of it, or null for NULL.
 *
 * Callbacks are made with the functions of this module, for instance `acceptwatcher(f)`. Their
 * result is an address that stays valid until `unregister()`. An exception in a callback is
 * reported as a warning of the process, and C gets the result that refuses, ends or stops.
 *
 * No error of the library is thrown: errors are what the C function returns, and
 * `vce_get_last_error()`. All calls run in the calling thread and return when they are over.
 * @module
 */

/** An address, or null for NULL. */
export type Pointer = bigint | null;
/** A Buffer, a typed array or an ArrayBuffer; or an address, which is not checked. */
export type Block = ArrayBufferView | ArrayBuffer | Pointer;
/** Text; as a Uint8Array it must end with NUL. */
export type Text = string | Uint8Array | Pointer;
/** Where numbers are stored or read: the first elements of an array, or of a block. */
export type Numbers = (number | bigint)[] | Block;
/** Where addresses are stored or read. */
export type Pointers = Pointer[] | Block;
/** A callback: the result of a function of this module such as `acceptwatcher()`. */
export type Callback = Pointer;
/** The type of a structure, for functions of koffi. */
export interface StructType {
  readonly size: number;
  readonly alignment: number;
}

/** The path or name that libvce was loaded by. */
export const libraryPath: string;
/** A copy of the bytes at an address. */
export function bytesAt(address: bigint, length: number): Buffer;
/** The address of a function of the library, such as a parser, for use as a callback. */
export function addressOf(name: string): bigint;
/** Releases a callback, which the library must not use any more. There is room for 8192 of them. */
export function unregister(callback: bigint): void;

/** `struct timeval` of the system. */
export interface timeval {
  tv_sec: number;
  tv_usec: number;
}
export const timeval: StructType;
"""


def literal(value):
    """A constant as a literal of JavaScript, and as a literal type of TypeScript."""
    return json.dumps(value)


class Emitter:
    def __init__(self, model):
        self.model = model
        self.enums = {e["name"] for e in model["enums"]}
        self.structs = {s["name"]: s["size"] for s in model["structs"]}
        self.structs["timeval"] = 16
        self.lines = []

    def put(self, text=""):
        self.lines.append(text)

    def wrapped(self, text, indent=""):
        """Code on as many lines as it needs; what is in quotes stays together."""
        text = re.sub(r"'[^']*'", lambda quoted: quoted.group().replace(" ", "\0"), text)
        lines = textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
                              break_long_words=False, break_on_hyphens=False)
        self.put("\n".join(lines).replace("\0", " "))

    @staticmethod
    def name(parameter):
        return parameter["name"] + "_" * (parameter["name"] in RESERVED)


class Types(Emitter):
    """The declarations, with descriptions."""

    def comment(self, paragraphs, indent=""):
        """A TSDoc comment of paragraphs; one that begins with "@" or "- " has hanging lines."""
        lines = []
        for paragraph in filter(None, paragraphs):
            tag = paragraph.startswith("@")
            if lines and not (tag and lines[-1].startswith(("@", "  "))):
                lines.append("")
            for part in re.sub(r"\*/", "* /", paragraph).split("\n"):
                hang = "  " if tag or part.startswith("- ") else ""
                lines += [part] if part.startswith(("    ", "|")) else textwrap.wrap(
                    part, WIDTH - len(indent) - 3, subsequent_indent=hang, break_long_words=False,
                    break_on_hyphens=False) or [""]
        if len(lines) == 1 and len(lines[0]) + len(indent) + 7 <= WIDTH:
            self.put("%s/** %s */" % (indent, lines[0]))
            return
        self.put(indent + "/**")
        for line in lines:
            self.put((indent + " * " + line).rstrip())
        self.put(indent + " */")

    def number(self, kind):
        return "number | bigint" if kind["name"] in WIDE else "number"

    def field(self, kind):
        if kind["pointers"] or kind["name"] == "tcpcontext_t":
            return "Pointer"
        return self.number(kind)

    def hint(self, p):
        kind, role = p["type"], p["role"]
        name, pointers = kind["name"], kind["pointers"]
        if name == "callback":
            if p.get("kept") == "call":
                return "%s | Callback" % self.signature(self.model["by_name"][kind["callback"]])
            return "Callback"
        if not pointers:
            if name == "conn_t":
                return "conn_t"
            return "Pointer" if name in ("tcpcontext_t", "va_list") else self.number(kind)
        if role == "pointer" or "kept" in p:
            return "Pointer"
        if role in ("string", "format") and p["direction"] == "in":
            return "Text"
        if role in ("bytes", "buffer", "string") or name == "void":
            return "Block"
        if pointers == 2:
            return "string[] | Block" if p["direction"] == "in" else \
                "Block[] | Block" if role == "out_array" else "Pointers"
        if name in self.structs:
            whole = name if p["direction"] != "out" else "Partial<%s>" % name
            return "%s | Block" % (whole + "[]" if role in ("array", "out_array") else whole)
        return "Numbers"

    def result(self, kind):
        if kind["name"] == "void" and not kind["pointers"]:
            return "void"
        if kind["pointers"]:
            return "string | null" if kind["name"] == "char" else "Pointer"
        handles = {"conn_t": "conn_t", "tcpcontext_t": "Pointer"}
        return handles.get(kind["name"]) or self.number(kind)

    def signature(self, c):
        given = ["%s: %s" % (self.name(p), "string" if p["role"] == "string" else
                             "bigint" if p["role"] == "bytes" else
                             "conn_t" if p["type"]["name"] == "conn_t" else self.field(p["type"]))
                 for p in c["parameters"]]
        result = {"none": "void", "pointer": "Pointer"}.get(c["result"]["role"], "number | void")
        return "((%s) => %s)" % (", ".join(given), result)

    def declare(self, head, parameters, result):
        """A declaration on one line, or with one parameter per line."""
        one = "%s(%s): %s;" % (head, ", ".join(parameters), result)
        if len(one) <= WIDTH:
            self.put(one)
            return
        self.put(head + "(")
        for p in parameters:
            self.put("  %s," % p if p != parameters[-1] else "  " + p)
        self.put("): %s;" % result)

    def function(self, f):
        self.put()
        self.comment(self.description(f))
        parameters = ["%s: %s" % (self.name(p), self.hint(p)) for p in f["parameters"]]
        # What may be left out at the end stands for NULL.
        for n in reversed(range(len(parameters))):
            if not f["parameters"][n]["nullable"] or f["variadic"]:
                break
            parameters[n] = parameters[n].replace(": ", "?: ", 1)
        parameters += ["...args: unknown[]"] if f["variadic"] else []
        self.declare("export function " + f["name"], parameters, self.result(f["result"]["type"]))

    def description(self, f):
        out = [f["brief"], f["doc"]]
        if f["errors"]:
            errors = ["- %s: %s" % (e["code"], e["when"]) for e in f["errors"]]
            out.append("\n".join(["Errors:"] + errors))
        notes = []
        if f["last_error"]["success"] == "kept":
            notes.append("Success keeps the last error.")
        if f["in_callbacks"] != "yes":
            notes.append({"nothing": "Does nothing inside a callback.",
                          "refused": "Refused inside a callback.",
                          "no": "Not for use inside a callback."}[f["in_callbacks"]])
        if f["may_block"]:
            notes.append("May block the thread, and with it the event loop.")
        out.append(" ".join(notes))
        for p in f["parameters"]:
            kind = p["type"]["callback"] if p["type"]["name"] == "callback" else p["type"]["c"]
            what = [kind] + ([p["direction"]] if p["direction"] != "in" else []) + \
                ([p["unit"]] if "unit" in p else [])
            kept = "; kept for: %s" % p["kept"] if "kept" in p else ""
            out.append("@param %s - (%s) %s%s" % (self.name(p), ", ".join(what), p["doc"], kept))
        if f["variadic"]:
            out.append("@param args - for each value koffi's type of it and the value: "
                       "`'int', 7, 'str', 'x'`")
        out.append(self.returns(f))
        return out

    @staticmethod
    def returns(f):
        r = f["result"]
        if r["role"] == "none":
            return None
        text = r["doc"] or "0 for success."
        if "unit" in r and r["unit"] not in text:
            text += " Unit: %s." % r["unit"]
        if r.get("owner") == "library" and "lifetime" in r:
            text += " Valid %s." % r["lifetime"]
        if r["failure"] == "negative" and f["errors"]:
            text += " Negative: an error code."
        return "@returns " + text.replace("\n\n", " ")

    def text(self):
        self.put((TYPES_HEAD % made_by("node", self.model)).rstrip("\n"))
        for c in self.model["constants"]:
            if c["area"] != "messages":
                self.put()
                self.comment([c["doc"]])
            self.put("export const %s: %s;" % (c["name"], literal(c["value"])))
        for e in self.model["enums"]:
            self.put()
            self.comment([e["doc"]])
            self.put("export const %s: Readonly<{" % e["name"])
            for v in e["values"]:
                self.put("  %s: %d;" % (v["name"], v["value"]))
            self.put("}>;")
            for v in e["values"]:
                self.comment([v["doc"]])
                self.put("export const %s: %d;" % (v["name"], v["value"]))
        for s in self.model["structs"]:
            self.put()
            self.comment([s["doc"]])
            self.put("export interface %s {" % s["name"])
            for f in s["fields"]:
                self.comment([f["doc"]], "  ")
                self.put("  %s: %s;" % (f["name"], self.field(f["type"])))
            self.put("}\nexport const %s: StructType;" % s["name"])
        for c in self.model["callbacks"]:
            self.put()
            self.comment(
                [c["doc"]] + ["- %s: %s" % (self.name(p), p["doc"]) for p in c["parameters"]]
                + ["Result: %s." % c["result"]["doc"] if c["result"]["role"] != "none" else None,
                   "Taken by, and kept for:\n" + "\n".join(
                       "- %s(): %s" % (s["function"], s["kept"]) for s in c["set_by"])])
            self.declare("export function " + c["name"], ["f: " + self.signature(c)], "bigint")
        for f in self.model["functions"]:
            self.function(f)
        return "\n".join(self.lines) + "\n"
