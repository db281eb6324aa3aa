"""What a definition says, checked and computed: the only thing that emitters read.

Conventions
-----------
* Everything is immutable. Sequences are tuples in the order of the definition.
* Names are as written in the definition; identifiers of the outputs come from `naming` (C, C++).
* Sizes are bytes of a record without framing, counts are elements. All sizes fit a C `int`.
* A protocol that got here is free of the errors that `check` knows, so emitters need no checks.
* `position` tells where something was defined; it takes no part in comparisons and must not reach
  generated files, which depend on the definition's text and file name only.
* Structs may contain structs, up to `MAX_STRUCT_DEPTH` deep and shared without bound. Write one
  function per struct: unfolding members in place can double with each level.
"""
from __future__ import annotations

import enum
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Optional, Tuple, Union

INT_MAX = 2**31 - 1
MAX_STRUCT_DEPTH = 64

#: Bytes of an element count: one up to 252, else 0xfd and four bytes.
SHORT_COUNT_MAX = 252
SHORT_COUNT_SIZE = 1
LONG_COUNT_SIZE = 5
#: Bytes of the plain count in front of an array of structs.
STRUCT_COUNT_SIZE = 4

DEFAULT_PROTOCOL_NAME = "defaultproto"
DEFAULT_ID_MAX = 255
DEFAULT_MAX_CONNECTION = 1024


class Position(NamedTuple):
    """A place in a definition; `line` and `column` count from 1, columns are code points."""

    file: str
    line: int
    column: int


class Kind(enum.Enum):
    """The type of one value. The value of each member is its word in a definition."""

    CHAR = "char"
    UCHAR = "uchar"
    SHORT = "short"
    USHORT = "ushort"
    INT = "int"
    UINT = "uint"
    INT64 = "int64"
    FLOAT = "float"
    STRING = "string"
    STRINGARRAY = "stringarray"
    STRUCT = "struct"

    @property
    def wire_size(self) -> int:
        """Bytes of a single value, 1 to 8; only of the arithmetic kinds (KeyError for others)."""
        return _WIRE_SIZE[self]

    @property
    def is_arithmetic(self) -> bool:
        """Whether it is a number: everything but STRING, STRINGARRAY and STRUCT."""
        return self in _WIRE_SIZE

    @property
    def is_signed(self) -> bool:
        """Whether it is a signed integer (two's complement on the wire). FLOAT is not."""
        return self in (Kind.CHAR, Kind.SHORT, Kind.INT, Kind.INT64)


_WIRE_SIZE = {
    Kind.CHAR: 1,
    Kind.UCHAR: 1,
    Kind.SHORT: 2,
    Kind.USHORT: 2,
    Kind.INT: 4,
    Kind.UINT: 4,
    Kind.INT64: 8,
    Kind.FLOAT: 4,
}


class Direction(enum.Enum):
    """Who sends a message. The value of each member is its word in a definition."""

    C2S = "c2s"
    S2C = "s2c"


class ServerConnection(enum.Enum):
    """The connection type of server stubs; client stubs always use `conn`."""

    CONN = "conn"
    CIRC = "circ"
    VPR_CIRC = "vpr_circ"


def count_size(count: int) -> int:
    """Bytes of the length specifier that a sender writes for `count` elements, 1 or 5."""
    return SHORT_COUNT_SIZE if count <= SHORT_COUNT_MAX else LONG_COUNT_SIZE


