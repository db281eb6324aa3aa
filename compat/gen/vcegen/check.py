"""Checks of a whole protocol: what would not compile, could not be received, or is hardly meant."""
from __future__ import annotations

from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from . import naming
from .diagnostics import Diagnostics
from .model import INT_MAX, Kind, Message, Parameter, Position, Protocol

#: An identifier, what it is, and where it comes from (None: every protocol has it).
Name = Tuple[str, str, Optional[Position]]


def check(protocol: Protocol, more_constants: Sequence[str], diagnostics: Diagnostics) -> None:
    """Report errors and warnings; may raise `diagnostics.GiveUp`.

    Args:
        more_constants: as of `builder.Settings`.
    """
    names = {side: list(_header_names(protocol, side, more_constants)) for side in naming.SIDES}
    generated = {name: what for side in naming.SIDES for name, what, _ in names[side]}
    for struct in protocol.structs:
        _check_fields(struct.members, [naming.member_names(m) for m in struct.members],
                      generated, diagnostics)
        if max(struct.largest, struct.limit) > INT_MAX:
            diagnostics.error(struct.position, f"struct '{struct.name}' is too large; expected "
                                               f"{INT_MAX} bytes at most")
    for message in protocol.messages:
        fields = [(p.name, naming.length_name(p)) if p.is_array else (p.name,)
                  for p in message.parameters]
        _check_fields(message.parameters, fields, generated, diagnostics)
        _check_record(protocol, message, diagnostics)
    _check_ids(protocol, diagnostics)
    for side in naming.SIDES:
        _check_clashes(names[side], diagnostics)


def _check_fields(fields: Tuple[Parameter, ...], names: List[Tuple[str, ...]],
                  generated: Dict[str, str], diagnostics: Diagnostics) -> None:
    """Names and sizes of parameters or members; `names` has the C names of each."""
    taken: Dict[str, str] = {}
    for field, field_names in zip(fields, names):
        _check_name(field, generated, diagnostics)
        for name in field_names:
            if name in taken:
                diagnostics.error(field.position, _twice(name, field.name, taken[name]))
                break
            taken[name] = field.name
        if field.kind is Kind.STRING and field.size == 0 \
                or field.kind is Kind.STRINGARRAY and field.length == 0:
            diagnostics.warning(field.position, f"no string fits '{field.name}': its size counts a "
                                                "NUL, too")


def _twice(name: str, field: str, other: str) -> str:
    """What to say when two fields give the same C name."""
    if field == other:
        return f"'{field}' is defined twice"
    if name == field:
        return f"'{field}' clashes with '{other}', which makes '{name}'"
    return f"'{field}', which makes '{name}', clashes with '{name}'"


def _check_name(field: Parameter, generated: Dict[str, str], diagnostics: Diagnostics) -> None:
    name = field.name
    if not naming.is_identifier(name):
        diagnostics.error(field.position, f"expected a C identifier, found '{name}'")
    elif name in naming.KEYWORDS:
        diagnostics.error(field.position, f"'{name}' is a keyword of C or C++")
    elif name in naming.FOREIGN_NAMES:
        diagnostics.error(field.position, f"'{name}' is taken in C by {_foreign_owner(name)}")
    elif name in generated:
        diagnostics.error(field.position, f"'{name}' is taken in C by {generated[name]}")


def _foreign_owner(name: str) -> str:
    """What has a name already that no definition made."""
    if name in naming.MACROS:
        return "a macro of a system header, vce.h or the compiler"
    return "what stubs use of a system header or vce.h" if name in naming.USED_NAMES \
        else "a system header or vce.h"


def _check_record(protocol: Protocol, message: Message, diagnostics: Diagnostics) -> None:
    if max(protocol.largest_record(message), protocol.limit(message)) > INT_MAX:
        diagnostics.error(message.position, f"records of '{message.full_name}' are too large; "
                                            f"expected {INT_MAX} bytes at most")


