"""One half of a protocol while its C files are made: who sends what, and how things are called."""
from __future__ import annotations

from typing import Tuple

from .. import naming
from ..model import Message, Protocol
from . import Options
from .c_helpers import Helpers

#: Records and received arguments up to this many bytes lie on the stack, larger ones on the heap.
STACK_MAX = 16384


class Side:
    """The server's or the client's stub.

    Attributes:
        name: "sv" or "cli".
        connection: C type of its connections.
        sent, received: its messages, in definition order.
        helpers: the shared functions that its source needs so far.
        prefix: in front of the names of all that is static in its source.
        own_prefixes: what all names begin with that its source defines.
        state: the object that holds what the stub remembers.
        print_macro: macro that keeps its argument only in debug builds.
    """

    def __init__(self, protocol: Protocol, name: str, options: Options) -> None:
        self.protocol = protocol
        self.name = name
        self.options = options
        self.is_server = name == naming.SERVER
        self.connection = naming.connection_type(protocol, name)
        self.sent: Tuple[Message, ...] = protocol.s2c if self.is_server else protocol.c2s
        self.received: Tuple[Message, ...] = protocol.c2s if self.is_server else protocol.s2c
        self.prefix = naming.private_prefix(protocol, name)
        self.own_prefixes = (naming.function(protocol, ""), self.prefix)
        self.helpers = Helpers(self.prefix)
        self.state = self.prefix + "state"
        self.print_macro = naming.upper(self.prefix) + "PRINT_"

    def function(self, name: str) -> str:
        """`P_sv_NAME`, `P_cli_NAME`."""
        return naming.side_function(self.protocol, self.name, name)

    def sent_count(self, message: Message) -> str:
        """Member of the state: how often a message was sent."""
        return message.name + "_sent"

    def received_count(self, message: Message) -> str:
        """Member of the state: how often a message was received."""
        return message.name + "_received"

    def silent_flag(self, message: Message) -> str:
        """Member of the state: whether debug output of a message is off."""
        is_sent = naming.is_sent_by(self.name, message)
        return message.name + ("_send_silent" if is_sent else "_recv_silent")


def active(message: Message) -> str:
    """Condition for #if under which a message is active; empty if it always is."""
    return " && ".join(f"defined({macro})" for macro in message.guards)
