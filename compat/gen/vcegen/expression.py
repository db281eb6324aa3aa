"""Constant expressions: their operations, and the names that they may use."""
from __future__ import annotations

from typing import Dict, Set, Union

from .diagnostics import DefinitionError, KnownError
from .lexer import Token
from .model import Position

#: A number, or a C string token with its quotes.
Value = Union[int, str]

#: Bounds of values, so that no definition takes more than a moment: squaring or joining with itself
#: doubles a value with each line.
MAX_BITS = 4096
MAX_STRING_LENGTH = 65536


class Symbols:
    """The names that are defined so far. An enumerator hides a define, and that a static."""

    def __init__(self) -> None:
        self.enumerators: Dict[str, Value] = {}
        self.defines: Dict[str, Value] = {}
        self.statics: Dict[str, Value] = {}
        self._known_bad: Set[str] = set()

    def is_defined(self, name: str) -> bool:
        """Whether a directive has defined it, as whatever."""
        return name in self.enumerators or name in self.defines or name in self.statics

    def spoil(self, name: str) -> None:
        """Let uses of a name raise KnownError, because its definition is wrong."""
        self._known_bad.add(name)

    def value(self, name: Token) -> Value:
        """What a name stands for. DefinitionError for the first use of an undefined one."""
        for scope in (self.enumerators, self.defines, self.statics):
            if name.text in scope:
                return scope[name.text]
        if name.text in self._known_bad:
            raise KnownError
        self.spoil(name.text)
        hint = ""
        if "-" in name.text and self.is_defined(name.text.split("-")[0]):
            hint = "; expected blanks around a minus"
        raise DefinitionError(name.position, f"undefined name '{name.text}'{hint}")


def negated(operator: Token, value: Value) -> int:
    """Unary minus."""
    if isinstance(value, str):
        raise DefinitionError(operator.position, "expected a number after '-', found a string")
    return -value


def combined(operator: Token, left: Value, right: Value) -> Value:
    """`left` and `right` joined by one of `+ - * /`; division rounds towards minus infinity."""
    here = operator.position
    if isinstance(left, str) and isinstance(right, str) and operator.text == "+":
        return _bounded(here, left + right)
    if isinstance(left, str) or isinstance(right, str):
        raise DefinitionError(here, f"expected numbers on both sides of '{operator.text}'; strings "
                                    "can only be joined with '+'")
    if operator.text == "+":
        return _bounded(here, left + right)
    if operator.text == "-":
        return _bounded(here, left - right)
    if operator.text == "*":
        return _bounded(here, left * right)
    if right == 0:
        raise DefinitionError(here, "division by zero")
    return left // right


def _bounded(where: Position, value: Value) -> Value:
    if isinstance(value, str):
        if len(value) > MAX_STRING_LENGTH:
            raise DefinitionError(where, f"string of more than {MAX_STRING_LENGTH} characters")
    elif value.bit_length() > MAX_BITS:
        raise DefinitionError(where, f"number of more than {MAX_BITS} bits")
    return value
