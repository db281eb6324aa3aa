"""Stubs for Python: one module with both sides, on top of the package vce and its module stub."""
from __future__ import annotations

from typing import Dict, List, Union

from ..model import Define, Direction, Enum, Kind, Message, Parameter, Protocol, Static, Struct
from ..naming import upper
from . import Options, made_from
from .c_string import content
from .c_text import wrapped
from .python_names import Names, module_name
from .words import allowed, guards, is_bytes

_BIN16_MAX = 65535

#: What a Server or Client takes in at once if it is not told otherwise, framing included.
_READ_BUFFER = 65536
_LENGTH_SIZES = {"BIN16": 2, "BIN32": 4}


def emit(protocol: Protocol, options: Options) -> Dict[str, str]:
    """One file, `P_protocol.py`; `--nosv` and `--nocli` leave one class out."""
    names = Names(protocol)
    parts = [_constants(protocol, names), *(_enum(e, names) for e in protocol.enums)]
    parts.append(_ids(protocol))
    for struct in protocol.structs_by_need:
        parts += [_struct(struct, names), _codec(struct, names)]
    for direction in Direction:
        parts.append(_messages(protocol, direction, names))
    if options.server:
        parts.append(_side(protocol, Direction.S2C, names))
    if options.client:
        parts.append(_side(protocol, Direction.C2S, names))
    body = "".join(parts)
    return {module_name(protocol) + ".py": _head(protocol, body) + body}


def _head(protocol: Protocol, body: str) -> str:
    typing = [word for word in ("List", "Optional", "Sequence") if f"{word}[" in body]
    imports = "from __future__ import annotations\n\n"
    imports += "from abc import abstractmethod\n" if "@abstractmethod" in body else ""
    imports += "from dataclasses import dataclass\n" if protocol.structs else ""
    imports += "from enum import IntEnum\n" if "(IntEnum)" in body else ""
    imports += f"from typing import {', '.join(typing)}\n" if typing else ""
    imports += "\nimport vce\n" if "vce.Framing" in body else "\n"
    return f'''\
# {made_from(protocol)}
"""Protocol {protocol.name}: both sides, on top of the package vce.

Derive a class from Server or Client, write the methods whose names end in _recv, and call those
that end in _send. They raise what `vce.Connection.send` does, `vce.stub.ArgumentError` for an
argument that does not fit, and TypeError for one of the wrong type; then nothing is sent.
"""
{imports}from vce import stub
'''


# ---- Constants -----------------------------------------------------------------------------------


def _constants(protocol: Protocol, names: Names) -> str:
    text = f"\nIDMAX = {protocol.id_max}\n"
    text += f"MAX_RECV_RECORD_LENGTH = {protocol.max_recv_record_length}\n"
    text += '"""Limit of the records that a server receives, in bytes, as for `max_record`."""\n'
    if protocol.protocol_id is not None:
        text += f"PROTOCOL_ID = {protocol.protocol_id}\n"
    constants: List[Union[Define, Static]] = [*protocol.defines, *protocol.statics]
    return text + "".join(f"{names.constants[c]} = {_literal(c.value)}\n" for c in constants)


def _literal(value: Union[int, str]) -> str:
    if isinstance(value, int):
        return str(value)
    return ascii(content(value).decode("utf-8", "surrogateescape"))


def _enum(enum: Enum, names: Names) -> str:
    text = f"\n\nclass {names.enums[enum]}(IntEnum):\n"
    for name, item in zip(names.enumerators(enum), enum.enumerators):
        text += f"    {name} = {item.value}\n"
    return text


def _ids(protocol: Protocol) -> str:
    if not protocol.messages:
        return ""
    text = '\n\nclass FUNCID(IntEnum):\n    """Ids of the messages."""\n\n'
    for message in protocol.messages:
        text += f"    {message.direction.value.upper()}_{upper(message.name)} = {message.id}\n"
    return text


# ---- Structs -------------------------------------------------------------------------------------


def _struct(struct: Struct, names: Names) -> str:
    text = f"\n\n@dataclass\nclass {names.structs[struct]}:\n"
    text += f'    """Struct {struct.name}.\n\n'
    members = list(zip(names.members(struct), struct.members))
    text += "".join(f"    :param {name}: {_allowed(m, names)}\n" for name, m in members)
    text += '    """\n\n'
    return text + "".join(f"    {name}: {names.annotation(m, is_argument=False)}\n"
                          for name, m in members)


def _codec(struct: Struct, names: Names) -> str:
    members = [f'"{name}": {_pack_with(m, names, is_member=True)}'
               for name, m in zip(names.members(struct), struct.members)]
    return "\n\n" + wrapped(f"{names.codecs[struct]} = stub.Struct({names.structs[struct]}, {{",
                            members, "})\n")


def _pack_with(field: Parameter, names: Names, is_member: bool = False) -> str:
    """The expression of the codec of a field."""
    if field.kind is Kind.STRINGARRAY:
        return f"stub.Strings({field.size}, {field.length})"
    if field.kind is Kind.STRING:
        return f"stub.String({field.size}{', is_member=True' if is_member else ''})"
    if is_bytes(field):
        return f"stub.Bytes({field.size})"
    element = names.codecs[field.struct] if field.struct else f"stub.{field.kind.value.upper()}"
    if field.size is None:
        return element
    return f"stub.{'Structs' if field.struct else 'Array'}({element}, {field.size})"


