"""What `define`, `static` and `enum` directives make."""
from __future__ import annotations

import os
from typing import Dict, List, Optional, Tuple

from . import naming
from .diagnostics import DefinitionError, Diagnostics
from .expression import Symbols, Value
from .lexer import Token
from .model import DEFAULT_MAX_CONNECTION, INT_MAX, Define, Enum, Enumerator, Position, Static
from .parser import Term

#: Characters of all values together: short directives can repeat a long one.
MAX_TEXT = 1024 * 1024


class Constants:
    """The constants of a protocol.

    Args:
        symbols: gets all of them, for expressions.
    """

    def __init__(self, symbols: Symbols, diagnostics: Diagnostics) -> None:
        self._symbols = symbols
        self._diagnostics = diagnostics
        self._text_left = MAX_TEXT
        #: Those that become macros, in the order of their definition.
        self.defines: List[Define] = []
        self.statics: List[Static] = []
        self._enums: Dict[str, Dict[str, Enumerator]] = {}
        self._enum_places: Dict[str, Position] = {}
        self._enum_of: Dict[str, str] = {}
        self._latest: Dict[str, int] = {}

    def define(self, name: Token, value: Value, file: Optional[str]) -> None:
        """Take in a define, or a static of a file. DefinitionError if the name is defined."""
        if self._symbols.is_defined(name.text):
            raise DefinitionError(name.position, f"'{name.text}' is defined already")
        if isinstance(value, int) and not -2**63 <= value < 2**64:
            self._diagnostics.warning(name.position, f"value of '{name.text}' does not fit 64 bits")
        self._text_left -= len(str(value))
        if self._text_left < 0:
            raise DefinitionError(name.position, f"values of constants have more than {MAX_TEXT} "
                                                 "characters together")
        scope = self._symbols.defines if file is None else self._symbols.statics
        scope[name.text] = value
        base = naming.upper(os.path.splitext(os.path.basename(file or ""))[0])
        macro = name.text if file is None else f"{base}_{name.text}"
        if not naming.is_identifier(macro):
            self._diagnostics.warning(name.position, f"'{macro}' is no C identifier: the constant "
                                      "can be used in this definition, but no macro is made")
        elif file is None:
            self.defines.append(Define(name.text, value, name.position))
        else:
            self.statics.append(Static(name.text, value, base, name.position))

    def enumerator(self, type_name: Token, name: Token, term: Optional[Term]) -> None:
        """Take in an enumerator; without a term it counts on from the latest one of its type.

        A name that is an enumerator already gets the new value and type, with a warning.
        """
        for token in (type_name, name):
            if not naming.is_identifier(token.text):
                raise no_identifier(token)
        if name.text in self._symbols.defines:
            raise DefinitionError(name.position, f"'{name.text}' is defined already by a define")
        value = number(term) if term else self._latest.get(type_name.text, -1) + 1
        if not -2**63 <= value < 2**63:
            place = (term.token if term else name).position
            raise DefinitionError(place, f"value of enumerator '{name.text}' does not fit 64 bits")
        if not -2**31 <= value < 2**31:
            self._diagnostics.warning(name.position, f"value of enumerator '{name.text}' does not "
                                      "fit an int; ISO C has no such enumerators")
        if name.text in self._symbols.enumerators:
            self._diagnostics.warning(name.position, f"enumerator '{name.text}' is defined already;"
                                      " the new value replaces the old one")
            self._drop(name.text, type_name.text)
        items = self._enums.setdefault(type_name.text, {})
        items[name.text] = Enumerator(name.text, value, name.position)
        self._enum_places.setdefault(type_name.text, type_name.position)
        self._enum_of[name.text] = type_name.text
        self._latest[type_name.text] = value
        self._symbols.enumerators[name.text] = value

    def _drop(self, name: str, new_type: str) -> None:
        """Take an enumerator out of its type, if that is not the new one."""
        old_type = self._enum_of[name]
        if old_type != new_type:
            del self._enums[old_type][name]
            if not self._enums[old_type]:
                del self._enums[old_type]

    def enums(self) -> Tuple[Enum, ...]:
        """The types that have enumerators."""
        return tuple(Enum(name, tuple(items.values()), self._enum_places[name])
                     for name, items in self._enums.items())

    def max_connection(self) -> int:
        """How many connections can be registered: a define says it, or the default."""
        for define in self.defines:
            if define.name == "MAX_CONNECTION":
                if isinstance(define.value, int) and 1 <= define.value <= INT_MAX:
                    return define.value
                self._diagnostics.error(define.position, "MAX_CONNECTION is how many connections "
                                        f"can be registered; expected 1 to {INT_MAX}")
        return DEFAULT_MAX_CONNECTION


def number(term: Term) -> int:
    """The value of a term. DefinitionError if it is a string."""
    if isinstance(term.value, str):
        raise DefinitionError(term.token.position, "expected a number, found a string")
    return term.value


def no_identifier(token: Token) -> DefinitionError:
    """The error about a name that C cannot spell."""
    return DefinitionError(token.position, f"expected a C identifier, found {token}")
