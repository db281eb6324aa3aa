"""What directives mean: takes them one by one from the parser and makes the protocol."""
from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Tuple

from . import naming
from .constants import Constants, no_identifier, number
from .diagnostics import DefinitionError, Diagnostics, printable
from .expression import Symbols, Value
from .lexer import Token
from .model import (DEFAULT_ID_MAX, DEFAULT_PROTOCOL_NAME, Direction, Message, Position, Protocol,
                    ReceiveLimit, ServerConnection)
from .parser import Declaration, Term
from .resolver import Resolver
from .source import Source

ID_LIMIT = 0xFFFFFFFF
NOT_SET = -1

#: Messages of one protocol: what is made of one of them can be long.
MAX_MESSAGES = 10000

_MESSAGE_NAME = re.compile(r"((?:[A-Za-z_][A-Za-z0-9_]*(?:\.|->))*)([A-Za-z_][A-Za-z0-9_]*)")


@dataclass(frozen=True)
class Settings:
    """What the command line says about the protocol; it beats the directives.

    Attributes:
        protocol_name: None or `defaultproto` if not set.
        version: None or -1 if not set.
        server_connection: None if not set.
        more_constants: constants that outputs add to those of every protocol, as
            `naming.constant` takes them; defines cannot have these names.
    """

    protocol_name: Optional[str] = None
    version: Optional[int] = None
    server_connection: Optional[ServerConnection] = None
    more_constants: Tuple[str, ...] = ()


@dataclass(frozen=True)
class _Message:
    """A message whose parameters are not resolved yet."""

    direction: Direction
    id: int
    name: Token
    prefix: str
    parameters: List[Declaration]


