"""Writes the C program that sends and receives records of one side of a protocol.

It has the application's functions, which log what they are given in the form of
`record_values.text`, and a table of cases for record_main.c.
"""
import struct
from typing import Any, List, NamedTuple, Sequence

from vcegen import naming
from vcegen.model import Kind, Message, Parameter, Protocol, Struct

from record_values import Arguments, record, text


class Case(NamedTuple):
    """A message with arguments."""

    message: Message
    args: Arguments


def program(protocol: Protocol, side: str, cases: Sequence[Case]) -> str:
    """The text of the program for those of the cases that this side sends or receives."""
    received = protocol.c2s if side == naming.SERVER else protocol.s2c
    structs = "".join(_struct_logger(s) for s in protocol.structs_by_need)
    receivers = "".join(_receiver(protocol, side, m) for m in received)
    senders, entries = "", ""
    for number, case in enumerate(cases):
        is_sent = naming.is_sent_by(side, case.message)
        if is_sent:
            senders += _sender(protocol, number, case)
        counter = naming.send_counter if is_sent else naming.receive_counter
        fields = [_quoted(f"{case.message.name} {number}"),
                  f"send_{number}" if is_sent else "NULL",
                  counter(protocol, case.message),
                  _quoted(record(protocol, case.message, case.args).hex()),
                  _quoted(text(case.message, case.args))]
        entries += "    {" + ",\n     ".join(fields) + "},\n"
    return f"""\
#include "record_test.h"
#include "{naming.file_name(protocol, side, "h")}"

{structs}{receivers}{_common(protocol, side)}
{senders}
const struct record_case record_cases[] = {{
{entries}    {{NULL, NULL, NULL, NULL, NULL}}}};
const record_callback_t record_callback = {naming.side_function(protocol, side, "pcallback")};
const int record_id_width = {protocol.id_width};

conn_t record_current(void) {{ return {naming.current_getter(protocol, side)}(); }}
"""


def _common(protocol: Protocol, side: str) -> str:
    sender = naming.side_function(protocol, side, "sender")
    error = naming.side_function(protocol, side, "recv_error_callback")
    result = f"int {sender}(conn_t c, char *data, int len) {{ return keep_sent(c, data, len); }}\n"
    result += f"int {error}(conn_t c, int e) {{ return record_error(c, e); }}\n"
    if side == naming.SERVER:
        warning = naming.function(protocol, "toolong_recv_warning")
        result += f"int {warning}(conn_t c, int proto_id, int length) " \
                  "{ return record_too_long(c, proto_id, length); }\n"
    return result


# ---- Receiving -----------------------------------------------------------------------------------


def _struct_logger(struct_: Struct) -> str:
    c_type = naming.struct_type(struct_)
    body = _log_values(struct_.members, "v->", is_member=True)
    return f"__attribute__((unused)) static void log_{struct_.name}(const {c_type} *v) {{\n" \
           f"  log_event(\"{{\");\n{body}  log_event(\"}}\");\n}}\n\n"


def _receiver(protocol: Protocol, side: str, message: Message) -> str:
    parameters = [f"{naming.connection_type(protocol, side)} record_conn"]
    for p in message.parameters:
        parameters += _declaration(p)
    name = naming.receive_function(protocol, message)
    body = _log_values(message.parameters, "", is_member=False)
    return f"int {name}({', '.join(parameters)}) {{\n  check_conn(record_conn);\n" \
           f"  log_event(\"{message.name}(\");\n{body}  log_event(\")\");\n" \
           "  return record_result;\n}\n\n"


def _declaration(p: Parameter) -> List[str]:
    """As in the prototype, with a name that no macro and no function of the program has."""
    c_type, name = naming.value_type(p), "p_" + p.name
    if p.kind is Kind.STRING:
        return [f"const char *{name}"]
    if p.kind is Kind.STRINGARRAY:
        return [f"const char *const *{name}", f"int {name}_len"]
    if p.struct and p.is_array:
        return [f"{c_type} *{name}", f"int {name}_len"]
    if p.is_array:
        return [f"const {c_type} *{name}", f"int {name}_len"]
    return [f"{c_type} {name}"]


