"""A reference of the protocol for people, in Markdown."""
from __future__ import annotations

import re
from typing import Dict, Iterable, List, Sequence

from .. import naming
from ..model import Direction, Message, Parameter, Protocol, Struct
from . import Options, made_from
from .examples import example, shown
from .words import allowed, guards, plural, size_range

_DIRECTIONS = {Direction.C2S: "client to server", Direction.S2C: "server to client"}

_RECORDS = """\
## How records look

A record is the id of a message, then its parameters in order, without gaps. Framing puts the length
of the record in front of it, in 2 bytes (bin16) or 4 bytes (bin32).

- Numbers are big-endian, signed ones in two's complement; `float` is IEEE 754 single precision.
- An array begins with the number of its elements: one byte up to 252, else `fd` and 4 bytes.
- A `string` is an array of bytes which ends with a NUL; a `stringarray` is an array of strings
  without NULs, each after the number of its bytes.
- A struct is its members in order. An array of structs begins with their number in 4 bytes.
"""


def emit(protocol: Protocol, options: Options) -> Dict[str, str]:
    """One file, `P_reference.md`. The options change nothing."""
    del options
    parts = [_head(protocol), _index(protocol), _RECORDS]
    if protocol.messages:
        parts.append("## Messages\n")
        parts += [_message(protocol, m) for m in protocol.messages]
    if protocol.structs:
        parts.append("## Structs\n")
        parts += [_struct(s) for s in protocol.structs]
    parts.append(_constants(protocol))
    return {f"{protocol.name}_reference.md": "\n".join(p for p in parts if p)}


# ---- Markdown ------------------------------------------------------------------------------------


def _code(text: str) -> str:
    """Text as it is, also inside a table."""
    text = "".join(c if c >= " " and c != "\x7f" else "\ufffd" for c in text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def _plain(text: str) -> str:
    """Text without any meaning for Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|&~-])", r"\\\1", text)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _anchor(kind: str, name: str) -> str:
    return f"{kind}-{name}"


# ---- Parts ---------------------------------------------------------------------------------------


def _head(protocol: Protocol) -> str:
    longest = {d: max((protocol.largest_record(m) for m in protocol.messages if m.direction is d),
                      default=0) for d in Direction}
    rows = [
        ("Version", str(protocol.version)),
        ("Sub version", str(protocol.sub_version)),
        ("Message ids", f"{plural(protocol.id_width, 'byte')}, up to {protocol.id_max}"),
        ("Longest record from a client", plural(longest[Direction.C2S], "byte")),
        ("Longest record from a server", plural(longest[Direction.S2C], "byte")),
        ("Limit of received records, for a server", plural(protocol.max_recv_record_length,
                                                           "byte")),
    ]
    if protocol.protocol_id is not None:
        rows.append(("Protocol id", str(protocol.protocol_id)))
    text = f"# Protocol {_plain(protocol.name)}\n\n{_plain(made_from(protocol))}\n\n"
    text += _table(("", ""), rows)
    if protocol.client_record_prefix is not None:
        text += f"\nClients put the byte `{protocol.client_record_prefix:02x}`, the protocol id, " \
                "in front of each record.\nThe multiplexer removes it; examples are without it.\n"
    return text


def _index(protocol: Protocol) -> str:
    text = ""
    for direction, messages in ((Direction.C2S, protocol.c2s), (Direction.S2C, protocol.s2c)):
        if messages:
            text += f"## From {_DIRECTIONS[direction]}\n\n"
            text += _table(("id", "message", "bytes of a record"), [
                (str(m.id), f"[{_plain(m.name)}](#{_anchor(direction.value, m.name)})",
                 _record_size(protocol, m)) for m in messages]) + "\n"
    return text.rstrip("\n") + "\n" if text else ""


def _record_size(protocol: Protocol, message: Message) -> str:
    prefix = protocol.largest_record(message) - protocol.id_width \
        - sum(p.largest for p in message.parameters)
    return size_range(protocol.smallest_record(message), protocol.largest_record(message) - prefix)


def _message(protocol: Protocol, message: Message) -> str:
    direction = message.direction
    text = f'<a id="{_anchor(direction.value, message.name)}"></a>\n\n' \
           f"### {_plain(message.full_name)}\n\n" \
           f"From {_DIRECTIONS[direction]}, id {message.id}. " \
           f"A record has {_record_size(protocol, message)} bytes.\n" \
           f"In C: {_code(naming.send_function(protocol, message))}, " \
           f"{_code(naming.receive_function(protocol, message))}.\n"
    if direction is Direction.C2S and message.parameters:
        text += f"Above {protocol.limit(message)} bytes a server asks its program whether it " \
                "wants the record.\n"
    if message.guards:
        text += f"Active only where {guards(message)} is defined.\n"
    if message.receive_limit:
        text += f"Declared limit: {message.receive_limit.count} times within " \
                f"{message.receive_limit.time_ms} ms; stubs do not count.\n"
    if message.parameters:
        text += "\n" + _fields("parameter", message.parameters)
    return text + "\n" + _example(protocol, message)


def _fields(what: str, fields: Sequence[Parameter]) -> str:
    return _table((what, "type", "values", "bytes"), [
        (_code(f.name), _type(f), allowed(f, _link(f.struct) if f.struct else ""),
         size_range(f.smallest, f.largest)) for f in fields])


def _type(field: Parameter) -> str:
    name = field.struct.name if field.struct else field.kind.value
    sizes = "".join(f"[{n}]" for n in (field.size, field.length) if n is not None)
    return _code(name + sizes)


def _link(struct: Struct) -> str:
    return f"[{_plain(struct.name)}](#{_anchor('struct', struct.name)})"


def _example(protocol: Protocol, message: Message) -> str:
    found = example(protocol, message)
    if found is None:
        return "There is no short example.\n"
    arguments = zip(message.parameters, found.arguments)
    call = ", ".join(f"{p.name}={shown(v)}" for p, v in arguments)
    return f"Example: {_code(f'{message.name}({call})')} is `{found.record.hex()}`\n\n" + \
        _table(("bytes", "meaning"), [(f"`{p.data.hex(' ')}`", p.meaning) for p in found.pieces])


def _struct(struct: Struct) -> str:
    return f'<a id="{_anchor("struct", struct.name)}"></a>\n\n### {_plain(struct.name)}\n\n' \
           f"{size_range(struct.smallest, struct.largest)} bytes. " \
           f"In C: {_code(naming.struct_type(struct))}.\n\n" + _fields("member", struct.members)


def _constants(protocol: Protocol) -> str:
    parts: List[str] = []
    for enum in protocol.enums:
        parts.append(f"### Enum {_plain(enum.name)}\n\n" + _table(
            ("name", "in C", "value"),
            [(_code(i.name), _code(naming.enumerator(protocol, i)), str(i.value))
             for i in enum.enumerators]))
    rows = [(_code(d.name), _code(naming.constant(protocol, d.name)), _code(str(d.value)))
            for d in protocol.defines]
    rows += [(_code(s.name), _code(naming.static_macro(s)), _code(str(s.value)))
             for s in protocol.statics]
    if rows:
        parts.append("### Constants\n\n" + _table(("name", "in C", "value"), rows))
    return "## Constants and enums\n\n" + "\n".join(parts) if parts else ""
