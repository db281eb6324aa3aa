"""Debug output: what a stub prints if it is compiled with GEN_DEBUG_PRINT."""
from __future__ import annotations

from typing import List, Tuple

from .. import naming
from ..model import Kind, Message
from .c_side import Side
from .c_text import conditional, short_function, wrapped
from .c_values import Value, arguments, declarations

_ADDRESS_BYTES = 64
#: Characters of a format in one line of the source; C89 takes 509 in a literal.
_LITERAL_MAX = 80

#: Part of a format, and the arguments for it.
_Piece = Tuple[str, List[str]]


def section(side: Side) -> str:
    """The functions of all messages, inside #ifdef, and the macro that calls them."""
    functions = [_printer(side, m) for m in side.received if m.parameters]
    functions += [_printer(side, m) for m in side.sent]
    if side.sent:
        functions.insert(0, _failure_printer(side))
    if any(_is_text(p.kind) and p.is_array for m in side.received + side.sent
           for p in m.parameters):
        functions.insert(0, _SHOWN.replace("@", side.prefix))
    switches = [_switch(side, m) for m in side.received + side.sent]
    text = "\n".join([f"#define {side.print_macro}(call) call\n"] + functions + switches)
    return f"""\
#ifndef GEN_DEBUG_PRINT
#define {side.print_macro}(call) ((void)0)
#else
{text}
#endif
"""


def declarations_of_switches(side: Side) -> str:
    """Prototypes for the header, inside #ifdef."""
    text = "".join(f"void {_switch_name(side, m)}(int on_off);\n"
                   for m in side.received + side.sent)
    return conditional("ifdef GEN_DEBUG_PRINT", text)


def print_message(side: Side, message: Message, connection: str, values: List[Value]) -> str:
    """The statement that prints a message about to be sent, or one that was received."""
    is_sent = naming.is_sent_by(side.name, message)
    if not is_sent and not message.parameters:
        name = naming.receive_function(side.protocol, message)
        return f"  {side.print_macro}(vce_errout(\"{name}()\\n\"));\n"
    names = [connection]
    for v in _printed(values):
        if not v.length or _is_text(v.parameter.kind):
            names.append(v.name)
        if v.length:
            names.append(v.length)
    return wrapped(f"  {side.print_macro}({_printer_name(side, message)}(", names, "));\n")


def print_failure(side: Side, message: Message, result: str) -> str:
    """The statement that prints a negative result of the sender."""
    arguments_ = [f"\"{naming.send_function(side.protocol, message)}\"",
                  f"{side.state}.{side.silent_flag(message)}", result]
    return wrapped(f"  {side.print_macro}({side.prefix}print_failure(", arguments_, "));\n")


# ---- Functions -----------------------------------------------------------------------------------

_SHOWN = """\
/* Bytes as a line shows them: themselves if all are printable, else how many they are. */
struct @shown {
  const char *text;
  int len;
  char note[24];
};

static void @show(struct @shown *shown, const char *bytes, int len) {
  int i;

  shown->text = len > 0 ? bytes : "";
  shown->len = len;
  for (i = 0; i < len; i++) {
    if (bytes[i] < 0x20 || bytes[i] > 0x7e) {
      vce_snprintf(shown->note, (int)sizeof shown->note, "(%d bytes)", len);
      shown->text = shown->note;
      shown->len = (int)strlen(shown->note);
      return;
    }
  }
}
"""


def _is_text(kind: Kind) -> bool:
    return kind is Kind.CHAR


def _failure_printer(side: Side) -> str:
    return f"""\
static void {side.prefix}print_failure(const char *function, int is_silent, int result) {{
  if (result < 0 && !is_silent)
    vce_errout("protocol error : %s code : %d\\n", function, result);
}}
"""


def _switch_name(side: Side, message: Message) -> str:
    switch = naming.send_debug_switch if naming.is_sent_by(side.name, message) \
        else naming.receive_debug_switch
    return switch(side.protocol, message)


def _switch(side: Side, message: Message) -> str:
    return short_function(f"void {_switch_name(side, message)}(int on_off)",
                          f"{side.state}.{side.silent_flag(message)} = !on_off;")


def _printed(values: List[Value]) -> List[Value]:
    """Single structs are not printed."""
    return [v for v in values if v.length or v.parameter.kind is not Kind.STRUCT]


def _printer_name(side: Side, message: Message) -> str:
    end = "send" if naming.is_sent_by(side.name, message) else "recv"
    return f"{side.prefix}print_{message.name}_{end}"


def _printer(side: Side, message: Message) -> str:
    is_sent = naming.is_sent_by(side.name, message)
    values = _printed(arguments(message, side.own_prefixes))
    taken = set(naming.parameter_names(message))
    connection = naming.fresh("c", taken)
    address = naming.fresh("address", taken)
    name = (naming.send_function if is_sent else naming.receive_function)(side.protocol, message)
    lookup = f"vce_{side.connection[:-2]}_get_remote_addr_string"
    locals_ = [f"  char {address}[{_ADDRESS_BYTES}] = \"\";\n"]
    before: List[str] = []
    pieces: List[_Piece] = [("[%s]", [address])]
    parameters = [f"{side.connection} {connection}"]
    for v in values:
        text, arguments_ = _format(v)
        if v.length and _is_text(v.parameter.kind):
            local = naming.fresh(v.parameter.name + "_shown", taken)
            taken.add(local)
            locals_.append(f"  struct {side.prefix}shown {local};\n")
            before.append(f"  {side.prefix}show(&{local}, {v.name}, {v.length});\n")
            arguments_ = [v.length, f"{local}.len", f"{local}.text"]
        pieces.append((v.parameter.name + text, arguments_))
        parameters += _printed_declarations(v)
    return wrapped(f"static void {_printer_name(side, message)}(", parameters, f""") {{
{''.join(locals_)}
  if ({side.state}.{side.silent_flag(message)})
    return;
{''.join(before)}  {lookup}({connection}, {address}, (int)sizeof {address});
{_print_calls(name, pieces)}}}
""")


def _printed_declarations(value: Value) -> List[str]:
    both = declarations([value])
    return both if not value.length or _is_text(value.parameter.kind) else both[1:]


def _format(value: Value) -> Tuple[str, List[str]]:
    """What follows the name of a value in a line, and the arguments for it."""
    kind, name = value.parameter.kind, value.name
    if kind is Kind.STRING:
        bytes_ = f"(int)strlen({name}) + 1"
        return "[%d]='(%d bytes)'", [bytes_, bytes_]
    if value.length and _is_text(kind):
        return "[%d]='%.*s'", []
    if value.length:
        return "[%d]", [value.length]
    if kind is Kind.INT64:
        return "=%lld", [name]
    if kind is Kind.FLOAT:
        return "=%g", [name]
    return "=%d", [name if kind is Kind.INT else f"(int){name}"]


def _print_calls(name: str, pieces: List[_Piece]) -> str:
    """The calls that print a line; more than one if a literal would get long."""
    calls: List[_Piece] = []
    literal = f"{name}( "
    arguments_: List[str] = []
    for number, (text, more) in enumerate(pieces):
        text += ", " if number < len(pieces) - 1 else " )\\n"
        if len(literal) + len(text) > _LITERAL_MAX:
            calls.append((literal, arguments_))
            literal, arguments_ = "", []
        literal += text
        arguments_ = arguments_ + more
    calls.append((literal, arguments_))
    return "".join(wrapped("  vce_errout(", [f'"{literal}"'] + values, ");\n")
                   for literal, values in calls)
