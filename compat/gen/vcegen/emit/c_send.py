"""The functions that pack a message and hand it to the application's sender."""
from __future__ import annotations

from .. import naming
from ..model import INT_MAX, Kind, Message
from .c_debug import print_failure, print_message
from .c_side import STACK_MAX, Side, active
from .c_text import chained, either, wrapped
from .c_values import arguments, declarations, names_of, push_step, too_long_conditions


def is_on_heap(side: Side, message: Message) -> bool:
    """Whether the record is too large for the stack."""
    return _room(side, message) > STACK_MAX


def send_function(side: Side, message: Message) -> str:
    """Text of P_F_send()."""
    protocol = side.protocol
    values = arguments(message, side.own_prefixes)
    taken = set(names_of(values)) | naming.parameter_names(message)
    connection = naming.connection_name(message)
    record, room, end, result = (naming.fresh(local, taken)
                                 for local in ("record", "room", "end", "result"))
    on_heap = is_on_heap(side, message)

    text = f"/* {message.direction.value} {message.id} {message.full_name} */\n"
    text += wrapped(f"int {naming.send_function(protocol, message)}(",
                    [f"{side.connection} {connection}"] + declarations(values), ") {\n")
    text += f"  enum {{ {room} = {_room(side, message)} }};\n"
    text += f"  char *{record};\n" if on_heap else f"  char {record}[{room}];\n"
    start = f"{end} = {_start(side) + protocol.id_width}, " if values else ""
    text += f"  int {start}{result};\n\n"
    text += f"  {side.state}.{side.sent_count(message)} += 1;\n"
    conditions = [c for v in values for c in too_long_conditions(v, side.helpers)]
    if conditions:
        text += either("  if (", conditions, ")\n") + "    return VCE_EFULL;\n"
    if on_heap:
        text += f"  {record} = (char *)malloc({room});\n"
        text += f"  if (!{record})\n    return VCE_EMEM;\n"
    text += _id(side, message, record)
    if values:
        buffer = f"{record}, {end}, {room}"
        steps = [f"({end} = {push_step(v, buffer, side.helpers)}) < 0" for v in values]
        leave = [f"free({record});"] if on_heap else []
        text += chained(steps, *leave, f"return {end};")
    text += print_message(side, message, connection, values)
    length = end if values else room
    text += _hand_over(side, message, connection, f"{record}, {length}", result)
    text += print_failure(side, message, result)
    if on_heap:
        text += f"  free({record});\n"
    return text + f"  return {result};\n}}\n"


def _room(side: Side, message: Message) -> int:
    # vce_binary_push_nb_stra() wants one byte more than it uses.
    spare = 1 if any(p.kind is Kind.STRINGARRAY for p in message.parameters) else 0
    return min(side.protocol.largest_record(message) + spare, INT_MAX)


def _start(side: Side) -> int:
    """Bytes in front of the message id."""
    return 0 if side.is_server or side.protocol.client_record_prefix is None else 1


def _id(side: Side, message: Message, record: str) -> str:
    text, place = "", record
    if _start(side):
        text = f"  SET_8BIT_INT({record}, {naming.constant(side.protocol, 'PROTOCOL_ID')});\n"
        place = f"{record} + 1"
    bits = 8 * side.protocol.id_width
    return text + f"  SET_{bits}BIT_INT({place}, {naming.message_id(side.protocol, message)});\n"


def _hand_over(side: Side, message: Message, connection: str, record: str, result: str) -> str:
    call = f"  {result} = {side.function('sender')}({connection}, {record});\n"
    condition = active(message)
    if not condition:
        return call
    return f"#if {condition}\n{call}#else\n  (void){connection};\n  {result} = 0;\n#endif\n"
