"""How one value goes into a record and comes out of it: the expressions that stubs are made of.

A step is an expression with the offset behind the value as result, or a negative code.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import List, Sequence, Tuple

from ..model import Kind, Message, Parameter, Struct
from ..naming import FOREIGN_NAMES, fresh, length_name, parameter_names, value_type
from .c_helpers import Helpers

#: Library functions and macros that the body of a sending function may name: no local is called so.
_USED_NAMES = FOREIGN_NAMES | frozenset("""
    VCE_EFULL VCE_EINVAL VCE_EMEM SET_8BIT_INT SET_16BIT_INT SET_32BIT_INT free malloc memcpy
    vce_binary_push_nb_i1 vce_binary_push_nb_i2 vce_binary_push_nb_i4 vce_binary_push_nb_i8
    vce_binary_push_nb_ia1 vce_binary_push_nb_ia2 vce_binary_push_nb_ia4 vce_binary_push_nb_ia8
    vce_binary_push_nb_stra vce_circ_get_remote_addr_string vce_conn_get_remote_addr_string
    vce_errout vce_strlenmax
""".split())

_SIGNED = {1: "char", 2: "short", 4: "int", 8: "VCEI64"}
_EXACT = (Kind.CHAR, Kind.SHORT, Kind.INT, Kind.INT64)


@dataclass(frozen=True)
class Value:
    """A parameter or member, and how C code gets at it.

    Attributes:
        parameter: what it is.
        name: expression of the value, or of the first element.
        length: expression of the number of elements; empty for what has none.
        is_member: a member of a struct, which lies in the struct itself: never NULL.
    """

    parameter: Parameter
    name: str
    length: str = ""
    is_member: bool = False


def members(parameters: Sequence[Parameter], owner: str, is_member: bool = True) -> List[Value]:
    """The values inside `owner`, an expression with its `.` or `->`."""
    return [Value(p, owner + p.name, owner + length_name(p) if p.is_array else "", is_member)
            for p in parameters]


def arguments(message: Message, own_prefixes: Tuple[str, ...]) -> List[Value]:
    """The arguments of a message in a definition of our own, under names that hide nothing.

    The prototype has the names of the definition file; here a name that the body needs for
    something else gets another.

    Args:
        own_prefixes: what names of the stub's own functions and objects begin with.
    """
    taken = set(_USED_NAMES | parameter_names(message))

    def local(name: str) -> str:
        if name not in _USED_NAMES and not name.startswith(own_prefixes):
            return name
        safe = fresh("arg_" + name, taken)
        taken.add(safe)
        return safe

    return [Value(p, local(p.name), local(length_name(p)) if p.is_array else "")
            for p in message.parameters]


def names_of(values: Sequence[Value]) -> List[str]:
    """The C names of arguments, in order."""
    return [name for v in values for name in (v.name, v.length) if name]


def declarations(values: Sequence[Value]) -> List[str]:
    """C parameters for arguments, as messages have them."""
    result = []
    for v in values:
        kind, c_type = v.parameter.kind, value_type(v.parameter)
        if kind is Kind.STRING:
            result.append(f"const char *{v.name}")
        elif kind is Kind.STRINGARRAY:
            result.append(f"const char *const *{v.name}")
        elif v.parameter.is_array:
            constant = "" if kind is Kind.STRUCT else "const "
            result.append(f"{constant}{c_type} *{v.name}")
        else:
            result.append(f"{c_type} {v.name}")
        if v.length:
            result.append(f"int {v.length}")
    return result


# ---- Into a record -------------------------------------------------------------------------------


def push_step(value: Value, buffer: str, helpers: Helpers) -> str:
    """The call that appends a value.

    Args:
        buffer: arguments for start, offset and size of the record, such as `out, end, room`.
    """
    p, kind = value.parameter, value.parameter.kind
    if p.struct:
        if value.length:
            return f"{helpers.prefix}push_structs_{p.struct.name}" \
                   f"({buffer}, {value.name}, {value.length})"
        return f"{helpers.prefix}push_struct_{p.struct.name}({buffer}, &{value.name})"
    if kind is Kind.STRING:
        return f"{helpers.use('push_string')}({buffer}, {value.name})"
    if kind is Kind.STRINGARRAY and value.is_member:
        return f"{helpers.use('push_rows')}" \
               f"({buffer}, (const char *){value.name}, {value.length}, {p.length})"
    if kind is Kind.STRINGARRAY:
        return f"vce_binary_push_nb_stra({buffer}, {value.name}, {value.length}, {p.length})"
    if value.length:
        return f"vce_binary_push_nb_ia{kind.wire_size}({buffer}, {value.name}, {value.length})"
    if kind is Kind.FLOAT:
        return f"{helpers.use('push_float')}({buffer}, {value.name})"
    cast = "" if kind in _EXACT else f"({_SIGNED[kind.wire_size]})"
    return f"vce_binary_push_nb_i{kind.wire_size}({buffer}, {cast}{value.name})"


@lru_cache(maxsize=4096)
def can_exceed(struct: Struct) -> bool:
    """Whether a value of the type has parts that can be longer than declared."""
    return any(m.size is not None or (m.struct and can_exceed(m.struct)) for m in struct.members)


def too_long_conditions(value: Value, helpers: Helpers) -> List[str]:
    """Conditions of which one is true if a value is longer than declared.

    They touch neither the last error nor anything behind a NULL pointer or a negative length.
    """
    p = value.parameter
    conditions = []
    if value.length:
        conditions.append(f"{value.length} > {p.size}")
    if p.kind is Kind.STRING:
        is_there = "" if value.is_member else f"{value.name} && "
        conditions.append(f"{is_there}vce_strlenmax({value.name}, {p.size}) < 0")
    if p.struct and can_exceed(p.struct):
        if value.length:
            conditions.append(f"{helpers.prefix}exceeds_structs_{p.struct.name}"
                              f"({value.name}, {value.length})")
        else:
            conditions.append(f"{helpers.prefix}exceeds_struct_{p.struct.name}(&{value.name})")
    return conditions


# ---- Out of a record -----------------------------------------------------------------------------


def pop_step(value: Value, helpers: Helpers) -> str:
    """The call that reads a value of the record `in`, which has `len` bytes, at offset `at`."""
    p, kind = value.parameter, value.parameter.kind
    record = "in, len, at"
    if p.struct:
        if value.length:
            return f"{helpers.prefix}pop_structs_{p.struct.name}" \
                   f"({record}, {value.name}, {p.size}, &{value.length})"
        return f"{helpers.prefix}pop_struct_{p.struct.name}({record}, &{value.name})"
    if kind is Kind.STRING:
        room = str(p.size) if value.is_member else f"{p.size} + 1"
        return f"{helpers.use('pop_string')}({record}, {value.name}, {p.size}, {room})"
    if kind is Kind.STRINGARRAY:
        return f"{helpers.use('pop_rows')}" \
               f"({record}, (char *){value.name}, {p.size}, {p.length}, &{value.length})"
    if value.length:
        return f"{helpers.use('pop_array')}" \
               f"({record}, {kind.wire_size}, {value.name}, {p.size}, &{value.length})"
    if kind is Kind.FLOAT:
        return f"{helpers.use('pop_float')}({record}, &{value.name})"
    cast = "" if kind in _EXACT else f"({_SIGNED[kind.wire_size]} *)"
    return f"vce_binary_pop_nb_i{kind.wire_size}({record}, {cast}&{value.name})"


def storage_members(parameter: Parameter) -> List[str]:
    """C declarations that hold the value of a received argument, a string with room for a NUL."""
    if parameter.kind is Kind.STRING:
        return [f"char {parameter.name}[{parameter.size} + 1];"]
    return struct_members(parameter)[:2]


def struct_members(parameter: Parameter) -> List[str]:
    """C declarations of a member of a struct type."""
    name, c_type = parameter.name, value_type(parameter)
    if parameter.size is None:
        return [f"{c_type} {name};"]
    # C has no empty arrays.
    size = max(parameter.size, 1)
    length = f"int {length_name(parameter)};"
    if parameter.kind is Kind.STRING:
        return [f"char {name}[{size}];"]
    if parameter.kind is Kind.STRINGARRAY:
        return [f"char {name}[{size}][{max(parameter.length or 0, 1)}];", length,
                f"char *{name}_p;", f"int {name}_i;"]
    return [f"{c_type} {name}[{size}];", length]


def storage_size(parameter: Parameter, is_member: bool = False) -> int:
    """Upper bound of the bytes that `storage_members` take, padding included."""
    word = 8
    size = 1 if parameter.size is None else max(parameter.size, 1)
    if parameter.struct:
        element = _struct_size(parameter.struct)
    elif parameter.kind is Kind.STRINGARRAY:
        element = max(parameter.length or 0, 1) + (0 if is_member else word)
    else:
        element = 1 if parameter.kind is Kind.STRING else parameter.kind.wire_size
    return size * element + 4 * word


@lru_cache(maxsize=4096)
def _struct_size(struct: Struct) -> int:
    return sum(storage_size(m, True) for m in struct.members)