class Builder:
    """The actions of `parser.Parser`. Each raises DefinitionError if the directive is wrong.

    A directive that failed, whoever found it, is made known with `directive_failed`, so that what
    it should have defined is not reported as missing later.
    """

    def __init__(self, settings: Settings, source: Source, diagnostics: Diagnostics) -> None:
        self.symbols = Symbols()
        self._settings = settings
        self._source = source
        self._diagnostics = diagnostics
        self._spoil: Optional[Callable[[], None]] = None

        self._protocol_name = settings.protocol_name or DEFAULT_PROTOCOL_NAME
        self._version = NOT_SET if settings.version is None else settings.version
        self._server_connection = settings.server_connection or ServerConnection.CONN
        self._connection_place: Optional[Position] = None
        self._id_max: Optional[int] = None
        self._protocol_id: Optional[int] = None
        self._class_mode = False
        self._work_buffer_size: Optional[int] = None

        self._constants = Constants(self.symbols, diagnostics)
        self._resolver = Resolver(diagnostics)

        self._messages: List[_Message] = []
        self._id_places: Dict[int, Token] = {}
        self._latest_id = 0
        self._seen_message = False
        self._bad_messages: Dict[str, None] = {}
        self._guards: List[Tuple[Token, Token]] = []
        self._receive_limits: List[Tuple[Token, ReceiveLimit]] = []
        self._header_lines: Dict[str, List[str]] = {"sh": [], "ch": []}

    def directive_done(self) -> None:
        """The directive was all right."""
        self._spoil = None

    def directive_failed(self) -> None:
        """The directive was wrong: uses of what it defines are no errors of their own."""
        if self._spoil:
            self._spoil()
        self._spoil = None

    # ---- Settings ----

    def protocolname(self, name: Token) -> None:
        """The first one counts; the command line beats all."""
        if not naming.is_identifier(name.text):
            raise no_identifier(name)
        if self._protocol_name == DEFAULT_PROTOCOL_NAME:
            self._protocol_name = name.text

    def serverconnection(self, name: Token) -> None:
        """The last one counts; the command line beats all."""
        try:
            connection = ServerConnection(name.text)
        except ValueError:
            raise DefinitionError(name.position, "unknown connection type; expected conn, circ or "
                                                 f"vpr_circ, found {name}") from None
        if self._settings.server_connection is None:
            self._server_connection = connection
            self._connection_place = name.position

    def setting(self, word: Token, term: Term) -> None:
        """`version`, `idmax`, `workbufsize` or `cliclassmode`."""
        value = number(term)
        if word.text == "version":
            if not -2**31 <= value <= 0xFFFFFFFF:
                self._diagnostics.warning(term.token.position, f"version {_shown(value)} does not "
                                          "fit 32 bits; its lowest 32 are used")
            if self._version == NOT_SET:
                self._version = value
        elif word.text == "idmax":
            if not 0 <= value <= ID_LIMIT:
                raise DefinitionError(term.token.position, f"idmax {_shown(value)}; expected 0 to "
                                                           f"{ID_LIMIT}")
            self._id_max = value
        elif word.text == "workbufsize":
            self._work_buffer_size = value
        else:
            self._class_mode = value != 0

    def protocolid(self, token: Token) -> None:
        """The last one counts."""
        if not 1 <= token.number <= 255:
            raise DefinitionError(token.position, f"protocolid {_shown(token.number)}; expected 1 "
                                                  "to 255")
        self._protocol_id = token.number

    def header_text(self, token: Token) -> None:
        """`sh` or `ch`."""
        self._header_lines[token.text].append(token.note)

    def include(self, name: Token) -> None:
        """The next directive comes from the included file."""
        self._source.include(name.text[1:-1], name.position)

    # ---- Constants ----

    def begin_define(self, name: Token) -> None:
        """A define, static or enumerator comes."""
        if not self.symbols.is_defined(name.text):
            self._spoil = lambda: self.symbols.spoil(name.text)

    def define(self, word: Token, name: Token, value: Value) -> None:
        """`define` or `static`."""
        is_static = word.text == "static"
        self._constants.define(name, value, self._source.file if is_static else None)

    def enumerator(self, type_name: Token, name: Token, term: Optional[Term]) -> None:
        """`enum`."""
        self._constants.enumerator(type_name, name, term)

    # ---- Structs and messages ----

    def begin_struct(self, name: Token) -> None:
        """A struct comes."""
        self._spoil = lambda: self._resolver.spoil(name.text)

    def struct(self, name: Token, members: List[Declaration]) -> None:
        """Its type is named after the protocol name that is in force now."""
        if not naming.is_identifier(name.text):
            raise no_identifier(name)
        self._resolver.check_sizes(members)
        self._resolver.add(name, members, self._protocol_name)

    def begin_message(self, name: Token, given_id: Optional[Token]) -> int:
        """A message comes; returns its id."""
        self._spoil = lambda: self._bad_messages.setdefault(name.text)
        message_id = self._latest_id + 1 if given_id is None else given_id.number
        self._latest_id = message_id
        return message_id

    def message(self, word: Token, message_id: int, name: Token,
                parameters: List[Declaration]) -> None:
        """`c2s` or `s2c`."""
        parts = _MESSAGE_NAME.fullmatch(name.text)
        if not parts:
            raise no_identifier(name)
        # The first message may come before the idmax; `check` looks at all ids again.
        id_max = DEFAULT_ID_MAX if self._id_max is None else self._id_max
        if message_id > (id_max if self._seen_message else ID_LIMIT):
            raise DefinitionError(name.position, f"id {_shown(message_id)} of '{name.text}' is "
                                                 f"above idmax, which is {id_max} here")
        self._seen_message = True
        if message_id in self._id_places:
            other = self._id_places[message_id]
            raise DefinitionError(name.position, f"id {message_id} of '{name.text}' is used already"
                                  f" by '{other.text}' at {other.position.file}:"
                                  f"{other.position.line}")
        if len(self._messages) == MAX_MESSAGES:
            raise DefinitionError(name.position, f"more than {MAX_MESSAGES} messages")
        self._id_places[message_id] = name
        self._resolver.check_sizes(parameters)
        self._messages.append(_Message(Direction(word.text), message_id, name, parts.group(1),
                                       parameters))

    def recvlimit(self, name: Token, count: Token, time_ms: Token) -> None:
        """The last one for a message counts."""
        self._receive_limits.append((name, ReceiveLimit(count.number, time_ms.number)))

    def ifdef(self, macro: Token, name: Token) -> None:
        """Several for one message must all be defined."""
        if not naming.is_identifier(macro.text):
            raise no_identifier(macro)
        self._guards.append((macro, name))

    # ---- The end ----

    def finish(self) -> Protocol:
        """The protocol, as far as its directives were right. Reports what only the end shows."""
        if self._server_connection is ServerConnection.VPR_CIRC and self._protocol_id is None:
            self._diagnostics.error(self._connection_place, "connection type vpr_circ needs a "
                                                            "protocolid")
        id_max = DEFAULT_ID_MAX if self._id_max is None else self._id_max
        structs = self._resolver.structs()
        return Protocol(
            name=self._protocol_name,
            definition=printable(os.path.basename(self._source.files[0])),
            server_connection=self._server_connection,
            version=self._version & 0xFFFFFFFF,
            sub_version=self._source.sub_version.value,
            id_max=id_max,
            id_width=4 if self._id_max is None else id_width(id_max),
            protocol_id=self._protocol_id,
            client_class_mode=self._class_mode,
            work_buffer_size=self._work_buffer_size,
            max_connection=self._constants.max_connection(),
            defines=tuple(self._constants.defines),
            statics=tuple(self._constants.statics),
            enums=self._constants.enums(),
            structs=structs,
            messages=self._finished_messages(),
            server_header_lines=tuple(self._header_lines["sh"]),
            client_header_lines=tuple(self._header_lines["ch"]),
        )

    def _finished_messages(self) -> Tuple[Message, ...]:
        guards: Dict[str, Dict[str, None]] = {}
        limits: Dict[str, ReceiveLimit] = {}
        known = {m.name.text for m in self._messages} | set(self._bad_messages)
        for macro, name in self._guards:
            guards.setdefault(name.text, {})[macro.text] = None
        for name, limit in self._receive_limits:
            limits[name.text] = limit
        for name in [n for _, n in self._guards] + [n for n, _ in self._receive_limits]:
            if name.text not in known:
                self._diagnostics.warning(name.position, f"there is no message '{name.text}'")
        finished = []
        for raw in self._messages:
            parameters = self._resolver.parameters(raw.parameters, self._protocol_name)
            if parameters is not None:
                full_name = raw.name.text
                finished.append(Message(raw.direction, raw.id, full_name[len(raw.prefix):],
                                        raw.prefix, parameters, tuple(guards.get(full_name, ())),
                                        limits.get(full_name), raw.name.position))
        return tuple(finished)


def id_width(id_max: int) -> int:
    """Bytes of a message id on the wire for a given `idmax`."""
    return 1 if id_max <= 0xFF else 2 if id_max <= 0xFFFF else 4


def _shown(value: int) -> str:
    """A number for a diagnostic; long ones as their size."""
    return str(value) if value.bit_length() <= 128 else f"of {value.bit_length()} bits"