@dataclass(frozen=True, eq=False)
class Parameter:
    """A parameter of a message or a member of a struct.

    Attributes:
        name: a C identifier.
        kind: the type of the value or of one element.
        size: declared maximum N >= 0 of elements (STRING: of bytes with the NUL, STRINGARRAY: of
            strings), or None for a single value. STRING and STRINGARRAY always have one.
        length: STRINGARRAY only: declared maximum M of bytes of a string with a NUL, so that a
            string has M - 1 bytes at most on the wire; None for all others.
        struct: STRUCT only: the type; None for all others.
        position: the name in the definition.
    """

    name: str
    kind: Kind
    size: Optional[int] = None
    length: Optional[int] = None
    struct: Optional["Struct"] = None
    position: Optional[Position] = field(default=None, compare=False)

    @property
    def is_array(self) -> bool:
        """Whether C sees a number of elements beside it: `size` given and not a STRING."""
        return self.size is not None and self.kind is not Kind.STRING

    @cached_property
    def limit(self) -> int:
        """Its share of the limit of a message, as the contract counts (not what really fits)."""
        if self.size is None:
            return self.struct.limit if self.struct else self.kind.wire_size
        if self.kind is Kind.STRING:
            return self.size + 5
        if self.length is not None:
            return self.size * self.length + 5 * self.size
        element = self.struct.limit if self.struct else self.kind.wire_size
        return self.size * element + 5

    @cached_property
    def member_limit(self) -> int:
        """The same for a member of a struct: strings and stringarrays count 5 more."""
        extra = 5 if self.kind in (Kind.STRING, Kind.STRINGARRAY) else 0
        return self.limit + extra

    @cached_property
    def largest(self) -> int:
        """The most bytes that a correct sender writes for it: room for these is enough."""
        if self.size is None:
            return self.struct.largest if self.struct else self.kind.wire_size
        if self.length is not None:
            longest = max(self.length - 1, 0)
            return count_size(self.size) + self.size * (count_size(longest) + longest)
        if self.struct:
            return STRUCT_COUNT_SIZE + self.size * self.struct.largest
        element = 1 if self.kind is Kind.STRING else self.kind.wire_size
        return count_size(self.size) + self.size * element

    @cached_property
    def smallest(self) -> int:
        """The fewest bytes that it takes in a record."""
        if self.size is None:
            return self.struct.smallest if self.struct else self.kind.wire_size
        return STRUCT_COUNT_SIZE if self.kind is Kind.STRUCT else SHORT_COUNT_SIZE


@dataclass(frozen=True, eq=False)
class Struct:
    """A struct type. Compared by identity: there is one object per type.

    Attributes:
        name: as written.
        members: at least one.
        prefix: the protocol name that was in force at its definition; normally the protocol's. A
            struct with another one is not used by any message, but its type is declared.
        position: the name in the definition.
    """

    name: str
    members: Tuple[Parameter, ...]
    prefix: str
    position: Optional[Position] = None

    @cached_property
    def limit(self) -> int:
        """Sum of the members' shares of a message's limit."""
        return sum(m.member_limit for m in self.members)

    @cached_property
    def largest(self) -> int:
        """The most bytes of one value in a record."""
        return sum(m.largest for m in self.members)

    @cached_property
    def smallest(self) -> int:
        """The fewest bytes of one value in a record, at least 1."""
        return sum(m.smallest for m in self.members)

    @cached_property
    def depth(self) -> int:
        """1 without struct members, else one more than the deepest of them."""
        return 1 + max((m.struct.depth for m in self.members if m.struct), default=0)


@dataclass(frozen=True)
class ReceiveLimit:
    """A `recvlimit` directive: `count` times or more within `time_ms` milliseconds is too many."""

    count: int
    time_ms: int


@dataclass(frozen=True, eq=False)
class Message:
    """One message in one direction.

    Attributes:
        direction: who sends it.
        id: 0 to 4294967295, unique in the protocol, fits the id width.
        name: without prefix; a C identifier, unique in its direction also in upper case.
        prefix: of a method style name, with its end, such as `world->` or `a.b.`; else empty.
        parameters: may be empty.
        guards: C macros of `ifdef` directives; the message is active where all are defined.
        receive_limit: the last `recvlimit` directive for it, or None. Has no effect by default.
        position: the name in the definition.
    """

    direction: Direction
    id: int
    name: str
    prefix: str = ""
    parameters: Tuple[Parameter, ...] = ()
    guards: Tuple[str, ...] = ()
    receive_limit: Optional[ReceiveLimit] = None
    position: Optional[Position] = None

    @property
    def full_name(self) -> str:
        """As written in the definition."""
        return self.prefix + self.name


@dataclass(frozen=True)
class Define:
    """A `define`. `value` is a number, or a C string token with its quotes, such as `"a""b"`."""

    name: str
    value: Union[int, str]
    position: Optional[Position] = field(default=None, compare=False)


@dataclass(frozen=True)
class Static:
    """A `static`: as a define, but named after the file that holds it.

    `base` is the upper-case name of that file without folder and last extension.
    """

    name: str
    value: Union[int, str]
    base: str
    position: Optional[Position] = field(default=None, compare=False)


