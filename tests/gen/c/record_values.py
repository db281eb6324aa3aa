"""Values of messages: their record by the rules of the contract, a text for comparing, random ones.

The records are made here without the generator's outputs, from the types alone. Arguments have the
form of gen.json: `char` arrays are {"hex": "..."}, other arrays lists, structs objects.
"""
import random
import struct
from typing import Any, Dict, List

from vcegen.model import Kind, Message, Parameter, Protocol

Arguments = Dict[str, Any]

_FORMAT = {Kind.CHAR: ">b", Kind.UCHAR: ">B", Kind.SHORT: ">h", Kind.USHORT: ">H", Kind.INT: ">i",
           Kind.UINT: ">I", Kind.INT64: ">q", Kind.FLOAT: ">f"}


# ---- Records -------------------------------------------------------------------------------------


def record(protocol: Protocol, message: Message, args: Arguments) -> bytes:
    """The record of a message with these arguments."""
    return message.id.to_bytes(protocol.id_width, "big") + _values(message.parameters, args)


def _values(parameters: List[Parameter], args: Arguments) -> bytes:
    return b"".join(_value(p, args[p.name]) for p in parameters)


def _value(p: Parameter, value: Any) -> bytes:
    if p.kind is Kind.STRING:
        text = value.encode("latin-1") + b"\0"
        return _count(len(text)) + text
    if p.kind is Kind.STRINGARRAY:
        texts = [text.encode("latin-1") for text in value]
        return _count(len(texts)) + b"".join(_count(len(t)) + t for t in texts)
    if p.size is None:
        return _element(p, value)
    if p.struct:
        return len(value).to_bytes(4, "big") + b"".join(_element(p, v) for v in value)
    values = list(bytes.fromhex(value["hex"])) if p.kind is Kind.CHAR else value
    if p.kind is Kind.CHAR:
        return _count(len(values)) + bytes(values)
    return _count(len(values)) + b"".join(_element(p, v) for v in values)


def _element(p: Parameter, value: Any) -> bytes:
    if p.struct:
        return _values(p.struct.members, value)
    return struct.pack(_FORMAT[p.kind], value)


def _count(count: int) -> bytes:
    return bytes([count]) if count <= 252 else b"\xfd" + count.to_bytes(4, "big")


# ---- Texts ---------------------------------------------------------------------------------------


def text(message: Message, args: Arguments) -> str:
    """What the receive function of the test program logs for these arguments."""
    return f"{message.name}({_texts(message.parameters, args)})"


def _texts(parameters: List[Parameter], args: Arguments) -> str:
    return ",".join(f"{p.name}={_text(p, args[p.name])}" for p in parameters)


def _text(p: Parameter, value: Any) -> str:
    if p.kind is Kind.STRING:
        return f"'{value.encode('latin-1').hex()}'"
    if p.kind is Kind.STRINGARRAY:
        return "[" + ",".join(f"'{v.encode('latin-1').hex()}'" for v in value) + "]"
    if p.size is None:
        return _element_text(p, value)
    if p.kind is Kind.CHAR:
        return f"<{value['hex']}>"
    return "[" + ",".join(_element_text(p, v) for v in value) + "]"


def _element_text(p: Parameter, value: Any) -> str:
    if p.struct:
        return "{" + _texts(p.struct.members, value) + "}"
    return struct.pack(">f", value).hex() if p.kind is Kind.FLOAT else str(value)


# ---- Random arguments ----------------------------------------------------------------------------


def random_arguments(message: Message, source: random.Random) -> Arguments:
    """Arguments within all limits; lengths are often 0 or the greatest."""
    return _random_values(message.parameters, source)


def _random_values(parameters: List[Parameter], source: random.Random) -> Arguments:
    return {p.name: _random_value(p, source) for p in parameters}


def _random_value(p: Parameter, source: random.Random) -> Any:
    if p.kind is Kind.STRING:
        return _random_text(_random_length(p.size - 1, source), source)
    if p.size is None:
        return _random_element(p, source)
    length = _random_length(p.size, source)
    if p.kind is Kind.STRINGARRAY:
        return [_random_text(_random_length(p.length - 1, source), source) for _ in range(length)]
    if p.kind is Kind.CHAR:
        return {"hex": bytes(source.randrange(256) for _ in range(length)).hex()}
    return [_random_element(p, source) for _ in range(length)]


def _random_length(most: int, source: random.Random) -> int:
    """At most 300, beyond which counts take no other form; large records have their own tests."""
    most = min(most, 300)
    return min(most, source.choice([0, 1, most, source.randint(0, most), source.randint(0, most)]))


def _random_text(length: int, source: random.Random) -> str:
    return "".join(chr(source.randint(1, 255)) for _ in range(length))


def _random_element(p: Parameter, source: random.Random) -> Any:
    if p.struct:
        return _random_values(p.struct.members, source)
    while True:
        raw = bytes(source.randrange(256) for _ in range(p.kind.wire_size))
        if source.randrange(4) == 0:
            raw = source.choice([b"\x00", b"\xff", b"\x80", b"\x7f"])[:1] + raw[1:]
        value = struct.unpack(_FORMAT[p.kind], raw)[0]
        if p.kind is not Kind.FLOAT or abs(value) < float("inf"):
            return value
