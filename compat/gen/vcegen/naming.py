"""Every identifier and file name of the C and C++ outputs, and the words that may not be used.

One function per kind of name, so that an emitter never joins parts itself. `SIDES` are the two
halves of a protocol: "sv" makes the server files, "cli" the client files.
"""
from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import AbstractSet, FrozenSet, Tuple

from .foreign import DECLARED, MACROS
from .model import (Direction, Enum, Enumerator, Kind, Message, Parameter, Protocol,
                    ServerConnection, Static, Struct)

SERVER = "sv"
CLIENT = "cli"
SIDES = (SERVER, CLIENT)

_UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

#: Keywords of C89 to C23 and of C++98 to C++23, with their alternative operators.
KEYWORDS: FrozenSet[str] = frozenset("""
    _Alignas _Alignof _Atomic _BitInt _Bool _Complex _Decimal128 _Decimal32 _Decimal64 _Generic
    _Imaginary _Noreturn _Static_assert _Thread_local alignas alignof and and_eq asm auto bitand
    bitor bool break case catch char char16_t char32_t char8_t class co_await co_return co_yield
    compl concept const const_cast consteval constexpr constinit continue decltype default delete
    do double dynamic_cast else enum explicit export extern false float for friend goto if inline
    int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected
    public register reinterpret_cast requires restrict return short signed sizeof static
    static_assert static_cast struct switch template this thread_local throw true try typedef
    typeid typename typeof typeof_unqual union unsigned using virtual void volatile wchar_t while
    xor xor_eq
""".split())

#: Functions and types that stubs use, and macros that a source may set to see more of what they do:
#: a parameter called so would hide them.
USED_NAMES: FrozenSet[str] = frozenset("""
    EXPORT GEN_DEBUG_LEN_PRINT GEN_DEBUG_PRINT VCEI64 circ_t conn_t ntohl ntohs strlen
""".split())

#: What no parameter or member can be called, besides keywords and what its own header defines.
FOREIGN_NAMES: FrozenSet[str] = MACROS | USED_NAMES

#: What nothing that a definition makes at file scope can be called.
TAKEN_AT_FILE_SCOPE: FrozenSet[str] = FOREIGN_NAMES | DECLARED

_C_TYPES = {
    Kind.CHAR: "char",
    Kind.UCHAR: "unsigned char",
    Kind.SHORT: "short",
    Kind.USHORT: "unsigned short",
    Kind.INT: "int",
    Kind.UINT: "unsigned int",
    Kind.INT64: "VCEI64",
    Kind.FLOAT: "float",
}


#: Constants that `Options.version_macros` asks for.
VERSION_CONSTANTS = ("VERSION", "SUBVERSION")


# ---- Words ---------------------------------------------------------------------------------------


def is_identifier(text: str) -> bool:
    """Whether `text` is spelled as a C identifier (it may still be a keyword)."""
    return _IDENTIFIER.fullmatch(text) is not None


@lru_cache(maxsize=256)
def upper(text: str) -> str:
    """Upper case of the ASCII letters only, whatever the locale."""
    return text.translate(_UPPER)


def fresh(wanted: str, taken: AbstractSet[str]) -> str:
    """`wanted`, with as many underscores at its end as it takes not to be in `taken`.

    For locals of a stub: `taken` are the names of the message's parameters (see `parameter_names`)
    and of the locals that are there already.
    """
    while wanted in taken:
        wanted += "_"
    return wanted


# ---- Files ---------------------------------------------------------------------------------------


def file_name(protocol: Protocol, side: str, suffix: str) -> str:
    """Name of a stub file: `P_sv.h`, `P_cli.c`; `suffix` is without its dot."""
    return f"{protocol.name}_{side}.{suffix}"


def header_guard(protocol: Protocol, side: str) -> str:
    """`_PU_SV_H_`, `_PU_CLI_H_`."""
    return f"_{upper(protocol.name)}_{upper(side)}_H_"


# ---- Types ---------------------------------------------------------------------------------------


def connection_kind(protocol: Protocol, side: str) -> str:
    """`conn` or `circ`, as in type and function names. Client stubs always use `conn`."""
    is_conn = side == CLIENT or protocol.server_connection is ServerConnection.CONN
    return "conn" if is_conn else "circ"


def connection_type(protocol: Protocol, side: str) -> str:
    """`conn_t` or `circ_t`."""
    return connection_kind(protocol, side) + "_t"


def struct_type(struct: Struct) -> str:
    """`P_NAME`."""
    return f"{struct.prefix}_{struct.name}"


def struct_tag(struct: Struct) -> str:
    """`_P_NAME`."""
    return "_" + struct_type(struct)


def struct_guard(struct: Struct) -> str:
    """The macro that keeps a struct type from being defined by both headers of a protocol."""
    return f"_{struct_type(struct)}_STRUCTDEF_"


def value_type(parameter: Parameter) -> str:
    """C type of one value or element: `unsigned short`, `P_NAME`; `char` of both string kinds."""
    if parameter.struct:
        return struct_type(parameter.struct)
    return _C_TYPES.get(parameter.kind, "char")