@dataclass(frozen=True)
class Enumerator:
    """One name of an enum type; `value` fits 64 bits."""

    name: str
    value: int
    position: Optional[Position] = field(default=None, compare=False)


@dataclass(frozen=True)
class Enum:
    """An enum type with at least one enumerator."""

    name: str
    enumerators: Tuple[Enumerator, ...]
    position: Optional[Position] = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class Protocol:
    """A whole definition with its includes.

    Attributes:
        name: a C identifier; `defaultproto` if the definition gives none.
        definition: file name of the definition, without folders, printable.
        server_connection: connection type of server stubs.
        version: major version as the getters return it, 0 to 0xffffffff (that if not given).
        sub_version: hash of the directive text, 0 to 999999999.
        id_max: value of the constant IDMAX.
        id_width: bytes of a message id on the wire: 1, 2 or 4 (4 without an `idmax` directive).
        protocol_id: 1 to 255, or None if not given.
        client_class_mode: method style receive calls also on the client.
        work_buffer_size: as given, or None; means nothing to stubs.
        max_connection: value of the constant MAX_CONNECTION, at least 1: 1024, or that of a define
            with this name (which is in `defines` too).
        defines, statics: only those whose macros are C identifiers.
        enums: in the order of their first enumerators.
        structs: in definition order; see `structs_by_need`.
        messages: both directions, in definition order.
        server_header_lines, client_header_lines: texts of `sh` and `ch`, without line ends.
    """

    name: str
    definition: str
    server_connection: ServerConnection = ServerConnection.CONN
    version: int = 0xFFFFFFFF
    sub_version: int = 0
    id_max: int = DEFAULT_ID_MAX
    id_width: int = 4
    protocol_id: Optional[int] = None
    client_class_mode: bool = False
    work_buffer_size: Optional[int] = None
    max_connection: int = DEFAULT_MAX_CONNECTION
    defines: Tuple[Define, ...] = ()
    statics: Tuple[Static, ...] = ()
    enums: Tuple[Enum, ...] = ()
    structs: Tuple[Struct, ...] = ()
    messages: Tuple[Message, ...] = ()
    server_header_lines: Tuple[str, ...] = ()
    client_header_lines: Tuple[str, ...] = ()

    @cached_property
    def c2s(self) -> Tuple[Message, ...]:
        """Messages from client to server, in definition order."""
        return tuple(m for m in self.messages if m.direction is Direction.C2S)

    @cached_property
    def s2c(self) -> Tuple[Message, ...]:
        """Messages from server to client, in definition order."""
        return tuple(m for m in self.messages if m.direction is Direction.S2C)

    @cached_property
    def structs_by_need(self) -> Tuple[Struct, ...]:
        """All structs, each after those that its members need, else in definition order."""
        ordered = {}

        def place(struct: Struct) -> None:
            if struct in ordered:
                return
            for member in struct.members:
                if member.struct:
                    place(member.struct)
            ordered[struct] = True

        for struct in self.structs:
            place(struct)
        return tuple(ordered)

    @property
    def client_record_prefix(self) -> Optional[int]:
        """The byte in front of the id in client records of `vpr_circ`, else None."""
        is_multiplexed = self.server_connection is ServerConnection.VPR_CIRC
        return self.protocol_id if is_multiplexed else None

    def limit(self, message: Message) -> int:
        """The length above which the server warns of a too long record, id included."""
        return self.id_width + sum(p.limit for p in message.parameters)

    def largest_record(self, message: Message) -> int:
        """Room that a record needs, id and `client_record_prefix` included."""
        is_prefixed = message.direction is Direction.C2S and self.client_record_prefix is not None
        return self.id_width + is_prefixed + sum(p.largest for p in message.parameters)

    def smallest_record(self, message: Message) -> int:
        """Bytes of the shortest record, id included, without `client_record_prefix`."""
        return self.id_width + sum(p.smallest for p in message.parameters)

    @cached_property
    def max_recv_record_length(self) -> int:
        """Value of the constant MAX_RECV_RECORD_LENGTH: the greatest `limit` of the messages from
        client to server that have parameters; 0 if there is none."""
        return max((self.limit(m) for m in self.c2s if m.parameters), default=0)