# ---- Messages ------------------------------------------------------------------------------------


def _messages(protocol: Protocol, direction: Direction, names: Names) -> str:
    is_c2s = direction is Direction.C2S
    messages = protocol.c2s if is_c2s else protocol.s2c
    calls = []
    for message in messages:
        fields = [f'"{name}": {_pack_with(p, names)}'
                  for name, p in zip(names.parameters(message), message.parameters)]
        head = f'    stub.Message("{protocol.name}", "{names.methods[message]}", {message.id}, ' \
               f'{protocol.id_width}, {{'
        more = f", limit={protocol.limit(message)}" if is_c2s and message.parameters else ""
        if is_c2s and protocol.client_record_prefix is not None:
            more += f', prefix=b"\\x{protocol.client_record_prefix:02x}"'
        if message.guards:
            more += ", guards=[" + ", ".join(f'"{g}"' for g in message.guards) + "]"
        calls.append(wrapped(head, fields, "}" + more + ")"))
    text = f"{direction.value.upper()} = stub.by_id("
    text += ("\n" + ",\n".join(calls) + "\n)\n") if calls else ")\n"
    what = "a client sends to a server" if is_c2s else "a server sends to a client"
    return "\n\n" + text + f'"""What {what}, by id."""\n'


def _side(protocol: Protocol, sends: Direction, names: Names) -> str:
    is_server = sends is Direction.S2C
    sent, received = (protocol.s2c, protocol.c2s) if is_server else (protocol.c2s, protocol.s2c)
    role = "Server" if is_server else "Client"
    longest = max((protocol.largest_record(m) for m in protocol.messages), default=0)
    text = f"\n\nclass {role}(stub.{role}):\n"
    text += f'    """The {role.lower()}\'s side of protocol {protocol.name}.\n\n' \
            f"    See `vce.{role}` for the parameters and for connections, and `vce.stub.Stub`.\n"
    framing = "BIN16" if longest <= _BIN16_MAX else "BIN32"
    text += f"    The framing is {framing.lower()} if the constructor is not told otherwise.\n"
    largest = max((protocol.largest_record(m) for m in received), default=0)
    if largest + _LENGTH_SIZES[framing] > _READ_BUFFER:
        text += f"    Records of {largest} bytes can come; read_buffer must be larger.\n"
    text += '    """\n\n'
    text += f"    framing = vce.Framing.{framing}\n"
    text += f"    version = {protocol.version}\n    sub_version = {protocol.sub_version}\n"
    text += f"    _id_width = {protocol.id_width}\n"
    text += "    _sent, _received = " + ("S2C, C2S\n" if is_server else "C2S, S2C\n")
    for message in sent:
        text += _send_method(message, names)
    for message in received:
        text += _receive_method(message, names, "client" if is_server else "server")
    return text


def _send_method(message: Message, names: Names) -> str:
    arguments = names.parameters(message)
    self, connection = _own_names(arguments)
    signature = [self, f"{connection}: vce.Connection", "/"]
    signature += [f"{name}: {names.annotation(p, is_argument=True)}"
                  for name, p in zip(arguments, message.parameters)]
    text = "\n" + wrapped(f"    def {names.methods[message]}_send(", signature, ") -> int:\n")
    text += _docstring(message, names, f"Sends {message.name}, id {message.id}.",
                       "bytes queued, framing included")
    values = ", ".join(arguments) + ("," if len(arguments) == 1 else "")
    return text + f"        return {self}._send({connection}, {message.id}, ({values}))\n"


def _receive_method(message: Message, names: Names, peer: str) -> str:
    arguments = names.parameters(message)
    self, connection = _own_names(arguments)
    signature = [self, f"{connection}: vce.Connection", "/"]
    signature += [f"{name}: {names.annotation(p, is_argument=False)}"
                  for name, p in zip(arguments, message.parameters)]
    # As in C, what is not active need not be there.
    is_needed = not message.guards or not message.parameters
    text = "\n" + ("    @abstractmethod\n" if is_needed else "")
    text += wrapped(f"    def {names.methods[message]}_recv(", signature, ") -> Optional[bool]:\n")
    text += _docstring(message, names, f"A {peer} has sent {message.name}, id {message.id}.",
                       "False ends the connection")
    return text + ("" if is_needed else "        raise NotImplementedError\n")


def _own_names(arguments: List[str]) -> List[str]:
    result = []
    for name in ("self", "connection"):
        while name in arguments:
            name += "_"
        result.append(name)
    return result


def _docstring(message: Message, names: Names, head: str, result: str) -> str:
    text = f'        """{head}\n\n'
    if message.guards:
        text += f"        It is active only with {guards(message)} in `macros`.\n\n"
    for name, parameter in zip(names.parameters(message), message.parameters):
        text += f"        :param {name}: {_allowed(parameter, names)}\n"
    return text + f'        :returns: {result}\n        """\n'


def _allowed(field: Parameter, names: Names) -> str:
    return allowed(field, f"`{names.structs[field.struct]}`" if field.struct else "")
