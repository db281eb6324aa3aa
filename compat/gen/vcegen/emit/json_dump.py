"""The model as JSON, for tools of one's own. vcegen(1) documents the members."""
from __future__ import annotations

import json
from typing import Any, Dict

from .. import naming
from ..model import Message, Parameter, Protocol, Struct
from . import Options

#: Raised when a member changes its meaning or goes; new members do not raise it.
FORMAT = 1


def emit(protocol: Protocol, options: Options) -> Dict[str, str]:
    """One file, `P.json`. The options change nothing."""
    del options
    text = json.dumps(_protocol(protocol), indent=2, ensure_ascii=False)
    return {f"{protocol.name}.json": text + "\n"}


def _protocol(protocol: Protocol) -> Dict[str, Any]:
    return {
        "format": FORMAT,
        "definition": protocol.definition,
        "name": protocol.name,
        "version": protocol.version,
        "sub_version": protocol.sub_version,
        "server_connection": protocol.server_connection.value,
        "id_max": protocol.id_max,
        "id_width": protocol.id_width,
        "protocol_id": protocol.protocol_id,
        "client_class_mode": protocol.client_class_mode,
        "work_buffer_size": protocol.work_buffer_size,
        "max_connection": protocol.max_connection,
        "max_recv_record_length": protocol.max_recv_record_length,
        "server_header_lines": list(protocol.server_header_lines),
        "client_header_lines": list(protocol.client_header_lines),
        "defines": [{"name": d.name, "macro": naming.constant(protocol, d.name), "value": d.value}
                    for d in protocol.defines],
        "statics": [{"name": s.name, "macro": naming.static_macro(s), "value": s.value}
                    for s in protocol.statics],
        "enums": [{"name": e.name, "type": naming.enum_type(protocol, e),
                   "enumerators": [{"name": i.name, "constant": naming.enumerator(protocol, i),
                                    "value": i.value} for i in e.enumerators]}
                  for e in protocol.enums],
        "structs": [_struct(s) for s in protocol.structs],
        "messages": [_message(protocol, m) for m in protocol.messages],
    }


def _struct(struct: Struct) -> Dict[str, Any]:
    return {
        "name": struct.name,
        "type": naming.struct_type(struct),
        "limit": struct.limit,
        "smallest": struct.smallest,
        "largest": struct.largest,
        "members": [_field(m) for m in struct.members],
    }


def _message(protocol: Protocol, message: Message) -> Dict[str, Any]:
    limit = message.receive_limit
    return {
        "direction": message.direction.value,
        "id": message.id,
        "name": message.name,
        "prefix": message.prefix,
        "guards": list(message.guards),
        "receive_limit": limit and {"count": limit.count, "time_ms": limit.time_ms},
        "limit": protocol.limit(message),
        "smallest_record": protocol.smallest_record(message),
        "largest_record": protocol.largest_record(message),
        "parameters": [_field(p) for p in message.parameters],
    }


def _field(field: Parameter) -> Dict[str, Any]:
    return {
        "name": field.name,
        "type": field.kind.value,
        "struct": field.struct and field.struct.name,
        "size": field.size,
        "length": field.length,
    }
