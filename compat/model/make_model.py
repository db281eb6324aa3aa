#!/usr/bin/env python3
"""Make the API model from vce.h and the notes.

usage: make_model.py XML_FOLDER OUTPUT [--cc COMPILER]

XML_FOLDER is what Doxygen made of vce.h. The form of the output is described in README.md. What
neither the header nor notes.json says is reported, nothing is written, and the exit status is 1.
Needs Python 3 (standard library only) and a C compiler.
"""
import argparse
import json
import os
import re
import sys

from header import ERROR_NAME, Header, Problem, Types
from measure import measure

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
EDITIONS = {"VCE_2015": "2015", "VCE_2015_DOCUMENTED": "documented", "VCE_EXT_1": "extension",
            "VCE_EXT_2": "extension"}
UNITS = {"bytes", "elements", "connections", "seconds", "milliseconds", "microseconds", "percent",
         "port", "flag", "code", "count"}
SIZED = {"bytes", "buffer", "array", "out_array"}
POINTED = SIZED | {"string", "format", "in", "out", "inout", "pointer", "callback", "length"}
PARAMETER_ROLES = POINTED | {"value", "handle", "arguments"}
RESULT_ROLES = {"none", "status", "count", "boolean", "value", "handle", "text", "argument",
                "pointer"}
CALLBACK_RESULT_ROLES = {"none", "verdict", "ignored", "stop", "pointer"}
KEPT = {"call", "context", "connections", "connection", "library", "process"}


def exports(path):
    """{function: edition} as the version script of the library lists them."""
    out, node = {}, None
    with open(path) as f:
        for line in f:
            opened = re.match(r"^(\w+) \{", line)
            name = re.match(r"^    (\w+);", line)
            if opened:
                if opened.group(1) not in EDITIONS:
                    raise Problem("%s: node %s has no edition" % (path, opened.group(1)))
                node = EDITIONS[opened.group(1)]
            elif name:
                out[name.group(1)] = node
    return out


# ---------------------------------------------------------------- notes

def parse_note(note):
    """A parameter note: an object as it is, or "ROLE [WORDS] [UNIT] [?]" as one."""
    if isinstance(note, dict):
        return dict(note)
    words = note.split()
    out = {"role": words.pop(0)}
    if words and words[-1] == "?":
        words.pop()
        out["nullable"] = True
    if out["role"] in SIZED:
        size = words.pop(0)
        out["size"] = int(size) if size.isdigit() else size
    elif out["role"] == "length":
        out["of"] = words.pop(0).split(",")
    elif out["role"] == "callback":
        out["callback"], out["kept"] = words.pop(0), words.pop(0)
    if words:
        out["unit"] = words.pop(0)
    if words:
        raise Problem("note %r: %s is too much" % (note, " ".join(words)))
    return out


def check_sizes(parameters):
    """What a size or a length names must be there, and name it back."""
    by_name = {p["name"]: p for p in parameters}
    for p in parameters:
        size = p.get("size", "zero")
        if isinstance(size, str) and size != "zero" and \
                p["name"] not in by_name.get(size, {}).get("of", []):
            raise Problem("%s has the size %s, which is not the length of it" % (p["name"], size))
        for other in p.get("of", []):
            if other not in by_name:
                raise Problem("%s is the length of %s, which is no parameter" % (p["name"], other))
        if p.get("unit", "count") not in UNITS:
            raise Problem("%s: unit %s is not known" % (p["name"], p["unit"]))
        if p.get("kept", "call") not in KEPT:
            raise Problem("%s: kept %s is not known" % (p["name"], p["kept"]))


def order(mapping, keys):
    unknown = set(mapping) - set(keys)
    if unknown:
        raise Problem("key %s is not known" % ", ".join(sorted(unknown)))
    return {key: mapping[key] for key in keys if key in mapping}


def parameter(p, note):
    """One parameter of a function; handles need no note, everything else does."""
    kind = p["type"]
    by_value = kind["pointers"] == 0 and kind["name"] != "callback"
    if note is None and by_value and kind["name"] in ("conn_t", "tcpcontext_t"):
        note = "handle"
    if note is None:
        raise Problem("parameter %s has no note" % p["name"])
    extra = parse_note(note)
    role = extra["role"]
    if role not in PARAMETER_ROLES:
        raise Problem("parameter %s: role %s is not known" % (p["name"], role))
    if (kind["name"] == "callback") != (role == "callback") or \
            (by_value and role in POINTED - {"length"}) or \
            (not by_value and role in ("value", "handle", "arguments")):
        raise Problem("parameter %s: role %s does not go with %s" % (p["name"], role, kind["c"]))
    if role == "callback":
        kind = dict(kind, callback=extra.pop("callback"))
    nullable = extra.pop("nullable", False)
    direction = extra.pop("direction", p["direction"])
    merged = dict(name=p["name"], type=kind, direction=direction, role=role, nullable=nullable,
                  doc=p["doc"], **{k: v for k, v in extra.items() if k != "role"})
    return order(merged, ["name", "type", "direction", "role", "size", "of", "unit", "kept",
                          "owner", "lifetime", "nullable", "doc"])


