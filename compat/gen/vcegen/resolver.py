"""Makes structs and parameters of their declarations: struct types may be used before they are
defined, so this happens at the end of a definition."""
from __future__ import annotations

from typing import Dict, List, Optional, Set, Tuple

from .diagnostics import DefinitionError, Diagnostics
from .lexer import Token
from .model import INT_MAX, MAX_STRUCT_DEPTH, Kind, Parameter, Struct
from .parser import Declaration


class Resolver:
    """All struct types of a definition by their names."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self._diagnostics = diagnostics
        self._declared: Dict[str, Tuple[Token, List[Declaration], str]] = {}
        self._made: Dict[str, Optional[Struct]] = {}
        self._being_made: List[str] = []
        self._known_bad: Set[str] = set()

    def spoil(self, name: str) -> None:
        """Skip silently what uses this type: its definition is wrong."""
        self._known_bad.add(name)

    def add(self, name: Token, members: List[Declaration], prefix: str) -> None:
        """Take in a struct. DefinitionError if there is one with this name."""
        if name.text in self._declared:
            first = self._declared[name.text][0]
            raise DefinitionError(name.position, f"struct '{name.text}' is defined already at "
                                                 f"{first.position.file}:{first.position.line}")
        self._declared[name.text] = (name, members, prefix)

    def check_sizes(self, declarations: List[Declaration]) -> None:
        """Raise DefinitionError for the first declared size that is no count."""
        for declaration in declarations:
            for token, value in declaration.sizes:
                if isinstance(value, str):
                    found = "a string"
                elif value < 0:
                    found = "a negative number"
                elif value > INT_MAX:
                    found = "a greater number"
                else:
                    continue
                raise DefinitionError(
                    token.position, f"size of '{declaration.name.text}': expected a number from 0 "
                                    f"to {INT_MAX}, found {found}")

    def structs(self) -> Tuple[Struct, ...]:
        """All structs that could be made, in definition order. Reports why others could not."""
        made = [self._struct(name) for name in self._declared]
        return tuple(s for s in made if s)

    def parameters(self, declarations: List[Declaration],
                   prefix: str) -> Optional[Tuple[Parameter, ...]]:
        """Parameters of a message or members of a struct, or None after errors.

        Args:
            prefix: protocol name of their user; types with another one are out of reach.
        """
        made = [self._parameter(d, prefix) for d in declarations]
        return None if None in made else tuple(p for p in made if p)

    def _parameter(self, declaration: Declaration, prefix: str) -> Optional[Parameter]:
        sizes = [value for _, value in declaration.sizes if isinstance(value, int)]
        struct = None
        if declaration.kind is Kind.STRUCT:
            struct = self._used_struct(declaration.type, prefix)
            if struct is None:
                return None
        return Parameter(
            name=declaration.name.text,
            kind=declaration.kind,
            size=sizes[0] if sizes else None,
            length=sizes[1] if len(sizes) > 1 else None,
            struct=struct,
            position=declaration.name.position,
        )

    def _used_struct(self, name: Token, prefix: str) -> Optional[Struct]:
        if name.text in self._known_bad:
            return None
        if name.text not in self._declared:
            types = ", ".join(k.value for k in Kind if k is not Kind.STRUCT)
            self._diagnostics.error(name.position, f"unknown type '{name.text}'; expected {types} "
                                                   "or the name of a struct")
            self.spoil(name.text)
            return None
        if self._declared[name.text][2] != prefix:
            self._diagnostics.error(name.position, f"struct '{name.text}' is defined before the "
                                    "protocolname and cannot be used; expected it after that")
            return None
        if name.text in self._being_made:
            loop = self._being_made[self._being_made.index(name.text):] + [name.text]
            self._diagnostics.error(name.position, "struct contains itself: " + " > ".join(loop))
            return None
        return self._struct(name.text)

    def _struct(self, name: str) -> Optional[Struct]:
        """The struct, made if it is not yet there; None if it is wrong."""
        if name in self._made:
            return self._made[name]
        token, members, prefix = self._declared[name]
        struct = None
        if len(self._being_made) <= MAX_STRUCT_DEPTH:
            self._being_made.append(name)
            parameters = self.parameters(members, prefix)
            self._being_made.pop()
            if parameters is not None:
                struct = Struct(name, parameters, prefix, token.position)
        if struct and struct.depth > MAX_STRUCT_DEPTH or len(self._being_made) > MAX_STRUCT_DEPTH:
            self._diagnostics.error(token.position, f"more than {MAX_STRUCT_DEPTH} structs within "
                                                    "each other")
            struct = None
        self._made[name] = struct
        if struct is None:
            self.spoil(name)
        return struct
