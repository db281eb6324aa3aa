"""The C side of the Lua binding: types, wrapped functions and callbacks for plain Lua 5.4."""
import textwrap

from model import made_by

WIDTH = 100

SCALARS = [("char", "VL_CHAR"), ("short", "VL_SHORT"), ("unsigned short", "VL_USHORT"),
           ("int", "VL_INT"), ("unsigned int", "VL_UINT"), ("VCEI64", "VL_INT64"),
           ("size_t", "VL_SIZE"), ("time_t", "VL_TIME"), ("void *", "VL_POINTER"),
           ("char *", "VL_POINTER"), ("const char *", "VL_POINTER"), ("conn_t", "VL_CONN")]
NUMBERS = {"char": ("SCHAR_MIN", "UCHAR_MAX"), "short": ("SHRT_MIN", "USHRT_MAX"),
           "ushort": ("0", "USHRT_MAX"), "int": ("INT_MIN", "INT_MAX"), "uint": ("0", "UINT_MAX"),
           "int64": ("LUA_MININTEGER", "LUA_MAXINTEGER"), "size_t": ("0", "LUA_MAXINTEGER"),
           "time_t": ("LUA_MININTEGER", "LUA_MAXINTEGER")}
KINDS = {"char": "VL_CHAR", "short": "VL_SHORT", "ushort": "VL_USHORT", "int": "VL_INT",
         "uint": "VL_UINT", "int64": "VL_INT64", "size_t": "VL_SIZE", "time_t": "VL_TIME",
         "conn_t": "VL_CONN"}
TIMEVAL = {"name": "timeval", "c": "struct timeval", "fields": [
    {"name": "tv_sec", "type": {"name": "time_t", "pointers": 0}},
    {"name": "tv_usec", "type": {"name": "time_t", "pointers": 0}}]}

# The module's own callbacks take structures, so contexts of both makers are alike here.
CALLED = {"vce_tcpcontext_create_flat": "vce_tcpcontext_create",
          "vce_tcpcontext_create_from_listener_flat": "vce_tcpcontext_create_from_listener",
          "vce_verrout": "vl_verrout"}


