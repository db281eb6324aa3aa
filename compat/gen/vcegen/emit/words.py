"""What may be in a field, in words that docstrings and the reference share."""
from __future__ import annotations

from typing import Tuple

from ..model import Kind, Message, Parameter


def integer_limits(kind: Kind) -> Tuple[int, int]:
    """The least and the greatest value of an integer kind (KeyError for others)."""
    bits = 8 * kind.wire_size
    return (-2**(bits - 1), 2**(bits - 1) - 1) if kind.is_signed else (0, 2**bits - 1)


def plural(count: int, noun: str) -> str:
    """`1 byte`, `2 bytes`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def is_bytes(field: Parameter) -> bool:
    """Whether it is an array of single bytes."""
    return field.size is not None and field.kind in (Kind.CHAR, Kind.UCHAR)


def allowed(field: Parameter, struct_name: str = "") -> str:
    """What a parameter or member may be, such as `up to 4 numbers, each 0 to 65535`.

    Args:
        struct_name: what a struct type is called where the words stand.
    """
    if field.kind is Kind.STRINGARRAY:
        length = max((field.length or 0) - 1, 0)
        return f"up to {plural(field.size or 0, 'text')} of up to {plural(length, 'byte')}"
    if field.kind is Kind.STRING:
        return f"text of up to {plural(max((field.size or 0) - 1, 0), 'byte')}"
    if field.struct:
        return struct_name if field.size is None else f"up to {field.size} {struct_name}"
    if field.size is not None and is_bytes(field):
        return f"up to {plural(field.size, 'byte')}"
    if field.kind is Kind.FLOAT:
        number = "number of single precision"
        return number if field.size is None else f"up to {field.size} of single precision"
    low, high = integer_limits(field.kind)
    if field.size is None:
        return f"{low} to {high}"
    return f"up to {plural(field.size, 'number')}, each {low} to {high}"


def size_range(smallest: int, largest: int) -> str:
    """`5`, `3 to 18`: a number of bytes."""
    return str(smallest) if smallest == largest else f"{smallest} to {largest}"


def guards(message: Message) -> str:
    """The macros that a message needs, such as `A and B`; empty if none."""
    return " and ".join(message.guards)
