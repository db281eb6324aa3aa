"""What stubs that vcegen makes have in common: messages, and what both sides do with records.

Programs use the module that vcegen made; of this one they meet `ArgumentError`, `RecordError`, and
the methods of `Stub`.
"""
from __future__ import annotations

from abc import ABCMeta
from functools import cached_property
from typing import Any, ClassVar, Dict, FrozenSet, Mapping, Optional, Sequence, Tuple

from . import context, raw
from .codecs import (CHAR, FLOAT, INT, INT64, SHORT, UCHAR, UINT, USHORT, Array, Bytes, Codec,
                     Misfit, String, Strings, Struct, Structs, Unreadable)
from .connection import Connection
from .context import Verdict
from .errors import VceError
from .runtime import log

__all__ = ["CHAR", "FLOAT", "INT", "INT64", "SHORT", "UCHAR", "UINT", "USHORT", "ArgumentError",
           "Array", "Bytes", "Client", "Message", "RecordError", "Server", "String", "Strings",
           "Struct", "Structs", "Stub", "by_id"]


class ArgumentError(VceError, ValueError):
    """An argument does not fit its message; nothing was sent. `code` is that of the C stub."""

    def __init__(self, function: str, code: int, problem: str) -> None:
        super().__init__(function, code, problem)
        self.problem = problem
        self.args = ("%s: %s" % (function, problem),)

    def __reduce__(self) -> Tuple[Any, ...]:
        return type(self), (self.function, self.code, self.problem)


class RecordError(VceError):
    """A record cannot be unpacked: VCE_ETOOSHORT if it ends inside an array or string, VCE_EFULL
    if it ends elsewhere or something is longer than declared, VCE_ESUPPORT if a length has no
    meaning."""


# ---- Messages ------------------------------------------------------------------------------------


class Message:
    """A message in one direction.

    :param protocol: name of the protocol, for errors
    :param name: its name in methods and counters
    :param number: its id
    :param id_width: bytes of an id
    :param fields: codecs by the names of its parameters, in their order
    :param limit: bytes above which a server asks `toolong_recv_warning`; None: it does not
    :param prefix: what a sender puts in front of the id
    :param guards: macros without which the message is not active
    """

    def __init__(self, protocol: str, name: str, number: int, id_width: int,
                 fields: Mapping[str, Codec], *, limit: Optional[int] = None, prefix: bytes = b"",
                 guards: Sequence[str] = ()) -> None:
        self.protocol = protocol
        self.name = name
        self.id = number
        self.fields = dict(fields)
        self.limit = limit
        self.guards = frozenset(guards)
        self._id_width = id_width
        self._head = prefix + number.to_bytes(id_width, "big")

    def __repr__(self) -> str:
        return "<vce.stub.Message %s %d %s>" % (self.protocol, self.id, self.name)

    def pack(self, *arguments: Any) -> bytes:
        """The record that carries these arguments.

        :raises ArgumentError: an argument does not fit; the code is VCE_EFULL if it is too long,
            else VCE_EINVAL
        :raises TypeError: an argument has the wrong type
        """
        function = "%s_%s_send" % (self.protocol, self.name)
        if len(arguments) != len(self.fields):
            raise TypeError("%s: %d arguments; expected %d"
                            % (function, len(arguments), len(self.fields)))
        out = bytearray(self._head)
        for (name, codec), value in zip(self.fields.items(), arguments):
            try:
                codec.pack(out, value)
            except Misfit as misfit:
                problem = "%s%s: %s" % (name, misfit.path, misfit.problem)
                if misfit.code is None:
                    raise TypeError("%s: %s" % (function, problem)) from None
                raise ArgumentError(function, misfit.code, problem) from None
        return bytes(out)

    def unpack(self, record: bytes) -> Tuple[Any, ...]:
        """The arguments in a record of this message. Bytes behind the last one are ignored.

        :raises RecordError: the record is cut or a part of it is longer than declared
        """
        at = self._id_width
        arguments = []
        try:
            for codec in self.fields.values():
                value, at = codec.unpack(record, at)
                arguments.append(value)
        except Unreadable as problem:
            raise RecordError("%s_%s_recv" % (self.protocol, self.name), problem.code) from None
        return tuple(arguments)


