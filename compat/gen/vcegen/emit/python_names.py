"""What things are called in Python stubs.

Names are those of the definition; classes of structs begin with a capital. Where Python or the
module needs a name for something else, the definition's one gets an underscore behind it; of two
underscores in front, which mean something inside classes, one goes.
"""
from __future__ import annotations

import re
from typing import AbstractSet, Callable, Dict, List, Sequence, Union

from ..model import Define, Enum, Kind, Message, Parameter, Protocol, Static, Struct
from ..naming import static_macro
from .words import is_bytes

#: Of all versions up to 3.14. Not those of the running one: the output must not depend on it.
_KEYWORDS = frozenset("""
    False None True and as assert async await break class continue def del elif else except finally
    for from global if import in is lambda nonlocal not or pass raise return try while with yield
""".split())

#: What annotations may name.
_TYPES = frozenset("List Optional Sequence bytes float int str vce".split())

_MODULE_NAMES = _KEYWORDS | _TYPES | frozenset("""
    C2S Client FUNCID IDMAX IntEnum MAX_RECV_RECORD_LENGTH NotImplementedError S2C Server
    abstractmethod annotations dataclass stub
""".split())

#: Attributes of an IntEnum and its members.
_ENUM_NAMES = _KEYWORDS | frozenset("""
    as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer mro name
    numerator real to_bytes value
""".split())

_SUNDER = re.compile(r"_[^_](.*[^_])?_")


def module_name(protocol: Protocol) -> str:
    """`P_protocol`."""
    return f"{protocol.name}_protocol"


class Names:
    """The names of one module.

    Attributes:
        constants, enums, structs: names of what a definition makes at the top of the module.
        codecs: names of what packs each struct.
        methods: of messages, without `_send` and `_recv`.
    """

    def __init__(self, protocol: Protocol) -> None:
        constants: List[Union[Define, Static]] = [*protocol.defines, *protocol.statics]
        structs = protocol.structs_by_need
        wanted = [d.name for d in protocol.defines] + [static_macro(s) for s in protocol.statics]
        wanted += [e.name for e in protocol.enums]
        wanted += [class_name(s.name) for s in structs]
        wanted += ["_" + class_name(s.name) for s in structs]
        own = {"PROTOCOL_ID"} if protocol.protocol_id is not None else set()
        names = iter(_unique(wanted, _MODULE_NAMES | own))
        self.constants: Dict[Union[Define, Static], str] = dict(zip(constants, names))
        self.enums: Dict[Enum, str] = dict(zip(protocol.enums, names))
        self.structs: Dict[Struct, str] = dict(zip(structs, names))
        self.codecs: Dict[Struct, str] = dict(zip(structs, names))
        self.methods: Dict[Message, str] = {}
        for messages in (protocol.c2s, protocol.s2c):
            free = _unique([m.name for m in messages], frozenset(), _makes_private_method)
            self.methods.update(zip(messages, free))

    def members(self, struct: Struct) -> List[str]:
        """Fields of a struct's class, in order."""
        # A field hides what is called the same from the annotations of its class.
        reserved = _KEYWORDS | _TYPES | frozenset(self.structs.values())
        return _unique([m.name for m in struct.members], reserved)

    def parameters(self, message: Message) -> List[str]:
        """Arguments of a message, in order."""
        return _unique([p.name for p in message.parameters], _KEYWORDS)

    def enumerators(self, enum: Enum) -> List[str]:
        """Members of an enum, in order."""
        return _unique([i.name for i in enum.enumerators], _ENUM_NAMES, _means_more_in_enum)

    def annotation(self, field: Parameter, is_argument: bool) -> str:
        """The type of a field: of an argument to be sent, else of something received."""
        if is_bytes(field):
            return "bytes"
        if field.kind in (Kind.STRING, Kind.STRINGARRAY):
            element = "str"
        elif field.struct:
            element = self.structs[field.struct]
        else:
            element = "float" if field.kind is Kind.FLOAT else "int"
        if not field.is_array:
            return element
        return f"Sequence[{element}]" if is_argument else f"List[{element}]"


def class_name(name: str) -> str:
    """`chat_line` becomes `ChatLine`; a name with capitals only gets a capital in front."""
    if name != name.lower():
        return name[:1].upper() + name[1:]
    joined = "".join(word[:1].upper() + word[1:] for word in name.split("_"))
    return joined if joined and not joined[0].isdigit() else name


def _is_private(name: str) -> bool:
    return name.startswith("__")


def _makes_private_method(name: str) -> bool:
    return _is_private(name + "_send")


def _means_more_in_enum(name: str) -> bool:
    return _is_private(name) or _SUNDER.fullmatch(name) is not None


def _unique(names: Sequence[str], reserved: AbstractSet[str],
            is_bad: Callable[[str], bool] = _is_private) -> List[str]:
    """The names, in order, with those changed that are reserved, bad or there already."""
    taken = set(reserved)
    result = []
    for name in names:
        free = name
        if free in taken or is_bad(free):
            if _is_private(free) or is_bad(free):
                free = "_" + free.lstrip("_") if free.strip("_") else "underscore"
            while free in taken or free in names or is_bad(free):
                free += "_"
        taken.add(free)
        result.append(free)
    return result
