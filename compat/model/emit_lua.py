#!/usr/bin/env python3
"""Make a generated file of the Lua binding: which one, its name tells.

usage: emit_lua.py MODEL OUTPUT

The name of OUTPUT ends with one of

    constants.lua   constants, enumerators, names of fields; for both interpreters
    bindings.lua    types, functions and callbacks for LuaJIT's FFI
    functions.c     the same for plain Lua: wrappers around the C functions
"""
import argparse
import sys
import textwrap

from lua_wrappers import c_file
from model import load, made_by

WIDTH = 100
HANDLES = ("conn_t", "tcpcontext_t")

LUA_WORDS = {"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
             "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while"}


def lua_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def lua_name(name):
    return name + "_" if name in LUA_WORDS else name


def head(model, what):
    return ["-- %s" % what, "-- " + made_by("lua", model).capitalize() + ".", ""]


# ---------------------------------------------------------------- constants

def constants(model):
    lines = head(model, "Every constant, enumerator and field of a structure of vce.h.") + ["return {"]
    lines.append("  constants = {")
    for c in model["constants"]:
        value = str(c["value"]) if c["kind"] == "int" else lua_string(c["value"])
        lines.append("    %s = %s," % (c["name"], value))
    for e in model["enums"]:
        lines += ["    %s = %d," % (v["name"], v["value"]) for v in e["values"]]
    lines += ["  },", "  fields = {"]
    for s in model["structs"]:
        names = ", ".join('"%s"' % f["name"] for f in s["fields"])
        lines += textwrap.wrap('["%s"] = { %s },' % (s["c"], names), WIDTH, initial_indent="    ",
                               subsequent_indent="      ")
    return "\n".join(lines + ["  },", "}"]) + "\n"


# ---------------------------------------------------------------- declarations for ffi.cdef

def declared(kind, name, role="value", direction="in"):
    """A C declaration. Input text is const, so that a Lua string may be given."""
    if kind["name"] == "callback":
        return "vce_%s %s" % (kind["callback"], name)
    if kind["name"] == "va_list":
        return "void *" + name
    c = kind["c"]
    if c == "char *" and role in ("string", "bytes") and direction == "in":
        c = "const char *"
    return c + ("" if c.endswith("*") else " ") + name


def declarations(model):
    lines = ["typedef long long VCEI64;", "typedef long time_t;", "typedef void *tcpcontext_t;"]
    # As plain numbers: LuaJIT would box the values of an enumeration.
    lines += ["typedef int %s;" % e["name"] for e in model["enums"]]
    for s in model["structs"]:
        fields = " ".join(declared(f["type"], f["name"]) + ";" for f in s["fields"])
        packed = "__attribute__((packed)) " if s["packed"] else ""
        text = "struct %s%s { %s };" % (packed, s["name"], fields) if s["c"].startswith("struct") \
            else "typedef struct %s{ %s } %s;" % (packed, fields, s["name"])
        lines += textwrap.wrap(text, WIDTH, subsequent_indent="  ")
    for c in model["callbacks"]:
        lines.append("typedef %s;" % c["c"].replace("(*)", "(*vce_%s)" % c["name"], 1))
        if takes_connection(c):
            flat = c["c"].replace("(conn_t", "(unsigned int, unsigned int", 1)
            lines.append("typedef %s;" % flat.replace("(*)", "(*vce_flat_%s)" % c["name"], 1))
    for f in model["functions"]:
        parameters = [declared(p["type"], p["name"], p["role"], p["direction"])
                      for p in f["parameters"]] + (["..."] if f["variadic"] else [])
        lines += textwrap.wrap("%s(%s);" % (declared(f["result"]["type"], f["name"]),
                                            ", ".join(parameters) or "void"),
                               WIDTH, subsequent_indent="  ")
    return lines


# ---------------------------------------------------------------- functions and callbacks of LuaJIT

# What C takes; LuaJIT cuts all else.
RANGES = {"char": (-2**7, 2**8 - 1), "short": (-2**15, 2**16 - 1), "ushort": (0, 2**16 - 1),
          "int": (-2**31, 2**31 - 1), "uint": (0, 2**32 - 1), "int64": "int64", "time_t": "int64",
          "size_t": "size"}


def number_checks(model, f):
    """Statements that refuse numbers which C would cut."""
    enums = {e["name"] for e in model["enums"]}
    for p in f["parameters"]:
        kind = p["type"]
        bounds = RANGES.get("int" if kind["name"] in enums else kind["name"])
        if kind["pointers"] or not bounds:
            continue
        name = lua_name(p["name"])
        yield '    check_%s("%s", %s)' % (bounds, p["name"], name) if isinstance(bounds, str) else \
            '    check("%s", %s, %d, %d)' % (p["name"], name, *bounds)


