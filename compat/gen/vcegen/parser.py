"""The grammar of directives. What they mean is the business of `builder`."""
from __future__ import annotations

from typing import Callable, Dict, List, NamedTuple, Tuple

from .diagnostics import DefinitionError
from .expression import Symbols, Value, combined, negated
from .lexer import Token, TokenKind
from .model import Kind

#: Parentheses within parentheses.
MAX_NESTING = 100

_TYPE_WORDS = {kind.value: kind for kind in Kind if kind is not Kind.STRUCT}
_TYPES = ", ".join(_TYPE_WORDS)


class Declaration(NamedTuple):
    """A parameter or member as written.

    Attributes:
        kind, type: its type and the word for it; of Kind.STRUCT the name of the struct.
        sizes: values in brackets, one for each pair, each with the token that begins it.
    """

    kind: Kind
    type: Token
    name: Token
    sizes: Tuple[Tuple[Token, Value], ...]


class Term(NamedTuple):
    """An expression's value and its first token."""

    value: Value
    token: Token


class Parser:
    """Reads one directive and tells its meaning to the actions.

    Args:
        tokens: as of `lexer.read_directive`.
        symbols: what expressions may use.
        actions: has a method for each kind of directive, see `builder.Builder`.

    All methods raise DefinitionError at the first token that does not belong there. Actions whose
    names begin with `begin_` are called as soon as a name is known, the others for whole
    directives.
    """

    def __init__(self, tokens: List[Token], symbols: Symbols, actions) -> None:
        self._tokens = tokens
        self._next = 0
        self._token = tokens[0]
        self._nesting = 0
        self._symbols = symbols
        self._actions = actions

    # ---- Tokens ----

    def _expected(self, what: str) -> DefinitionError:
        if self._token.kind is TokenKind.INVALID:
            return DefinitionError(self._token.position, self._token.note)
        return DefinitionError(self._token.position, f"expected {what}, found {self._token}")

    def _is(self, text: str) -> bool:
        return self._token.kind is TokenKind.PUNCTUATION and self._token.text == text

    def _is_word(self, text: str) -> bool:
        return self._token.kind is TokenKind.RESERVED and self._token.text == text

    def _take(self) -> Token:
        token = self._token
        if token.kind is not TokenKind.END:
            self._next += 1
            self._token = self._tokens[self._next]
        return token

    def _accept(self, text: str) -> bool:
        if self._is(text):
            self._take()
            return True
        return False

    def _need(self, text: str, others: str = "") -> None:
        if not self._accept(text):
            raise self._expected(f"{others}'{text}'")

    def _kind(self, kind: TokenKind, what: str) -> Token:
        if self._token.kind is not kind:
            raise self._expected(what)
        return self._take()

    def _name(self, what: str) -> Token:
        return self._kind(TokenKind.IDENTIFIER, what)

    def _number(self, what: str) -> Token:
        return self._kind(TokenKind.NUMBER, what)

    def _end(self) -> None:
        if self._token.kind is not TokenKind.END:
            raise self._expected("the end of the directive")

    # ---- Directives ----

    def directive(self) -> None:
        """Read the directive and call its action; nothing for a comment."""
        word = self._token
        if word.kind is TokenKind.END:
            return
        if word.kind is TokenKind.HEADER_TEXT:
            self._take()
            self._end()
            self._actions.header_text(word)
            return
        rule = _RULES.get(word.text) if word.kind is not TokenKind.STRING else None
        if rule is None:
            raise self._expected("a directive such as c2s, s2c, define, enum or struct")
        self._take()
        rule(self)

    def _protocolname(self) -> None:
        name = self._name("a protocol name")
        self._end()
        self._actions.protocolname(name)

    def _serverconnection(self) -> None:
        name = self._name("conn, circ or vpr_circ")
        self._end()
        self._actions.serverconnection(name)

    def _setting(self) -> None:
        word = self._tokens[0]
        term = self._term()
        self._end()
        self._actions.setting(word, term)

    def _protocolid(self) -> None:
        number = self._number("a number from 1 to 255")
        self._end()
        self._actions.protocolid(number)

    def _define(self) -> None:
        name = self._name("a name to define")
        self._actions.begin_define(name)
        term = self._term()
        self._end()
        self._actions.define(self._tokens[0], name, term.value)

    def _enum(self) -> None:
        type_name = self._name("the name of an enum type")
        name = self._name("the name of an enumerator")
        self._actions.begin_define(name)
        term = None if self._token.kind is TokenKind.END else self._term()
        self._end()
        self._actions.enumerator(type_name, name, term)

    def _struct(self) -> None:
        name = self._name("the name of a struct")
        self._actions.begin_struct(name)
        self._need("{")
        members = self._declarations("}")
        self._end()
        self._actions.struct(name, members)

    def _recvlimit(self) -> None:
        name = self._name("the name of a message")
        count = self._number("a number of messages")
        time_ms = self._number("a number of milliseconds")
        self._end()
        self._actions.recvlimit(name, count, time_ms)

    def _ifdef(self) -> None:
        macro = self._name("the name of a C macro")
        name = self._name("the name of a message")
        self._end()
        self._actions.ifdef(macro, name)

    def _message(self) -> None:
        word = self._tokens[0]
        number = self._take() if self._token.kind is TokenKind.NUMBER else None
        name = self._name("the name of a message" if number else "an id or the name of a message")
        message_id = self._actions.begin_message(name, number)
        self._need("(")
        if self._is_word("void"):
            self._take()
            self._need(")")
            parameters: List[Declaration] = []
        else:
            parameters = [] if self._accept(")") else self._declarations(")")
        self._end()
        self._actions.message(word, message_id, name, parameters)

    def _include(self) -> None:
        name = self._kind(TokenKind.STRING, "the name of a file in quotes")
        self._end()
        self._actions.include(name)

    def _header_word(self) -> None:
        raise self._expected(f"a blank and a text after '{self._tokens[0].text}'")

    # ---- Parameters ----

    def _declarations(self, end: str) -> List[Declaration]:
        """At least one declaration, with the closing token."""
        found = [self._declaration()]
        while self._accept(","):
            found.append(self._declaration())
        self._need(end, "',' or ")
        return found

    def _declaration(self) -> Declaration:
        word = self._token
        is_struct = word.kind is TokenKind.IDENTIFIER
        if not is_struct and (word.kind is not TokenKind.RESERVED or word.text not in _TYPE_WORDS):
            raise self._expected(f"a type ({_TYPES} or a struct)")
        self._take()
        kind = Kind.STRUCT if is_struct else _TYPE_WORDS[word.text]
        name = self._name("a name")
        needed = {Kind.STRING: 1, Kind.STRINGARRAY: 2}.get(kind, 0)
        sizes: List[Tuple[Token, Value]] = []
        while len(sizes) < max(needed, 1) and (self._is("[") or len(sizes) < needed):
            self._need("[")
            term = self._term()
            sizes.append((term.token, term.value))
            self._need("]", "an operator or ")
        return Declaration(kind, word, name, tuple(sizes))

    # ---- Expressions ----

    def _term(self) -> Term:
        first = self._token
        return Term(self._sum(), first)

    def _sum(self) -> Value:
        value = self._product()
        while self._is("+") or self._is("-"):
            operator = self._take()
            value = combined(operator, value, self._product())
        return value

    def _product(self) -> Value:
        value = self._factor()
        while self._is("*") or self._is("/"):
            operator = self._take()
            value = combined(operator, value, self._factor())
        return value

    def _factor(self) -> Value:
        signs = []
        while self._is("-"):
            signs.append(self._take())
        value = self._primary()
        for sign in signs:
            value = negated(sign, value)
        return value

    def _primary(self) -> Value:
        token = self._token
        if self._accept("("):
            if self._nesting == MAX_NESTING:
                raise DefinitionError(token.position, f"more than {MAX_NESTING} parentheses within "
                                                      "each other")
            self._nesting += 1
            value = self._sum()
            self._nesting -= 1
            self._need(")", "an operator or ")
            return value
        if token.kind is TokenKind.NUMBER:
            return self._take().number
        if token.kind is TokenKind.STRING:
            return self._take().text
        if token.kind is TokenKind.IDENTIFIER:
            return self._symbols.value(self._take())
        raise self._expected("a number, a string, a name or '('")


_RULES: Dict[str, Callable[[Parser], None]] = {
    "protocolname": Parser._protocolname,
    "serverconnection": Parser._serverconnection,
    "version": Parser._setting,
    "idmax": Parser._setting,
    "workbufsize": Parser._setting,
    "cliclassmode": Parser._setting,
    "protocolid": Parser._protocolid,
    "define": Parser._define,
    "static": Parser._define,
    "enum": Parser._enum,
    "struct": Parser._struct,
    "recvlimit": Parser._recvlimit,
    "ifdef": Parser._ifdef,
    "c2s": Parser._message,
    "s2c": Parser._message,
    "include": Parser._include,
    "sh": Parser._header_word,
    "ch": Parser._header_word,
}
