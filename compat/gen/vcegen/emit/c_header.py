"""The header of one side: constants, types, and what is declared for whom."""
from __future__ import annotations

import re
from typing import List, Tuple

from .. import naming
from ..model import INT_MAX, Enum, Message, Protocol, Struct
from . import made_from
from .c_debug import declarations_of_switches
from .c_side import Side
from .c_text import comment, wrapped
from .c_values import Value, declarations, struct_members


def header(side: Side) -> str:
    """Text of P_sv.h or P_cli.h."""
    protocol = side.protocol
    guard = naming.header_guard(protocol, side.name)
    role = "Server" if side.is_server else "Client"
    lines = protocol.server_header_lines if side.is_server else protocol.client_header_lines
    parts = [
        comment([f"{role} side of protocol {protocol.name}.", made_from(protocol)])
        + f"#ifndef {guard}\n#define {guard}\n",
        f"#include \"{side.options.include_path}\"\n" + "".join(f"{line}\n" for line in lines),
        _constants(side),
        *(_enum(protocol, e) for e in protocol.enums),
        _ids(protocol),
        *(_struct(s) for s in protocol.structs_by_need),
        "#ifdef __cplusplus\nextern \"C\" {\n#endif\n",
        _application_functions(side),
        _generated_functions(side),
        declarations_of_switches(side),
        "#ifdef __cplusplus\n}\n#endif\n",
        "#endif\n",
    ]
    return "\n".join(part for part in parts if part)


# ---- Constants -----------------------------------------------------------------------------------


def _constants(side: Side) -> str:
    protocol = side.protocol
    text = _define(naming.constant(protocol, "MAX_CONNECTION"), protocol.max_connection)
    if side.is_server:
        text += _define(naming.constant(protocol, "MAX_RECV_RECORD_LENGTH"),
                        protocol.max_recv_record_length)
    if protocol.protocol_id is not None:
        text += _define(naming.constant(protocol, "PROTOCOL_ID"), protocol.protocol_id)
    if side.options.version_macros:
        text += _define(naming.constant(protocol, "VERSION"), f"{protocol.version}u")
        text += _define(naming.constant(protocol, "SUBVERSION"), f"{protocol.sub_version}u")
    for define in protocol.defines:
        if define.name != "MAX_CONNECTION":
            text += _define(naming.constant(protocol, define.name), define.value)
    for static in protocol.statics:
        macro = naming.static_macro(static)
        text += f"#ifndef {macro}\n#define {macro} {_written(static.value)}\n#endif\n"
    return text


def _define(macro: str, value: object) -> str:
    return f"#undef {macro}\n#define {macro} {_written(value)}\n"


def _written(value: object) -> str:
    """A value as C has it. Of question marks in a row C might make a trigraph."""
    return re.sub(r"\?(?=\?)", r"?\\", str(value))


def _enum_type(guard: str, tag: str, name: str, values: List[Tuple[str, int]]) -> str:
    body = ",\n".join(f"  {constant} = {value}" for constant, value in values)
    # Strict C has enumerators of type int only; both compilers take more.
    extension = "" if all(-INT_MAX <= v <= INT_MAX for _, v in values) else "__extension__ "
    return f"#ifndef {guard}\n#define {guard}\n" \
           f"{extension}typedef enum {tag}{{\n{body}\n}} {name};\n#endif\n"


def _enum(protocol: Protocol, enum: Enum) -> str:
    values = [(naming.enumerator(protocol, e), e.value) for e in enum.enumerators]
    return _enum_type(naming.enum_guard(protocol, enum), "", naming.enum_type(protocol, enum),
                      values)


def _ids(protocol: Protocol) -> str:
    values = [(naming.message_id(protocol, m), m.id) for m in protocol.c2s + protocol.s2c]
    values.append((naming.constant(protocol, "IDMAX"), protocol.id_max))
    return _enum_type(naming.id_enum_guard(protocol), naming.id_enum_tag(protocol) + " ",
                      naming.id_enum_type(protocol), values)


def _struct(struct: Struct) -> str:
    guard = naming.struct_guard(struct)
    body = "".join(f"  {line}\n" for m in struct.members for line in struct_members(m))
    return f"#ifndef {guard}\n#define {guard}\ntypedef struct {naming.struct_tag(struct)} {{\n" \
           f"{body}}} {naming.struct_type(struct)};\n#endif\n"


# ---- Functions -----------------------------------------------------------------------------------


def _application_functions(side: Side) -> str:
    """What the application writes."""
    protocol, c = side.protocol, f"{side.connection} c"
    text = "/* Written by the application. */\n"
    text += f"int {side.function('sender')}({c}, char *data, int len);\n"
    text += f"int {side.function('recv_error_callback')}({c}, int e);\n"
    if side.is_server:
        for name, rest in (("toolong", "int proto_id, int length"), ("toomany", "int proto_id")):
            text += f"int {naming.function(protocol, name + '_recv_warning')}({c}, {rest});\n"
    for message in side.received:
        text += _prototype(side, naming.receive_function(protocol, message), message)
    return text


def _generated_functions(side: Side) -> str:
    """What the stub has."""
    protocol, c = side.protocol, f"{side.connection} c"
    text = f"/* Found in {protocol.name}_{side.name}.c. */\n"
    text += f"int {side.function('pcallback')}({c}, char *data, int len);\n"
    text += f"unsigned int {side.function('get_version')}(unsigned int *subv);\n"
    text += f"{side.connection} {naming.current_getter(protocol, side.name)}(void);\n"
    if side.is_server:
        text += f"int {naming.function(protocol, 'new')}({c});\n"
        text += f"int {naming.function(protocol, 'del')}({c});\n"
    for message in side.sent:
        text += _prototype(side, naming.send_function(protocol, message), message)
    counter = side.options.counter_type
    text += "".join(f"{counter} {naming.send_counter(protocol, m)}(void);\n" for m in side.sent)
    text += "".join(f"{counter} {naming.receive_counter(protocol, m)}(void);\n"
                    for m in side.received)
    return text


def _prototype(side: Side, name: str, message: Message) -> str:
    values = [Value(p, p.name, naming.length_name(p) if p.is_array else "")
              for p in message.parameters]
    connection = f"{side.connection} {naming.connection_name(message)}"
    return wrapped(f"int {name}(", [connection] + declarations(values), ");\n")
