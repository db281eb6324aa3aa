"""Directive lines as tokens."""
from __future__ import annotations

import enum
import re
from typing import Callable, Dict, List, NamedTuple, Optional

from .model import Position
from .source import Line, Source

#: Characters of one number: ten times what any use of it can take.
MAX_NUMBER_LENGTH = 1000
#: Characters of a name; generated names are a few of these long.
MAX_NAME_LENGTH = 255
#: Tokens of one directive.
MAX_TOKENS = 20000

#: Words that cannot name anything.
RESERVED_WORDS = frozenset("""
    s2c c2s define static enum protocolname idmax workbufsize serverconnection protocolid version
    sh ch cliclassmode struct recvlimit ifdef char short int int64 float uchar ushort uint uint64
    void stringarray string
""".split())


class TokenKind(enum.Enum):
    """What a token is; the values are what diagnostics call them."""

    IDENTIFIER = "name"
    RESERVED = "reserved word"
    NUMBER = "number"
    STRING = "string"
    PUNCTUATION = "punctuation"
    HEADER_TEXT = "header text"
    END = "the end of the directive"
    #: Something that is no token; no rule of the grammar takes it.
    INVALID = "invalid text"


class Token(NamedTuple):
    """A token.

    Attributes:
        kind: what it is.
        text: as written; of HEADER_TEXT its word, `sh` or `ch`; of END nothing.
        position: of its first character; of END the place behind the last line's text.
        number: the value of a NUMBER, else 0.
        note: of HEADER_TEXT what follows the word and one blank, of INVALID what is wrong, else
            empty.
    """

    kind: TokenKind
    text: str
    position: Position
    number: int = 0
    note: str = ""

    def __str__(self) -> str:
        """How a diagnostic names it."""
        if self.kind is TokenKind.END:
            return self.kind.value
        text = self.text if len(self.text) <= 40 else self.text[:37] + "..."
        return f"{self.kind.value + ' ' if self.kind is TokenKind.RESERVED else ''}'{text}'"


#: Everything but blanks; the first alternative that fits counts.
_TOKEN = re.compile(r"""
    (?P<comment>\#)
    | (?P<continuation>\\)
    | (?P<header_text>[sc]h[ \t][^\n]*)
    | (?P<name>[A-Za-z_][A-Za-z0-9_.>-]*)
    | (?P<number>[0-9][0-9A-Za-z_]*)
    | (?P<string>"(?:[^"\\\n]|\\[^\n])*")
    | (?P<unterminated>"[^\n]*)
    | (?P<punctuation>[][(){},+*/-])
    | (?P<other>[^ \t\r\f\v\n])
    """, re.VERBOSE)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_DIGITS = (
    (re.compile(r"0[xX][0-9A-Fa-f]+"), 16, 2),
    (re.compile(r"0[bB][01]+"), 2, 2),
    (re.compile(r"0[0-7]+"), 8, 1),
    (re.compile(r"0|[1-9][0-9]*"), 10, 0),
)


def number_value(text: str) -> Optional[int]:
    """The value of a decimal, hexadecimal, octal or binary number; None if it is none of these, or
    longer than MAX_NUMBER_LENGTH."""
    if len(text) > MAX_NUMBER_LENGTH:
        return None
    for digits, base, skip in _DIGITS:
        if digits.fullmatch(text):
            return int(text[skip:], base)
    return None


class Lexer:
    """Makes the tokens of one line, and finds whether the directive goes on in the next one."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.tokens: List[Token] = []
        #: Place of the backslash that continues the directive, or None.
        self.continuation: Optional[Position] = None
        #: Offset behind the last token or backslash.
        self.end = 0
        for found in _TOKEN.finditer(line.text):
            if found.lastgroup == "comment":
                return
            self.end = found.end()
            if found.lastgroup == "continuation":
                self.continuation = line.position(found.start())
            else:
                _ACTIONS[found.lastgroup](self, found.start(), found.group())
            if len(self.tokens) > MAX_TOKENS:
                return

    def _add(self, offset: int, kind: TokenKind, text: str, number: int = 0,
             note: str = "") -> None:
        self.tokens.append(Token(kind, text, self.line.position(offset), number, note))

    def _invalid(self, offset: int, what: str) -> None:
        self._add(offset, TokenKind.INVALID, "", note=what)

    def _header_text(self, offset: int, text: str) -> None:
        note = text[3:]
        self._add(offset, TokenKind.HEADER_TEXT, text[:2],
                  note=note[:-1] if note.endswith("\r") else note)

    def _name(self, offset: int, text: str) -> None:
        if len(text) > MAX_NAME_LENGTH:
            self._invalid(offset, f"name of {len(text)} characters; expected {MAX_NAME_LENGTH} at "
                                  "most")
        elif text in RESERVED_WORDS:
            self._add(offset, TokenKind.RESERVED, text)
        else:
            self._add(offset, TokenKind.IDENTIFIER, text)

    def _number(self, offset: int, text: str) -> None:
        value = number_value(text)
        if value is not None:
            self._add(offset, TokenKind.NUMBER, text, value)
        elif len(text) > MAX_NUMBER_LENGTH:
            self._invalid(offset, f"number of {len(text)} digits; expected {MAX_NUMBER_LENGTH} at "
                                  "most")
        else:
            self._invalid(offset, f"invalid number '{text}'; expected decimal digits, or 0x, 0b or "
                                  "0 before hexadecimal, binary or octal ones")

    def _string(self, offset: int, text: str) -> None:
        control = _CONTROL.search(text)
        if control:
            self._invalid(offset + control.start(),
                          f"control character 0x{ord(control.group()):02x} in a string")
        else:
            self._add(offset, TokenKind.STRING, text)

    def _unterminated(self, offset: int, text: str) -> None:
        del text
        self._invalid(offset, "unterminated string; expected '\"' on the same line")

    def _punctuation(self, offset: int, text: str) -> None:
        self._add(offset, TokenKind.PUNCTUATION, text)

    def _other(self, offset: int, text: str) -> None:
        hint = "; there is no decimal point" if text == "." else ""
        self._invalid(offset, f"unexpected character '{text}'{hint}")


#: What to do with the groups of `_TOKEN`.
_ACTIONS: Dict[Optional[str], Callable[[Lexer, int, str], None]] = {
    "header_text": Lexer._header_text,
    "name": Lexer._name,
    "number": Lexer._number,
    "string": Lexer._string,
    "unterminated": Lexer._unterminated,
    "punctuation": Lexer._punctuation,
    "other": Lexer._other,
}


def read_directive(source: Source) -> Optional[List[Token]]:
    """The tokens of the next directive with its continuation lines, END last.

    Returns:
        None at the end of the definition; a list with END alone for a line that holds no more than
        a comment. Raises DefinitionError if a line cannot be read at all.
    """
    line = source.next_directive()
    if line is None:
        return None
    lexer = Lexer(line)
    tokens = lexer.tokens
    while lexer.continuation and len(tokens) <= MAX_TOKENS:
        line = source.next_continuation()
        if line is None:
            what = "expected another line after '\\', found the end of the file"
            tokens.append(Token(TokenKind.INVALID, "", lexer.continuation, note=what))
            break
        lexer = Lexer(line)
        tokens += lexer.tokens
    if len(tokens) > MAX_TOKENS:
        what = f"directive of more than {MAX_TOKENS} tokens"
        tokens[MAX_TOKENS:] = [Token(TokenKind.INVALID, "", tokens[MAX_TOKENS].position, note=what)]
    tokens.append(Token(TokenKind.END, "", lexer.line.position(lexer.end)))
    return tokens
