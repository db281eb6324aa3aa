"""Packing and unpacking of structs: for each type that a stub needs, functions for one and many."""
from __future__ import annotations

from typing import Dict, List, Sequence, Set, Tuple

from ..model import Kind, Message, Parameter, Protocol, Struct
from ..naming import struct_type
from .c_helpers import Helpers
from .c_text import chained, either, wrapped
from .c_values import can_exceed, members, pop_step, push_step, too_long_conditions

#: Types used as single values, and types used as elements.
_Use = Tuple[Set[Struct], Set[Struct]]


def functions(protocol: Protocol, sent: Sequence[Message], received: Sequence[Message],
              helpers: Helpers) -> List[str]:
    """The functions for all structs of a stub's messages, each after those that it calls."""
    pushed, popped = _used(protocol, sent), _used(protocol, received)
    texts = []
    for struct in protocol.structs_by_need:
        if struct in pushed[0] or struct in pushed[1]:
            texts += _exceeds(struct, struct in pushed[1], helpers)
            texts.append(_push_one(struct, helpers))
        if struct in pushed[1]:
            texts.append(_push_many(struct, helpers))
        if struct in popped[0] or struct in popped[1]:
            texts.append(_pop_one(struct, helpers))
        if struct in popped[1]:
            texts.append(_pop_many(struct, helpers))
    return texts


def _used(protocol: Protocol, messages: Sequence[Message]) -> _Use:
    singles: Dict[Struct, bool] = {}
    elements: Dict[Struct, bool] = {}

    def note(parameters: Sequence[Parameter]) -> None:
        for p in parameters:
            if p.struct:
                (elements if p.is_array else singles)[p.struct] = True

    for message in messages:
        note(message.parameters)
    for struct in reversed(protocol.structs_by_need):
        if struct in singles or struct in elements:
            note(struct.members)
    return set(singles), set(elements)


def _exceeds(struct: Struct, is_element: bool, helpers: Helpers) -> List[str]:
    if not can_exceed(struct):
        return []
    conditions = [c for v in members(struct.members, "v->")
                  for c in too_long_conditions(v, helpers)]
    name, c_type, p = struct.name, struct_type(struct), helpers.prefix
    texts = [f"""\
/* Whether something in the struct is longer than declared. */
static int {p}exceeds_struct_{name}(const {c_type} *v) {{
{either("  return ", conditions, ";")}
}}
"""]
    if is_element:
        texts.append(f"""\
static int {p}exceeds_structs_{name}(const {c_type} *v, int count) {{
  int i;
  for (i = 0; v && i < count; i++)
    if ({p}exceeds_struct_{name}(v + i))
      return 1;
  return 0;
}}
""")
    return texts


def _push_one(struct: Struct, helpers: Helpers) -> str:
    steps = [push_step(v, "out, end, room", helpers) for v in members(struct.members, "v->")]
    body = chained([f"(end = {s}) < 0" for s in steps[:-1]], "return end;") if steps[1:] else ""
    head = f"static int {helpers.prefix}push_struct_{struct.name}("
    parameters = ["char *out", "int end", "int room", f"const {struct_type(struct)} *v"]
    return wrapped(head, parameters, f") {{\n{body}  return {steps[-1]};\n}}\n")


def _push_many(struct: Struct, helpers: Helpers) -> str:
    p, name = helpers.prefix, struct.name
    parameters = ["char *out", "int end", "int room", f"const {struct_type(struct)} *v",
                  "int count"]
    return wrapped(f"static int {p}push_structs_{name}(", parameters, f""") {{
  int i;

  if (count < 0 || (count > 0 && !v))
    return {helpers.use("invalid")}();
  end = vce_binary_push_nb_i4(out, end, room, count);
  for (i = 0; end >= 0 && i < count; i++)
    end = {p}push_struct_{name}(out, end, room, v + i);
  return end;
}}
""")


def _pop_one(struct: Struct, helpers: Helpers) -> str:
    values = members(struct.members, "v->")
    steps = [pop_step(v, helpers) for v in values]
    body = "".join(f"  {v.name}_p = NULL;\n  {v.name}_i = 0;\n" for v in values
                   if v.parameter.kind is Kind.STRINGARRAY)
    body += chained([f"(at = {s}) < 0" for s in steps[:-1]], "return at;") if steps[1:] else ""
    parameters = ["const char *in", "int len", "int at", f"{struct_type(struct)} *v"]
    return wrapped(f"static int {helpers.prefix}pop_struct_{struct.name}(", parameters,
                   f") {{\n{body}  return {steps[-1]};\n}}\n")


def _pop_many(struct: Struct, helpers: Helpers) -> str:
    p, name = helpers.prefix, struct.name
    parameters = ["const char *in", "int len", "int at", f"{struct_type(struct)} *v", "int max",
                  "int *count"]
    return wrapped(f"static int {p}pop_structs_{name}(", parameters, f""") {{
  int i;

  at = vce_binary_pop_nb_i4(in, len, at, count);
  if (at >= 0 && (*count < 0 || *count > max))
    return {helpers.use("full")}();
  for (i = 0; at >= 0 && i < *count; i++)
    at = {p}pop_struct_{name}(in, len, at, v + i);
  return at;
}}
""")