def _check_ids(protocol: Protocol, diagnostics: Diagnostics) -> None:
    for message in protocol.messages:
        if message.id >= 256**protocol.id_width:
            diagnostics.error(message.position, f"id {message.id} of '{message.full_name}' does not"
                              f" fit the {protocol.id_width} bytes that idmax gives to ids")
        elif message.id > protocol.id_max:
            diagnostics.warning(message.position, f"id {message.id} of '{message.full_name}' is "
                                                  f"above idmax, which is {protocol.id_max}")


def _check_clashes(names: List[Name], diagnostics: Diagnostics) -> None:
    """No two things of a header may have the same name, and none that of something in another header;
    one clash of each thing is told."""
    for name, what, position in names:
        if name in naming.TAKEN_AT_FILE_SCOPE:
            diagnostics.error(position, f"'{name}' of {what} is taken in C by {_foreign_owner(name)}")
    if len({name for name, _, _ in names}) == len(names):
        return
    taken: Dict[str, Name] = {}
    told: Dict[Optional[Position], None] = {}
    for entry in names:
        name, what, position = entry
        _, other, other_position = taken.setdefault(name, entry)
        if taken[name] is not entry:
            if position is None:
                position, what, other = other_position, other, what
            if position not in told:
                told[position] = None
                diagnostics.error(position, f"'{name}' of {what} is taken in C by {other}")


def _header_names(protocol: Protocol, side: str, more_constants: Sequence[str]) -> Iterator[Name]:
    """The identifiers of a header at file scope."""
    yield naming.header_guard(protocol, side), "the guard of the header", None
    yield naming.id_enum_guard(protocol), "the guard of the ids", None
    for name in ("IDMAX", "FUNCID", "MAX_RECV_RECORD_LENGTH", *more_constants):
        yield naming.constant(protocol, name), "a constant of every protocol", None
    if not any(d.name == "MAX_CONNECTION" for d in protocol.defines):
        yield naming.constant(protocol, "MAX_CONNECTION"), "a constant of every protocol", None
    if protocol.protocol_id is not None:
        yield naming.constant(protocol, "PROTOCOL_ID"), "the constant of protocolid", None
    for name in ("new", "del", "toolong_recv_warning", "toomany_recv_warning"):
        yield naming.function(protocol, name), "a function of every protocol", None
    for name in ("pcallback", "get_version", "sender", "recv_error_callback"):
        yield naming.side_function(protocol, side, name), "a function of every protocol", None
    yield naming.current_getter(protocol, side), "a function of every protocol", None
    yield from _constant_names(protocol)
    for struct in protocol.structs:
        for name in (naming.struct_type(struct), naming.struct_tag(struct),
                     naming.struct_guard(struct)):
            yield name, f"struct '{struct.name}'", struct.position
    for message in protocol.messages:
        yield from _message_names(protocol, side, message)


def _constant_names(protocol: Protocol) -> Iterator[Name]:
    for define in protocol.defines:
        yield naming.constant(protocol, define.name), f"define '{define.name}'", define.position
    for static in protocol.statics:
        yield naming.static_macro(static), f"static '{static.name}'", static.position
    for enum in protocol.enums:
        yield naming.enum_type(protocol, enum), f"enum type '{enum.name}'", enum.position
        for item in enum.enumerators:
            yield naming.enumerator(protocol, item), f"enumerator '{item.name}'", item.position
        yield naming.enum_guard(protocol, enum), f"enum type '{enum.name}'", enum.position


def _message_names(protocol: Protocol, side: str, message: Message) -> Iterator[Name]:
    what, where = f"message '{message.full_name}'", message.position
    yield naming.message_id(protocol, message), what, where
    if naming.is_sent_by(side, message):
        functions = (naming.send_function, naming.send_counter, naming.send_debug_switch)
    else:
        functions = (naming.receive_function, naming.receive_counter, naming.receive_debug_switch)
    for function in functions:
        yield function(protocol, message), what, where