def takes_connection(callback):
    return any(p["type"]["name"] == "conn_t" for p in callback["parameters"])


def converted(kind, call):
    """The call, with its result as the Lua value that both interpreters give."""
    if kind["name"] == "char" and kind["pointers"] == 1:
        return "to_text(%s)" % call
    if kind["name"] in ("int64", "size_t", "time_t") and not kind["pointers"]:
        return "tonumber(%s)" % call
    return call


def is_direct(f):
    """Whether nothing need be converted, and no callback can ever run inside."""
    return f["threads"] == "any" and not f["variadic"] and f["result"]["type"]["name"] != "char"


def function(model, f):
    """One function of the thin layer."""
    lines = textwrap.wrap(f["brief"], WIDTH, initial_indent="  -- ", subsequent_indent="  -- ")
    checks = list(number_checks(model, f))
    if is_direct(f) and not checks:
        return lines + ["  raw.%s = C.%s" % (f["name"], f["name"])]
    names = [lua_name(p["name"]) for p in f["parameters"]]
    given, passed = list(names), list(names)
    # Callbacks that LuaJIT can make fit flat contexts only.
    makers = ("vce_tcpcontext_create", "vce_tcpcontext_create_from_listener")
    target = f["name"] + "_flat" if f["name"] in makers else f["name"]
    if f["variadic"]:
        given.append("...")
        passed[-1] = '"%%s", formatted(%s, ...)' % passed[-1]
    elif any(p["role"] == "arguments" for p in f["parameters"]):
        given, passed = ["format", "..."], ["verbatim(formatted(format, ...))", "no_arguments"]
    call = "C.%s(%s)" % (target, ", ".join(passed))
    whole = "  function raw.%s(%s)" % (f["name"], ", ".join(given))
    lines += textwrap.wrap(whole, WIDTH, subsequent_indent="    ")
    lines += checks
    lines += textwrap.wrap("return " + converted(f["result"]["type"], call), WIDTH,
                           initial_indent="    ", subsequent_indent="      ", break_long_words=False)
    return lines + ["  end"]


def callback(c):
    """How a Lua function becomes a callback: its types, and what it gets for the C arguments."""
    taken, given = [], []
    for p in c["parameters"]:
        name = lua_name(p["name"])
        if p["type"]["name"] == "conn_t":
            taken += ["p", "serial"]
            given.append("to_conn(p, serial)")
        else:
            taken.append(name)
            given.append("to_text(%s)" % name if p["role"] == "string"
                         else "tonumber(%s)" % name if p["type"]["name"] == "size_t" else name)
    flat = "vce_flat_" if takes_connection(c) else "vce_"
    result = c["result"]["role"] if c["result"]["role"] in ("none", "pointer") else "integer"
    lines = ["  callbacks.%s = {" % c["name"],
             '    type = "vce_%s", made = "%s%s", result = "%s",%s'
             % (c["name"], flat, c["name"], result,
                " failed = %d," % c["failed"] if result == "integer" else ""),
             "    adapt = function(f)"]
    lines += ["      return function(%s) return f(%s) end" % (", ".join(taken), ", ".join(given)),
              "    end,", "  }"]
    return lines


def bindings(model):
    lines = head(model, "Types, functions and callbacks of vce.h for LuaJIT's FFI.")
    lines += ["-- Compiled code must not call what calls back into Lua.", "jit.off(true, true)", "",
              "local declarations = [["] + declarations(model) + ["]]", ""]
    lines += ["-- Gives `raw` every function, and returns what raw.callback() needs to know.",
              "local function bind(raw, C, help)",
              "  local to_conn, to_text, formatted = help.to_conn, help.to_text, help.formatted",
              "  local verbatim, no_arguments = help.verbatim, help.no_arguments",
              "  local check, check_int64, check_size = help.check, help.check_int64, help.check_size",
              ""]
    for f in model["functions"]:
        lines += function(model, f)
    lines += ["", "  local callbacks = {}"]
    for c in model["callbacks"]:
        lines += callback(c)
    lines += ["  return callbacks", "end", "",
              "return { declarations = declarations, bind = bind, soname = %s }"
              % lua_string(model["soname"])]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("model", help="model.json")
    parser.add_argument("output", help="file to write")
    args = parser.parse_args()
    emitters = {"constants.lua": constants, "bindings.lua": bindings, "functions.c": c_file}
    emit = next((e for name, e in emitters.items() if args.output.endswith(name)), None)
    if emit is None:
        print("emit_lua.py: %s: not one of %s" % (args.output, ", ".join(emitters)), file=sys.stderr)
        return 2
    text = emit(load(args.model))
    with open(args.output, "w", encoding="utf-8") as f:
        f.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
