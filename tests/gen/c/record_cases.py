"""The messages with arguments that the record programs send and receive."""
import json
import pathlib
import random
from typing import List

from vcegen.model import Message, Protocol

from record_program import Case
from record_values import random_arguments, record

RANDOM_CASES = 12


def cases(protocol: Protocol, vectors: pathlib.Path, source: random.Random) -> List[Case]:
    """The captured records of the protocol's definition, and random ones of every message.

    Raises AssertionError if the rules of `record_values` give other bytes than were captured.
    """
    result = []
    for entry in json.loads(vectors.read_text(encoding="utf-8")):
        if entry["definition"] != protocol.definition:
            continue
        message = _message(protocol, entry)
        assert message.id == entry["id"], entry
        assert record(protocol, message, entry["args"]).hex() == entry["record_hex"], entry
        result.append(Case(message, entry["args"]))
    for message in protocol.messages:
        count = RANDOM_CASES if message.parameters else 1
        result += [Case(message, random_arguments(message, source)) for _ in range(count)]
    return result


def _message(protocol: Protocol, entry: dict) -> Message:
    return next(m for m in protocol.messages
                if m.direction.value == entry["direction"] and m.name == entry["message"])
