"""Laying out C text: long lists, blocks, comments."""
from __future__ import annotations

from typing import Iterable, List, Sequence

WIDTH = 100


def wrapped(head: str, items: Sequence[str], tail: str, separator: str = ",") -> str:
    """`head`, the items with a separator between them, `tail`; lines are broken between items.

    Args:
        head: what comes before the first item. Continued lines are indented to its end.
        tail: what follows the last item directly.
        separator: between items, without the blank behind it.
    """
    indent = " " * (len(head) - head.rfind("\n") - 1)
    lines: List[str] = []
    line = head
    for number, item in enumerate(items):
        piece = item + (tail if number == len(items) - 1 else separator)
        if number and len(line) + 1 + len(piece.partition("\n")[0]) > WIDTH:
            lines.append(line)
            line = indent + piece
        else:
            line += (" " if number else "") + piece
    if not items:
        line += tail
    return "\n".join(lines + [line])


def chained(steps: Sequence[str], *leave: str) -> str:
    """Statements that run `steps` in turn and leave at the first that is true.

    Args:
        steps: conditions, such as `(end = f()) < 0`; at least one.
        leave: the statements for the case that one is true; at least one.
    """
    condition = " ||\n      ".join(steps)
    if len(leave) == 1:
        return f"  if ({condition})\n    {leave[0]}\n"
    return f"  if ({condition}) {{\n" + "".join(f"    {line}\n" for line in leave) + "  }\n"


def either(head: str, conditions: Sequence[str], tail: str) -> str:
    """`head`, the conditions of which one is enough, `tail`."""
    if len(conditions) > 1:
        conditions = [f"({c})" if "&&" in c else c for c in conditions]
    return wrapped(head, conditions, tail, " ||")


def comment(lines: Iterable[str]) -> str:
    """A block comment of whole lines."""
    return "/*\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


def short_function(head: str, statement: str) -> str:
    """A function of one statement, in one line if that is not too long."""
    line = f"{head} {{ {statement} }}\n"
    return line if len(line) <= WIDTH + 1 else f"{head} {{\n  {statement}\n}}\n"


def conditional(condition: str, text: str) -> str:
    """`text` inside #if or #ifdef (`condition` with that word); nothing if there is no text."""
    return f"#{condition}\n{text}#endif\n" if text else ""


def reflowed(text: str) -> str:
    """`text` with the parameter lists of too long lines broken; each such line opens a function."""
    lines = []
    for line in text.splitlines():
        if len(line) > WIDTH:
            head, _, rest = line.partition("(")
            parameters, _, tail = rest.rpartition(")")
            line = wrapped(head + "(", parameters.split(", "), ")" + tail)
        lines.append(line + "\n")
    return "".join(lines)
