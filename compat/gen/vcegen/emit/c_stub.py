"""The source of one side."""
from __future__ import annotations

from .. import naming
from . import c_receive, c_send, made_from
from .c_debug import section as debug_section
from .c_receive import common_functions, dispatch_function, receive_function, record_callback
from .c_send import send_function
from .c_side import Side
from .c_structs import functions as struct_functions
from .c_text import comment, conditional, short_function


def source(side: Side) -> str:
    """Text of P_sv.c or P_cli.c; it is C and C++ at once."""
    protocol = side.protocol
    role = "Server" if side.is_server else "Client"
    receivers = [receive_function(side, m) for m in side.received]
    senders = [send_function(side, m) for m in side.sent]
    structs = struct_functions(protocol, side.sent, side.received, side.helpers)
    debug = debug_section(side)
    uses_heap = any(c_send.is_on_heap(side, m) for m in side.sent) or \
        any(c_receive.is_on_heap(m) for m in side.received)
    parts = [
        comment([f"{role} side of protocol {protocol.name}.", made_from(protocol)])
        + f"#include \"{naming.file_name(protocol, side.name, 'h')}\"\n"
        + ("\n#include <stdlib.h>\n" if uses_heap else ""),
        _state(side),
        debug if side.sent or side.received else "",
        side.helpers.text(),
        *structs,
        *senders,
        *common_functions(side),
        *receivers,
        dispatch_function(side),
        record_callback(side),
        _getters(side),
        _registration(side) if side.is_server else "",
    ]
    return "\n".join(part for part in parts if part)


def _state(side: Side) -> str:
    members = f"  {side.connection} current; /* whose record is being received */\n"
    if side.is_server:
        size = naming.constant(side.protocol, "MAX_CONNECTION")
        members += f"  {side.connection} registered[{size}];\n  int registered_count;\n"
    counter = side.options.counter_type
    members += "".join(f"  {counter} {side.sent_count(m)};\n" for m in side.sent)
    members += "".join(f"  {counter} {side.received_count(m)};\n" for m in side.received)
    flags = "".join(f"  int {side.silent_flag(m)};\n" for m in side.sent + side.received)
    members += conditional("ifdef GEN_DEBUG_PRINT", flags)
    return "/* What this side remembers: for one thread at a time. */\n" \
           f"static struct {{\n{members}}} {side.state};\n"


def _getters(side: Side) -> str:
    protocol, state, counter = side.protocol, side.state, side.options.counter_type
    text = f"""\
unsigned int {side.function("get_version")}(unsigned int *subv) {{
  if (subv)
    *subv = {protocol.sub_version}u;
  return {protocol.version}u;
}}

"""
    text += short_function(f"{side.connection} {naming.current_getter(protocol, side.name)}(void)",
                           f"return {state}.current;")
    for m in side.sent:
        text += short_function(f"{counter} {naming.send_counter(protocol, m)}(void)",
                               f"return {state}.{side.sent_count(m)};")
    for m in side.received:
        text += short_function(f"{counter} {naming.receive_counter(protocol, m)}(void)",
                               f"return {state}.{side.received_count(m)};")
    return text


def _registration(side: Side) -> str:
    protocol, state = side.protocol, side.state
    connections = f"{state}.registered"
    return f"""\
int {naming.function(protocol, "new")}({side.connection} c) {{
  if ({connections}_count >= {naming.constant(protocol, "MAX_CONNECTION")})
    return -1;
  {connections}[{connections}_count++] = c;
  return 0;
}}

int {naming.function(protocol, "del")}({side.connection} c) {{
  int i;
  for (i = 0; i < {connections}_count; i++) {{
    if (vce_{side.connection[:-2]}_is_equal({connections}[i], c)) {{
      {connections}[i] = {connections}[--{connections}_count];
      return 0;
    }}
  }}
  return -1;
}}
"""
