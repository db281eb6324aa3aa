"""How the values of messages lie in records: what `vce.stub` is made of.

Numbers are big-endian. An array begins with the number of its elements in one byte, or in five from
253 on; a string is an array of bytes that ends with a NUL.
"""
from __future__ import annotations

import struct
from abc import ABCMeta, abstractmethod
from operator import index
from typing import Any, List, Mapping, NoReturn, Optional, Sequence, Tuple, Type

from . import raw

_LONG_COUNT = 0xfd
_WIDE_COUNT = 0xfe
_COUNT = struct.Struct(">i")
_INT_MAX = 2**31 - 1


class Misfit(Exception):
    """A value cannot be packed. The path to it grows while the exception passes the codecs."""

    def __init__(self, code: Optional[int], problem: str) -> None:
        super().__init__(problem)
        self.code = code  # None: it has the wrong type
        self.problem = problem
        self.path = ""


class Unreadable(Exception):
    """A value cannot be unpacked."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Codec(metaclass=ABCMeta):
    """How one value goes into a record and comes out of it."""

    @abstractmethod
    def pack(self, out: bytearray, value: Any) -> None:
        """Appends the value. Raises Misfit."""

    @abstractmethod
    def unpack(self, data: bytes, at: int) -> Tuple[Any, int]:
        """The value at an offset, and the offset behind it. Raises Unreadable."""


def _wrong_type(expected: str, value: object) -> NoReturn:
    raise Misfit(None, "expected %s, found %s" % (expected, type(value).__name__))


def _pack_count(out: bytearray, count: int, maximum: int, what: str) -> None:
    if count > maximum:
        raise Misfit(raw.VCE_EFULL, "%d %s; expected %d at most" % (count, what, maximum))
    if count < _LONG_COUNT:
        out.append(count)
    else:
        out.append(_LONG_COUNT)
        out += count.to_bytes(4, "big")


def _unpack_count(data: bytes, at: int) -> Tuple[int, int]:
    if at >= len(data):
        raise Unreadable(raw.VCE_ETOOSHORT)
    first, at = data[at], at + 1
    if first < _LONG_COUNT:
        return first, at
    if first > _WIDE_COUNT:
        raise Unreadable(raw.VCE_ESUPPORT)
    end = at + (4 if first == _LONG_COUNT else 8)
    if end > len(data):
        raise Unreadable(raw.VCE_ETOOSHORT)
    count = int.from_bytes(data[at:end], "big")
    if count >> 32:
        raise Unreadable(raw.VCE_ESUPPORT)
    return count, end


def _unpack_array(data: bytes, at: int, width: int, maximum: int) -> Tuple[int, int, int]:
    """Number of elements of an array, and the offsets of the first one and behind the last one."""
    count, at = _unpack_count(data, at)
    end = at + count * width
    if count * width > _INT_MAX:
        raise Unreadable(raw.VCE_EFULL)
    if end > len(data):
        raise Unreadable(raw.VCE_ETOOSHORT)
    if count > maximum:
        raise Unreadable(raw.VCE_EFULL)
    return count, at, end


class Number(Codec):
    """A number.

    :param code: its letter in the module struct
    :param limits: the least and the greatest value; None: a float
    """

    def __init__(self, code: str, limits: Optional[Tuple[int, int]] = None) -> None:
        self.code = code
        self.width = struct.calcsize(">" + code)
        self._limits = limits
        self._struct = struct.Struct(">" + code)

    def check(self, value: Any) -> None:
        """Raises Misfit if the value is not one of these numbers."""
        if self._limits is None:
            try:
                self._struct.pack(value)
            except struct.error:
                _wrong_type("a number", value)
            except OverflowError:
                raise Misfit(raw.VCE_EINVAL, "%r does not fit a float" % value) from None
            return
        low, high = self._limits
        try:
            number = index(value)
        except TypeError:
            _wrong_type("an integer", value)
        if not low <= number <= high:
            raise Misfit(raw.VCE_EINVAL, "%d; expected %d to %d" % (number, low, high))

    def pack(self, out: bytearray, value: Any) -> None:
        self.check(value)
        out += self._struct.pack(value)

    def unpack(self, data: bytes, at: int) -> Tuple[Any, int]:
        end = at + self.width
        if end > len(data):
            raise Unreadable(raw.VCE_EFULL)
        return self._struct.unpack_from(data, at)[0], end


CHAR = Number("b", (-2**7, 2**7 - 1))
UCHAR = Number("B", (0, 2**8 - 1))
SHORT = Number("h", (-2**15, 2**15 - 1))
USHORT = Number("H", (0, 2**16 - 1))
INT = Number("i", (-2**31, 2**31 - 1))
UINT = Number("I", (0, 2**32 - 1))
INT64 = Number("q", (-2**63, 2**63 - 1))
FLOAT = Number("f")


class Array(Codec):
    """A list of up to `maximum` numbers."""

    def __init__(self, element: Number, maximum: int) -> None:
        self._element = element
        self._maximum = maximum

    def pack(self, out: bytearray, value: Any) -> None:
        if isinstance(value, str) or not isinstance(value, Sequence):
            _wrong_type("a list of numbers", value)
        _pack_count(out, len(value), self._maximum, "elements")
        for i, number in enumerate(value):
            try:
                self._element.check(number)
            except Misfit as misfit:
                misfit.path = "[%d]%s" % (i, misfit.path)
                raise
        out += struct.pack(">%d%s" % (len(value), self._element.code), *value)

    def unpack(self, data: bytes, at: int) -> Tuple[List[Any], int]:
        count, at, end = _unpack_array(data, at, self._element.width, self._maximum)
        return list(struct.unpack_from(">%d%s" % (count, self._element.code), data, at)), end


class Bytes(Codec):
    """Up to `maximum` bytes: an array of char or uchar."""

    def __init__(self, maximum: int) -> None:
        self._maximum = maximum

    def pack(self, out: bytearray, value: Any) -> None:
        if not isinstance(value, (bytes, bytearray, memoryview)):
            _wrong_type("bytes", value)
        content = bytes(value)
        _pack_count(out, len(content), self._maximum, "bytes")
        out += content

    def unpack(self, data: bytes, at: int) -> Tuple[bytes, int]:
        _, at, end = _unpack_array(data, at, 1, self._maximum)
        return data[at:end], end


def _encoded(value: Any) -> bytes:
    """Bytes of a text without NUL. Bytes that are no UTF-8 were received as surrogates."""
    if not isinstance(value, str):
        _wrong_type("a text", value)
    try:
        content = value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise Misfit(raw.VCE_EINVAL, "no UTF-8: %s" % error.reason) from None
    if 0 in content:
        raise Misfit(raw.VCE_EINVAL, "a text must not contain NUL")
    return content


def _unpack_text(data: bytes, at: int, maximum: int, room: int) -> Tuple[str, int]:
    """A text of `maximum` bytes at most; without a NUL it needs one byte more of the `room`."""
    _, at, end = _unpack_array(data, at, 1, maximum)
    content = data[at:end].partition(b"\0")[0]
    if len(content) >= room:
        raise Unreadable(raw.VCE_EFULL)
    return content.decode("utf-8", "surrogateescape"), end


class String(Codec):
    """A text; it travels with a NUL.

    :param size: bytes of the longest one with its NUL
    :param is_member: it is a member of a struct, in which no peer may leave out the NUL of the
        longest text
    """

    def __init__(self, size: int, is_member: bool = False) -> None:
        self._size = size
        self._room = size + (not is_member)

    def pack(self, out: bytearray, value: Any) -> None:
        content = _encoded(value) + b"\0"
        _pack_count(out, len(content), self._size, "bytes with a NUL")
        out += content

    def unpack(self, data: bytes, at: int) -> Tuple[str, int]:
        return _unpack_text(data, at, self._size, self._room)


class Strings(Codec):
    """A list of up to `maximum` texts; they travel without NULs.

    :param length: bytes of the longest one with a NUL
    """

    def __init__(self, maximum: int, length: int) -> None:
        self._maximum = maximum
        self._length = length

    def pack(self, out: bytearray, value: Any) -> None:
        if isinstance(value, str) or not isinstance(value, Sequence):
            _wrong_type("a list of texts", value)
        _pack_count(out, len(value), self._maximum, "texts")
        for i, text in enumerate(value):
            try:
                content = _encoded(text)
                _pack_count(out, len(content), self._length - 1, "bytes")
            except Misfit as misfit:
                misfit.path = "[%d]%s" % (i, misfit.path)
                raise
            out += content

    def unpack(self, data: bytes, at: int) -> Tuple[List[str], int]:
        count, at = _unpack_count(data, at)
        if count > self._maximum:
            raise Unreadable(raw.VCE_EFULL)
        texts = []
        for _ in range(count):
            text, at = _unpack_text(data, at, self._length - 1, self._length)
            texts.append(text)
        return texts, at


class Struct(Codec):
    """A struct: its members one after the other.

    :param type: a dataclass
    :param members: codecs by the names of all its fields, in their order
    """

    def __init__(self, type: Type[Any], members: Mapping[str, Codec]) -> None:
        self.type = type
        self._members = tuple(members.items())

    def pack(self, out: bytearray, value: Any) -> None:
        if not isinstance(value, self.type):
            _wrong_type(self.type.__name__, value)
        for name, codec in self._members:
            try:
                codec.pack(out, getattr(value, name))
            except Misfit as misfit:
                misfit.path = ".%s%s" % (name, misfit.path)
                raise

    def unpack(self, data: bytes, at: int) -> Tuple[Any, int]:
        values = []
        for _, codec in self._members:
            value, at = codec.unpack(data, at)
            values.append(value)
        return self.type(*values), at


class Structs(Codec):
    """A list of up to `maximum` structs, after their number in four bytes."""

    def __init__(self, element: Struct, maximum: int) -> None:
        self._element = element
        self._maximum = maximum

    def pack(self, out: bytearray, value: Any) -> None:
        if not isinstance(value, Sequence):
            _wrong_type("a list of " + self._element.type.__name__, value)
        if len(value) > self._maximum:
            raise Misfit(raw.VCE_EFULL, "%d elements; expected %d at most"
                          % (len(value), self._maximum))
        out += _COUNT.pack(len(value))
        for i, element in enumerate(value):
            try:
                self._element.pack(out, element)
            except Misfit as misfit:
                misfit.path = "[%d]%s" % (i, misfit.path)
                raise

    def unpack(self, data: bytes, at: int) -> Tuple[List[Any], int]:
        count, at = INT.unpack(data, at)
        if not 0 <= count <= self._maximum:
            raise Unreadable(raw.VCE_EFULL)
        elements = []
        for _ in range(count):
            element, at = self._element.unpack(data, at)
            elements.append(element)
        return elements, at
