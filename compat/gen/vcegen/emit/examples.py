"""A record of each message for people to read: sample arguments, and what each byte of it is.

The arguments stay small whatever the definition allows: arrays have two elements at most, and
arrays of structs within arrays of structs are empty.
"""
from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence, Tuple

from ..model import SHORT_COUNT_MAX, Kind, Message, Parameter, Protocol, Struct
from .words import is_bytes, plural

#: Records above this many bytes are not worth reading.
_MAX_SIZE = 256

#: A sample of each kind, and how it is packed.
_NUMBERS: Dict[Kind, Tuple[Any, str]] = {
    Kind.CHAR: (65, "b"),
    Kind.UCHAR: (200, "B"),
    Kind.SHORT: (-2, "h"),
    Kind.USHORT: (513, "H"),
    Kind.INT: (66051, "i"),
    Kind.UINT: (4023233417, "I"),
    Kind.INT64: (1108152157446, "q"),
    Kind.FLOAT: (1.5, "f"),
}
_TEXTS = ("hello", "you")


@dataclass(frozen=True)
class Piece:
    """Some bytes of a record, and what they are, in Markdown."""

    data: bytes
    meaning: str


@dataclass(frozen=True)
class Example:
    """A record with its explanation.

    Attributes:
        arguments: one for each parameter: numbers, `str`, `bytes` for arrays of single bytes,
            lists, and `StructValue`.
        pieces: all bytes of the record, in order, from the message id on.
    """

    arguments: Tuple[Any, ...]
    pieces: Tuple[Piece, ...]

    @property
    def record(self) -> bytes:
        """The whole record."""
        return b"".join(p.data for p in self.pieces)


@dataclass(frozen=True)
class StructValue:
    """A value of a struct: one value for each member."""

    type: Struct
    values: Tuple[Any, ...]


class _Unsendable(Exception):
    """A string has no room for its NUL."""


def example(protocol: Protocol, message: Message) -> Optional[Example]:
    """A record of the message, or None if all are too long or none can be sent."""
    if protocol.smallest_record(message) > _MAX_SIZE:
        return None
    try:
        arguments = tuple(_value(p) for p in message.parameters)
    except _Unsendable:
        return None
    pieces = [Piece(message.id.to_bytes(protocol.id_width, "big"), f"message id {message.id}")]
    for parameter, value in zip(message.parameters, arguments):
        pieces += _field(parameter.name, parameter, value)
    return Example(arguments, tuple(pieces))


def shown(value: Any) -> str:
    """A value in one line, such as `[pt(x=1, y=2)]`."""
    if isinstance(value, StructValue):
        members = zip(value.type.members, value.values)
        return f"{value.type.name}({', '.join(f'{m.name}={shown(v)}' for m, v in members)})"
    if isinstance(value, list):
        return f"[{', '.join(shown(v) for v in value)}]"
    return f'"{value}"' if isinstance(value, str) else repr(value)


# ---- Values --------------------------------------------------------------------------------------


def _value(field: Parameter, in_array: bool = False) -> Any:
    size = field.size or 0
    if field.kind is Kind.STRINGARRAY:
        return [t[:(field.length or 0) - 1] for t in _TEXTS[:size]] if field.length else []
    if field.kind is Kind.STRING:
        if not size:
            raise _Unsendable
        return _TEXTS[0][:size - 1]
    if field.struct:
        if field.size is None:
            return _struct(field.struct, in_array)
        is_small = not in_array and field.struct.smallest <= _MAX_SIZE
        return [_struct(field.struct, True) for _ in range(min(size, 2))] if is_small else []
    if is_bytes(field):
        return b"abc"[:size]
    number = _NUMBERS[field.kind][0]
    return number if field.size is None else [number, 0 * number][:size]


def _struct(type: Struct, in_array: bool) -> StructValue:
    return StructValue(type, tuple(_value(m, in_array) for m in type.members))


# ---- Bytes ---------------------------------------------------------------------------------------


def _count(count: int) -> bytes:
    assert count <= SHORT_COUNT_MAX, "samples are short"
    return bytes([count])


def _field(path: str, field: Parameter, value: Any) -> List[Piece]:
    """The pieces of a parameter or member; `path` is what it is called."""
    name = f"`{path}`"
    if field.kind is Kind.STRINGARRAY:
        pieces = [Piece(_count(len(value)), f"{name}: {plural(len(value), 'text')}")]
        for i, text in enumerate(value):
            data = text.encode()
            pieces.append(Piece(_count(len(data)) + data,
                                f"`{path}[{i}]`: {plural(len(data), 'byte')}, `{shown(text)}`"))
        return pieces
    if field.kind is Kind.STRING:
        data = value.encode() + b"\0"
        return [Piece(_count(len(data)) + data,
                      f"{name}: {plural(len(data), 'byte')}, `{shown(value)}` and a NUL")]
    if field.struct:
        if field.size is None:
            return _members(path, value)
        pieces = [Piece(len(value).to_bytes(4, "big"), f"{name}: {plural(len(value), 'struct')}")]
        for i, element in enumerate(value):
            pieces += _members(f"{path}[{i}]", element)
        return pieces
    if is_bytes(field):
        return [Piece(_count(len(value)) + value, f"{name}: {plural(len(value), 'byte')}")]
    code = _NUMBERS[field.kind][1]
    if field.size is None:
        return [Piece(struct.pack(">" + code, value), f"{name}: {value}")]
    numbers = struct.pack(f">{len(value)}{code}", *value)
    return [Piece(_count(len(value)) + numbers,
                  f"{name}: {plural(len(value), 'number')}{_listed(value)}")]


def _listed(values: Sequence[Any]) -> str:
    return ": " + ", ".join(str(v) for v in values) if values else ""


def _members(path: str, value: StructValue) -> List[Piece]:
    return [piece for member, v in zip(value.type.members, value.values)
            for piece in _field(f"{path}.{member.name}", member, v)]