# ---------------------------------------------------------------- what the header says of errors

def split_errors(f):
    """([{code, when}], remaining text) of the header's error texts."""
    listed = [{"code": n, "when": t} for n, t in f["retvals"] if ERROR_NAME.match(n)]
    stated = re.compile(r"(VCE_E[A-Z_]+)(?::| if) (.*?)(?=; VCE_E[A-Z_]+:|\n|$)")
    for code, when in stated.findall(f["errors"]):
        listed.append({"code": code, "when": when.rstrip(".")})
    return listed


def inherit_errors(functions):
    """Functions whose errors are "as" those of another one get them too."""
    by_name = {f["name"]: f for f in functions}
    for f in functions:
        same = re.match(r"^As (vce_\w+)\(\)\.$", f["errors_doc"])
        if same:
            other = by_name[same.group(1)]
            f["errors"], f["last_error"] = other["errors"], other["last_error"]
            f["result"]["failure"] = other["result"]["failure"]


def last_error(f, errors, note):
    """What success and failure do to the last error."""
    if note:
        return note
    text = " ".join([f["errors"], f["returns"]] + [t for _, t in f["retvals"]])
    kept = not text.startswith("Last error 0") and re.search(r"[Ll]ast error kept", text)
    success = "kept" if kept else "zero"
    return {"success": success, "failure": "code" if errors else "kept"}


def failure(f, role, errors):
    kind = f["type"]
    negative = any(ERROR_NAME.match(n) for n, _ in f["retvals"])
    if negative:
        return "negative"
    if not errors:
        return "none"
    if kind["pointers"] or role == "handle":
        return "null"
    return "last_error"


def result(f, note, errors):
    kind = f["type"]
    if note is None:
        if kind["name"] != "void" or kind["pointers"]:
            raise Problem("the result has no note")
        note = {"role": "none"}
    if isinstance(note, str):
        role, _, rest = note.partition(" ")
        note = {"role": role}
        if rest:
            note[{"text": "lifetime", "argument": "argument"}.get(role, "unit")] = rest
    if note["role"] not in RESULT_ROLES:
        raise Problem("result: role %s is not known" % note["role"])
    if note.get("unit", "count") not in UNITS:
        raise Problem("result: unit %s is not known" % note["unit"])
    if note["role"] == "pointer" and not {"owner", "lifetime"} <= set(note):
        raise Problem("the pointer that is returned has no owner and lifetime")
    if note["role"] == "text":
        note = dict(note, owner="library")
    values = ["%s: %s" % (n, t) for n, t in f["retvals"] if not ERROR_NAME.match(n)]
    doc = "; ".join(([f["returns"]] if f["returns"] else []) + values)
    merged = dict({"failure": failure(f, note["role"], errors)}, type=kind, doc=doc, **note)
    return order(merged, ["type", "role", "unit", "failure", "owner", "lifetime", "into",
                          "argument", "doc"])


def function(f, notes, edition, any_thread):
    name = f["name"]
    if name not in notes:
        raise Problem("has no notes")
    note = dict(notes[name])
    errors = split_errors(f)
    for extra in note.pop("errors", []):
        code, _, when = extra.partition(": ")
        errors.append({"code": code, "when": when})
    parameters = [parameter(p, note.pop(p["name"], None)) for p in f["parameters"]]
    check_sizes(parameters)
    out = {"name": name, "area": f["area"], "edition": edition, "brief": f["brief"],
           "doc": f["doc"], "variadic": f["variadic"], "parameters": parameters,
           "result": result(f, note.pop("result", None), errors),
           "errors": errors, "errors_doc": f["errors"],
           "last_error": last_error(f, errors, note.pop("last_error", None)),
           "in_callbacks": note.pop("in_callbacks", "yes"),
           "threads": "any" if f["area"] in any_thread["areas"] or name in any_thread["functions"]
                      else "owner",
           "may_block": note.pop("may_block", False)}
    if note:
        raise Problem("note %s belongs to nothing" % ", ".join(sorted(note)))
    return out


# ---------------------------------------------------------------- callbacks

def callback_parameter(text, kind):
    name, note, doc = text.split(": ", 2)
    extra = parse_note(note)
    nullable = extra.pop("nullable", False)
    merged = dict(name=name, type=kind, nullable=nullable, doc=doc, **extra)
    return order(merged, ["name", "type", "role", "size", "of", "unit", "nullable", "doc"])


