"""A dissector for Wireshark and tshark 4.0 or newer, in Lua: names every message and field."""
from __future__ import annotations

from typing import Dict, Sequence

from ..model import Direction, Message, Parameter, Protocol
from . import Options, made_from, wireshark_fields, wireshark_stream, wireshark_values
from .words import is_bytes


def emit(protocol: Protocol, options: Options) -> Dict[str, str]:
    """One file, `P_dissector.lua`. The options change nothing."""
    del options
    prefix = protocol.client_record_prefix
    largest = max((protocol.largest_record(m) for m in protocol.messages), default=0)
    text = f"""\
-- {made_from(protocol)}
-- Protocol {protocol.name}, version {protocol.version}, sub version {protocol.sub_version}.
--
-- Wireshark finds it in its folder for personal Lua plugins; tshark also takes it with
-- -X lua_script:FILE. The preferences of the protocol say which TCP ports it is used on; the
-- framing is found automatically.

local NAME = "{protocol.name}"
local ID_WIDTH = {protocol.id_width}
local LARGEST = {largest} -- bytes of the longest record
local PREFIX = {"nil" if prefix is None else prefix} -- byte in front of ids

"""
    text += wireshark_fields.TEXT
    for struct in protocol.structs_by_need:
        if struct.prefix == protocol.name:
            text += f'struct("{struct.name}", {_members(struct.members)})\n'
    text += "".join(_message(protocol, m) for m in protocol.messages)
    text += wireshark_values.TEXT + wireshark_stream.TEXT
    return {f"{protocol.name}_dissector.lua": text}


def _message(protocol: Protocol, message: Message) -> str:
    is_limited = message.direction is Direction.C2S and message.parameters
    limit = protocol.limit(message) if is_limited else "nil"
    return f'message({message.id}, {message.direction.value.upper()}, "{message.name}", ' \
           f"{protocol.smallest_record(message)}, {limit}, {_members(message.parameters)})\n"


def _members(members: Sequence[Parameter]) -> str:
    lines = []
    for member in members:
        kind = "bytes" if is_bytes(member) else member.kind.value
        line = f'  {{name = "{member.name}", kind = "{kind}"'
        line += "" if member.size is None else f", size = {member.size}"
        line += "" if member.length is None else f", length = {member.length}"
        line += f', struct = "{member.struct.name}"' if member.struct else ""
        lines.append(line + "},\n")
    return "{\n" + "".join(lines) + "}" if lines else "{}"