def _log_values(parameters: Sequence[Parameter], owner: str, is_member: bool) -> str:
    lines = ""
    for number, p in enumerate(parameters):
        name = owner + p.name if is_member else "p_" + p.name
        comma = "," if number else ""
        lines += f"  log_event(\"{comma}{p.name}=\");\n"
        lines += _log_value(p, name)
    return lines


def _log_value(p: Parameter, name: str) -> str:
    if p.kind is Kind.STRING:
        return f"  log_string({name}, {p.size});\n"
    if p.size is None:
        return "  " + _log_element(p, name)
    check = f"  check_count({name}_len, {p.size});\n"
    if p.kind is Kind.CHAR:
        return check + f"  log_bytes({name}, {name}_len);\n"
    element = f"log_string({name}[i], {p.length});\n" if p.kind is Kind.STRINGARRAY \
        else _log_element(p, f"{name}[i]")
    return check + f"""\
  log_event("[");
  for (int i = 0; i < {name}_len; i++) {{
    log_event("%s", i ? "," : "");
    {element}  }}
  log_event("]");
"""


def _log_element(p: Parameter, name: str) -> str:
    if p.struct:
        return f"log_{p.struct.name}(&{name});\n"
    return f"log_float({name});\n" if p.kind is Kind.FLOAT \
        else f"log_event(\"%lld\", (long long){name});\n"


# ---- Sending -------------------------------------------------------------------------------------


def _sender(protocol: Protocol, number: int, case: Case) -> str:
    locals_, arguments = "", ["some_conn"]
    for p in case.message.parameters:
        value, name = case.args[p.name], "p_" + p.name
        if p.kind is Kind.STRING:
            arguments.append(_c_text(value))
        elif p.size is None and not p.struct:
            arguments.append(_element_literal(p, value))
        elif p.size is None:
            literal = _element_literal(p, value)
            locals_ += f"  static const {naming.value_type(p)} {name} = {literal};\n"
            arguments.append(name)
        else:
            count = len(_elements(p, value))
            if count:
                c_type = f"{'' if p.struct else 'const '}{naming.value_type(p)} "
                pointer = "*const " if p.kind is Kind.STRINGARRAY else ""
                locals_ += f"  static {c_type}{pointer}{name}[] = {_array_literal(p, value)};\n"
            arguments += [name if count else "NULL", str(count)]
    return f"static int send_{number}(void) {{\n{locals_}" \
           f"  return {naming.send_function(protocol, case.message)}({', '.join(arguments)});\n}}\n"


def _elements(p: Parameter, value: Any) -> List[Any]:
    if p.kind is Kind.CHAR:
        return [b - 256 if b > 127 else b for b in bytes.fromhex(value["hex"])]
    return value


def _array_literal(p: Parameter, value: Any) -> str:
    if p.kind is Kind.STRINGARRAY:
        return "{" + ", ".join(_c_text(v) for v in value) + "}"
    return "{" + ", ".join(_element_literal(p, v) for v in _elements(p, value)) + "}"


def _element_literal(p: Parameter, value: Any) -> str:
    if p.struct:
        return "{" + ", ".join(_member(m, value[m.name]) for m in p.struct.members) + "}"
    if p.kind is Kind.FLOAT:
        return struct.unpack("f", struct.pack("f", value))[0].hex() + "f"
    if p.kind is Kind.INT64:
        return f"(VCEI64)0x{value & (2**64 - 1):x}u" if value < -2**62 else f"{value}ll"
    if value < 0:
        return f"(-{-value - 1} - 1)"
    return f"{value}u" if p.kind is Kind.UINT else str(value)


def _member(p: Parameter, value: Any) -> str:
    if p.kind is Kind.STRING:
        return f".{p.name} = {_c_text(value)}"
    if p.size is None:
        return f".{p.name} = {_element_literal(p, value)}"
    count = len(_elements(p, value))
    values = f".{p.name} = {_array_literal(p, value)}, " if count else ""
    return f"{values}.{p.name}_len = {count}"


def _quoted(value: str) -> str:
    """A C literal of plain text, in pieces that compilers take."""
    pieces = [value[i:i + 4000] for i in range(0, len(value), 4000)] or [""]
    return "\n     ".join(f'"{piece}"' for piece in pieces)


def _c_text(value: str) -> str:
    """A C literal of any bytes; octal escapes end after three digits."""
    return '"' + "".join(f"\\{b:03o}" for b in value.encode("latin-1")) + '"'