def callbacks(notes, functions, types):
    """The callback types, with the functions that take them."""
    used = {}
    for f in functions:
        for p in f["parameters"]:
            if p["role"] == "callback":
                name = p["type"]["callback"]
                if name not in notes:
                    raise Problem("%s: callback %s has no notes" % (f["name"], name))
                if types.signature(p["type"]["c"]) != types.signature(notes[name]["c"]):
                    raise Problem("%s: %s is %s, the notes say %s"
                                  % (f["name"], name, p["type"]["c"], notes[name]["c"]))
                used.setdefault(name, []).append({"function": f["name"], "parameter": p["name"],
                                                  "kept": p["kept"]})
    out = []
    for name, note in notes.items():
        if name not in used:
            raise Problem("callback %s is used by no function" % name)
        returned, kinds = types.signature(note["c"])
        if len(kinds) != len(note["parameters"]):
            raise Problem("callback %s: %d parameters are described"
                          % (name, len(note["parameters"])))
        parameters = [callback_parameter(t, k) for t, k in zip(note["parameters"], kinds)]
        check_sizes(parameters)
        role, doc = note["result"].split(": ", 1)
        if role not in CALLBACK_RESULT_ROLES or (role == "none") != (returned["c"] == "void"):
            raise Problem("callback %s: the result has the role %s" % (name, role))
        entry = {"name": name, "c": note["c"], "doc": note["doc"], "parameters": parameters,
                 "result": {"type": returned, "role": role, "doc": doc},
                 "set_by": used[name], "runs_in": note["runs_in"],
                 "may_call": note.get("may_call", "all")}
        if role != "none":
            entry["failed"] = note["failed"]
        out.append(entry)
    return out


# ---------------------------------------------------------------- the whole

def data(header, compiler):
    """(structs, enums, constants, macros) with everything the compiler measures."""
    constants = [m for m in header.macros if not m["has_list"] and m["initializer"]
                 and "vce_" not in m["initializer"]]
    strings = {m["name"] for m in constants if '"' in m["initializer"]}
    integers = [m["name"] for m in constants if m["name"] not in strings]
    integers += [v["name"] for e in header.enums for v in e["values"]]
    spelled = {s["name"]: "struct bin_info" if s["name"] == "bin_info" else s["name"]
               for s in header.structs}
    measured = measure(compiler, TOP, [(spelled[s["name"]], [f["name"] for f in s["fields"]])
                                       for s in header.structs], integers, sorted(strings))
    structs = []
    for s in header.structs:
        m = measured["structs"][spelled[s["name"]]]
        fields = [dict(f, offset=o, size=n) for f, (o, n) in zip(s["fields"], m["fields"])]
        fields = [order(f, ["name", "type", "offset", "size", "doc"]) for f in fields]
        structs.append({"name": s["name"], "c": spelled[s["name"]], "area": s["area"],
                        "doc": s["doc"], "size": m["size"], "align": m["align"],
                        "packed": m["align"] == 1, "fields": fields})
    enums = [dict(e, values=[{"name": v["name"], "value": measured["integers"][v["name"]],
                              "doc": v["doc"]} for v in e["values"]]) for e in header.enums]
    values = dict(measured["integers"], **measured["strings"])
    constants = [{"name": m["name"], "area": m["area"],
                  "kind": "string" if m["name"] in strings else "int",
                  "value": values[m["name"]], "doc": m["doc"]} for m in constants]
    taken = {c["name"] for c in constants}
    macros = [order({k: m[k] for k in m if k in ("name", "area", "parameters", "doc")},
                    ["name", "area", "parameters", "doc"])
              for m in header.macros if m["name"] not in taken]
    return structs, enums, constants, macros


def make(folder, compiler):
    header = Header(folder)
    with open(os.path.join(HERE, "notes.json")) as f:
        notes = json.load(f)
    editions = exports(os.path.join(TOP, "lib", "libvce.map"))
    problems, functions = [], []
    for f in header.functions:
        try:
            if f["name"] not in editions:
                raise Problem("is not exported")
            functions.append(function(f, notes["functions"], editions[f["name"]],
                                      notes["any_thread"]))
        except Problem as e:
            problems.append("%s: %s" % (f["name"], e))
    described = {f["name"] for f in header.functions}
    problems += ["%s: is exported, but not in vce.h" % n for n in sorted(set(editions) - described)]
    problems += ["%s: has notes, but is not in vce.h" % n
                 for n in sorted(set(notes["functions"]) - described)]
    if problems:
        raise Problem("\n".join(problems))
    inherit_errors(functions)
    types = Types({s["name"] for s in header.structs} | {e["name"] for e in header.enums} |
                  {"tcpcontext_t"})
    structs, enums, constants, macros = data(header, compiler)
    version = next(c["value"] for c in constants if c["name"] == "LIBVCE_VERSION")
    return {"made_by": "compat/model/make_model.py from vce.h and compat/model/notes.json; do not edit",
            "version": version, "soname": "libvce.so." + version.split(".")[0],
            "areas": header.areas, "functions": functions,
            "callbacks": callbacks(notes["callbacks"], functions, types),
            "structs": structs, "enums": enums, "constants": constants, "macros": macros,
            "typedefs": [order(t, ["name", "area", "type", "doc"]) for t in header.typedefs]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("xml")
    parser.add_argument("output")
    parser.add_argument("--cc", default="cc")
    args = parser.parse_args()
    try:
        model = make(args.xml, args.cc)
    except Problem as e:
        for line in str(e).split("\n"):
            print("make_model.py: " + line, file=sys.stderr)
        return 1
    with open(args.output, "w") as f:
        json.dump(model, f, indent=1, ensure_ascii=True)
        f.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