def by_id(*messages: Message) -> Dict[int, Message]:
    """Messages by their ids."""
    return {message.id: message for message in messages}


# ---- Sides ---------------------------------------------------------------------------------------


_HANDLERS = frozenset(("recv_error_callback", "sender", "toolong_recv_warning"))


class Stub(context.Context, metaclass=ABCMeta):
    """One side of a protocol; vcegen makes the classes.

    Attributes:
        macros: the macros of `ifdef` directives that count as defined
        current: the connection whose record is being received, else None
    """

    macros: FrozenSet[str] = frozenset()
    current: Optional[Connection] = None

    version: ClassVar[int]
    sub_version: ClassVar[int]
    _id_width: ClassVar[int]
    _sent: ClassVar[Mapping[int, Message]]
    _received: ClassVar[Mapping[int, Message]]

    @cached_property
    def send_counts(self) -> Dict[str, int]:
        """How often each message was to be sent, by its name; failures count, too."""
        return {message.name: 0 for message in self._sent.values()}

    @cached_property
    def recv_counts(self) -> Dict[str, int]:
        """How often each message was received, by its name."""
        return {message.name: 0 for message in self._received.values()}

    # ---- to be overridden

    def sender(self, connection: Connection, record: bytes) -> int:
        """Hands a packed record to the connection; the result is that of the sending method."""
        return connection.send(record)

    def recv_error_callback(self, connection: Connection, code: int) -> Verdict:
        """A record could not be received. False, as here, ends the connection.

        Records that end inside an array or string do not come here; they are ignored.

        :param code: VCE_EGENCOMMAND for an unknown message; VCE_EFULL or VCE_ESUPPORT as in
            `RecordError`
        """
        log.warning("%r: bad record of %r: %s", self, connection, VceError.name_of(code))
        return False

    # ---- for the modules that vcegen makes

    def on_record(self, connection: Connection, data: bytes) -> Verdict:
        """Receives a record: calls the method of its message."""
        if len(data) < self._id_width:
            return None
        attributes = vars(self)  # to pass by the check of handlers that are set
        outer = attributes.get("current")
        attributes["current"] = connection
        try:
            return self._receive(connection, data)
        finally:
            attributes["current"] = outer

    @classmethod
    def _is_handler(cls, name: str) -> bool:
        return name.endswith("_recv") or name in _HANDLERS or super()._is_handler(name)

    def _receive(self, connection: Connection, data: bytes) -> Verdict:
        message = self._received.get(int.from_bytes(data[:self._id_width], "big"))
        if message is None:
            return self.recv_error_callback(connection, raw.VCE_EGENCOMMAND)
        if not self._has_right_length(connection, message, len(data)):
            return False
        try:
            arguments = message.unpack(data)
        except RecordError as problem:
            if problem.code == raw.VCE_ETOOSHORT:
                return None
            return self.recv_error_callback(connection, problem.code)
        self.recv_counts[message.name] += 1
        if message.fields and not message.guards <= self.macros:
            return None
        verdict: Verdict = getattr(self, message.name + "_recv")(connection, *arguments)
        return verdict

    def _has_right_length(self, connection: Connection, message: Message, length: int) -> bool:
        return True

    def _send(self, connection: Connection, number: int, arguments: Tuple[Any, ...]) -> int:
        message = self._sent[number]
        self.send_counts[message.name] += 1
        record = message.pack(*arguments)
        return self.sender(connection, record) if message.guards <= self.macros else 0


class Server(Stub, context.Server):
    """What servers have in common, see `Stub` and `vce.Server`."""

    def toolong_recv_warning(self, connection: Connection, message_id: int, length: int) -> Verdict:
        """A record has bytes behind its arguments or long counts: more than a sender needs.

        :param length: of the record in bytes
        :returns: False ends the connection; else, as here, the message is received
        """
        return None

    def _has_right_length(self, connection: Connection, message: Message, length: int) -> bool:
        if message.limit is None or length <= message.limit:
            return True
        return self.toolong_recv_warning(connection, message.id, length) is not False


class Client(Stub, context.Client):
    """What clients have in common, see `Stub` and `vce.Client`."""