class Wrappers:
    def __init__(self, model):
        self.model = model
        self.enums = {e["name"] for e in model["enums"]}

    def is_number(self, kind):
        return kind["pointers"] == 0 and (kind["name"] in NUMBERS or kind["name"] in self.enums)

    # ---------------------------------------------------------------- types

    def types(self):
        lines = []
        structs = self.model["structs"] + [TIMEVAL]
        for s in structs:
            if s["name"] == "conn_t":
                continue
            lines.append("static const vl_field %s_fields[] = {" % s["name"])
            for f in s["fields"]:
                kind = "VL_POINTER" if f["type"]["pointers"] else KINDS.get(f["type"]["name"], "VL_INT")
                lines.append('    {"%s", %s, offsetof(%s, %s)},' % (f["name"], kind, s["c"], f["name"]))
            lines += ["};", ""]
        lines += ["const vl_type vl_types[] = {"]
        lines += ['    {"%s", %s, sizeof(%s), NULL, 0},' % (c, kind, c) for c, kind in SCALARS]
        for s in structs:
            if s["name"] != "conn_t":
                lines.append('    {"%s", VL_STRUCT, sizeof(%s), %s_fields, %d},'
                             % (s["c"], s["c"], s["name"], len(s["fields"])))
        return lines + ["    {NULL, VL_CHAR, 0, NULL, 0},", "};", ""]

    # ---------------------------------------------------------------- functions

    def needed(self, p, by_name):
        """The bytes that what is pointed to must have, as a C expression."""
        kind, size = p["type"], p.get("size")
        if kind["name"] == "void" and kind["pointers"] == 1 and size is None:
            return "0"
        if isinstance(size, int):
            return str(size)
        element = "sizeof *%s" % p["name"]
        if size is None or size == "zero":
            return element
        number = by_name[size]
        count = "vl_count(%s)" % size
        if number["type"]["pointers"]:
            count = "(%s ? vl_count(*%s) : 0)" % (size, size)
        if p["role"] in ("bytes", "buffer"):
            return count
        # How large the elements behind a `const void *` are only the name of the function tells.
        return "0" if kind["name"] == "void" else "%s * %s" % (count, element)

    def argument(self, p, index, by_name):
        """A declaration that takes the argument from the Lua stack."""
        kind, role, name = p["type"], p["role"], p["name"]
        c = kind["c"]
        if role == "callback":
            return "%s_f *%s = (%s_f *)vl_callback(L, %d, KIND_%s);" % (
                kind["callback"], name, kind["callback"], index, kind["callback"])
        if self.is_number(kind):
            low, high = NUMBERS.get(kind["name"], NUMBERS["int"])
            return '%s %s = (%s)vl_integer(L, %d, "%s", %s, %s);' % (c, name, c, index, name, low, high)
        if kind["name"] == "conn_t" and not kind["pointers"]:
            return "conn_t %s = vl_conn(L, %d);" % (name, index)
        if kind["name"] == "tcpcontext_t" and not kind["pointers"]:
            return "tcpcontext_t %s = vl_pointer(L, %d, 0);" % (name, index)
        star = c if c.endswith("*") else c + " "
        readable = p["direction"] == "in" and (role in ("string", "bytes") or kind.get("const"))
        if readable and role == "string":
            return "%s%s = vl_text(L, %d);" % (star, name, index)
        get = "vl_bytes" if readable and kind["pointers"] == 1 and kind["name"] in ("char", "void") \
            and role != "pointer" else "vl_pointer"
        return "%s%s = %s(L, %d, %s);" % (star, name, get, index, self.needed(p, by_name))

    def arguments(self, f):
        """Declarations of all arguments: sizes before what they are the size of."""
        by_name = {p["name"]: p for p in f["parameters"]}
        numbered = [(n, p) for n, p in enumerate(f["parameters"], 1)
                    if p["role"] not in ("format", "arguments")]
        numbered.sort(key=lambda entry: "size" in entry[1])
        lines = [self.argument(p, n, by_name) for n, p in numbered]
        for n, p in enumerate(f["parameters"], 1):
            if p["role"] == "format":
                lines.append("const char *%s = vl_format(L, %d);" % (p["name"], n))
        return lines

    def result(self, kind, call):
        """Statements that call, and leave the result on the Lua stack."""
        if kind["name"] == "void" and not kind["pointers"]:
            return [call + ";", "vl_leave(outer);", "return 0;"]
        push = "lua_pushinteger(L, %sresult)" % ("(lua_Integer)" if kind["name"] == "size_t" else "")
        if kind["name"] == "char" and kind["pointers"] == 1:
            push = "lua_pushstring(L, result)"
        elif kind["name"] == "conn_t":
            push = "vl_push_conn(L, result)"
        elif not self.is_number(kind):
            push = "vl_push_pointer(L, result)"
        star = kind["c"] if kind["c"].endswith("*") else kind["c"] + " "
        return ["%sresult = %s;" % (star, call), "vl_leave(outer);", push + ";", "return 1;"]

    def function(self, f):
        passed = []
        for p in f["parameters"]:
            if p["role"] == "format":
                passed += ['"%s"', p["name"]]
            elif p["role"] != "arguments":
                passed.append(p["name"])
        call = "%s(%s)" % (CALLED.get(f["name"], f["name"]), ", ".join(passed))
        lines = ["static int f_%s(lua_State *L) {" % f["name"]]
        body = self.arguments(f) + ["lua_State *outer = vl_enter(L);"]
        body += self.result(f["result"]["type"], call)
        for line in body:
            lines += textwrap.wrap(line, WIDTH, initial_indent="  ", subsequent_indent="      ",
                                   break_long_words=False)
        return lines + ["}", ""]

    def functions(self):
        lines = []
        for f in self.model["functions"]:
            lines += self.function(f)
        lines += ["#define FUNCTION(name) {#name, f_##name}", "const luaL_Reg vl_functions[] = {"]
        lines += ["    FUNCTION(%s)," % f["name"] for f in self.model["functions"]]
        return lines + ["    {NULL, NULL},", "};"]

    # ---------------------------------------------------------------- callbacks

    def push(self, p):
        kind, value = p["type"], "a->" + p["name"]
        if kind["name"] == "conn_t":
            return "vl_push_conn(L, %s);" % value
        if p["role"] == "string":
            return "lua_pushstring(L, %s);" % value
        if self.is_number(kind):
            cast = "(lua_Integer)" if kind["name"] == "size_t" else ""
            return "lua_pushinteger(L, %s%s);" % (cast, value)
        return "vl_push_pointer(L, %s);" % value

    def callback(self, c):
        """A callback type: what pushes its arguments, and a C function for each slot."""
        name = c["name"]
        star = [p["type"]["c"] + ("" if p["type"]["c"].endswith("*") else " ") for p in c["parameters"]]
        declared = ", ".join(s + p["name"] for s, p in zip(star, c["parameters"])) or "void"
        given = "".join(", " + p["name"] for p in c["parameters"])
        returned = c["result"]["type"]["c"]
        lines = ["typedef %s %s_f(%s);" % (returned, name, declared)]
        if c["parameters"]:
            lines += ["struct %s_arguments {" % name]
            lines += ["  %s%s;" % (s, p["name"]) for s, p in zip(star, c["parameters"])]
            lines += ["};", "static int push_%s(lua_State *L, const void *arguments) {" % name,
                      "  const struct %s_arguments *a = arguments;" % name]
            lines += ["  " + self.push(p) for p in c["parameters"]]
            lines += ["  return %d;" % len(c["parameters"]), "}"]
        lines += ["static %s%srun_%s(int slot%s) {" % (returned, "" if returned.endswith("*") else " ", name,
                                                       ", " + declared if given else "")]
        arguments, pusher = "NULL", "NULL"
        if given:
            lines.append("  const struct %s_arguments a = {%s};" % (name, given[2:]))
            arguments, pusher = "&a", "push_" + name
        role = c["result"]["role"]
        run = "vl_run%s(KIND_%s, slot, %s, %s" % ("_pointer" if role == "pointer" else "", name, pusher,
                                                 arguments)
        if role == "none":
            lines.append("  %s, VL_NOTHING, 0);" % run)
        elif role == "pointer":
            lines.append("  return %s);" % run)
        else:
            lines.append("  return %s, VL_INTEGER, %d);" % (run, c["failed"]))
        lines += ["}", "#define SLOT(slot) \\",
                  "  static %s%s%s_##slot(%s) { \\"
                  % (returned, "" if returned.endswith("*") else " ", name, declared),
                  "    %srun_%s(slot%s); \\" % ("" if role == "none" else "return ", name, given),
                  "  }", "VL_EACH_SLOT(SLOT)", "#undef SLOT",
                  "#define SLOT(slot) (vl_function)%s_##slot," % name,
                  "static const vl_function %s_slots[] = {VL_EACH_SLOT(SLOT)};" % name, "#undef SLOT", ""]
        return lines

    def callbacks(self):
        lines = ["enum {"]
        lines += ["  KIND_%s," % c["name"] for c in self.model["callbacks"]]
        lines += ["  KIND_COUNT,", "};",
                  '_Static_assert((int)KIND_COUNT <= (int)VL_KINDS_MAX, "VL_KINDS_MAX is too small");',
                  ""]
        for c in self.model["callbacks"]:
            lines += self.callback(c)
        lines.append("const vl_kind vl_kinds[] = {")
        lines += ['    {"%s", %s_slots},' % (c["name"], c["name"]) for c in self.model["callbacks"]]
        return lines + ["    {NULL, NULL},", "};", ""]

    def text(self):
        lines = ["/* Types, functions and callbacks of vce.h for plain Lua.",
                 " * " + made_by("lua", self.model).capitalize() + ". */", '#include "core.h"', "",
                 "#include <limits.h>", "#include <stddef.h>", ""]
        return "\n".join(lines + self.types() + self.callbacks() + self.functions()) + "\n"


def c_file(model):
    return Wrappers(model).text()