def arithmetic_type(kind: Kind) -> str:
    """C type of an arithmetic kind (KeyError for others)."""
    return _C_TYPES[kind]


# ---- Constants -----------------------------------------------------------------------------------


def constant(protocol: Protocol, name: str) -> str:
    """`PU_NAME`: macros of defines, enumerators, enum types and the constants of the protocol
    itself (IDMAX, MAX_CONNECTION, MAX_RECV_RECORD_LENGTH, PROTOCOL_ID, ...)."""
    return f"{upper(protocol.name)}_{name}"


def static_macro(static: Static) -> str:
    """`BASE_NAME`."""
    return f"{static.base}_{static.name}"


def enum_type(protocol: Protocol, enum: Enum) -> str:
    """`PU_TYPE`."""
    return constant(protocol, enum.name)


def enum_guard(protocol: Protocol, enum: Enum) -> str:
    """`_PU_TYPE_ENUMDEF_`."""
    return f"_{enum_type(protocol, enum)}_ENUMDEF_"


def enumerator(protocol: Protocol, item: Enumerator) -> str:
    """`PU_NAME`."""
    return constant(protocol, item.name)


def id_enum_type(protocol: Protocol) -> str:
    """`PU_FUNCID`."""
    return constant(protocol, "FUNCID")


def id_enum_tag(protocol: Protocol) -> str:
    """`_PU_FUNCID`."""
    return "_" + id_enum_type(protocol)


def id_enum_guard(protocol: Protocol) -> str:
    """`_PU_FUNCID_ENUMDEF_`."""
    return f"_{id_enum_type(protocol)}_ENUMDEF_"


def message_id(protocol: Protocol, message: Message) -> str:
    """`PU_C2S_FU`, `PU_S2C_FU`."""
    return constant(protocol, f"{upper(message.direction.value)}_{upper(message.name)}")


# ---- Functions -----------------------------------------------------------------------------------


def function(protocol: Protocol, name: str) -> str:
    """`P_NAME`: a function of the protocol, such as `new`, `del`, `toolong_recv_warning`."""
    return f"{protocol.name}_{name}"


def side_function(protocol: Protocol, side: str, name: str) -> str:
    """`P_sv_NAME`, `P_cli_NAME`: pcallback, get_version, sender, recv_error_callback."""
    return f"{protocol.name}_{side}_{name}"


def private_prefix(protocol: Protocol, side: str) -> str:
    """`Psv_`, `Pcli_`: in front of what is static in a source. No name that a definition can make
    begins like this, for `P` is followed by an underscore in all of them."""
    return f"{protocol.name}{side}_"


def current_getter(protocol: Protocol, side: str) -> str:
    """`P_sv_get_current_conn`, `P_sv_get_current_circ`, `P_cli_get_current_conn`."""
    return side_function(protocol, side, "get_current_" + connection_kind(protocol, side))


def send_function(protocol: Protocol, message: Message) -> str:
    """`P_F_send`."""
    return f"{protocol.name}_{message.name}_send"


def receive_function(protocol: Protocol, message: Message) -> str:
    """`P_F_recv`, without the prefix of a method style name."""
    return f"{protocol.name}_{message.name}_recv"


def send_counter(protocol: Protocol, message: Message) -> str:
    """`P_get_F_send_count`."""
    return f"{protocol.name}_get_{message.name}_send_count"


def receive_counter(protocol: Protocol, message: Message) -> str:
    """`P_get_F_recv_count`."""
    return f"{protocol.name}_get_{message.name}_recv_count"


def send_debug_switch(protocol: Protocol, message: Message) -> str:
    """`P_F_send_debugprint`."""
    return send_function(protocol, message) + "_debugprint"


def receive_debug_switch(protocol: Protocol, message: Message) -> str:
    """`P_F_recv_debugprint`."""
    return receive_function(protocol, message) + "_debugprint"


# ---- Parameters ----------------------------------------------------------------------------------


def length_name(parameter: Parameter) -> str:
    """`x_len`, the number of elements beside an array `x`."""
    return parameter.name + "_len"


def parameter_names(message: Message) -> FrozenSet[str]:
    """The C names of a message's parameters after the connection, with their `x_len`."""
    names = {p.name for p in message.parameters}
    return frozenset(names | {length_name(p) for p in message.parameters if p.is_array})


def member_names(parameter: Parameter) -> Tuple[str, ...]:
    """The C members that one member of a struct gives, in order."""
    if parameter.kind is Kind.STRINGARRAY:
        return tuple(parameter.name + end for end in ("", "_len", "_p", "_i"))
    return (parameter.name, length_name(parameter)) if parameter.is_array else (parameter.name,)


def connection_name(message: Message) -> str:
    """`_c`, the connection in front of the parameters; longer if a parameter is called so."""
    return fresh("_c", parameter_names(message))


# ---- Sides ---------------------------------------------------------------------------------------


def is_sent_by(side: str, message: Message) -> bool:
    """Whether the stub of `side` sends this message; else it receives it."""
    return (message.direction is Direction.S2C) == (side == SERVER)
