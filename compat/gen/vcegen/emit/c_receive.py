"""The functions that unpack a record and call the application's receive function."""
from __future__ import annotations

from typing import List

from .. import naming
from ..model import INT_MAX, Kind, Message, Parameter
from .c_debug import print_message
from .c_side import STACK_MAX, Side, active
from .c_text import chained, wrapped
from .c_values import Value, members, pop_step, storage_members, storage_size


def is_on_heap(message: Message) -> bool:
    """Whether the received arguments are too large for the stack."""
    return sum(storage_size(p) for p in message.parameters) > STACK_MAX


def common_functions(side: Side) -> List[str]:
    """What all messages with parameters need."""
    if not any(m.parameters for m in side.received):
        return []
    texts = [f"""\
/* What becomes of a record that cannot be unpacked: one with a cut array or string is passed over
 * without a word, any other is the application's business. */
static int {side.prefix}reject({side.connection} c, int error) {{
  return error == VCE_ETOOSHORT ? 0 : {side.function("recv_error_callback")}(c, error);
}}
"""]
    if side.is_server:
        texts.append(_length_check(side))
    return texts


def receive_function(side: Side, message: Message) -> str:
    """Text of the function for one message."""
    return _with_parameters(side, message) if message.parameters else _without(side, message)


def dispatch_function(side: Side) -> str:
    """Text of the function that finds the message of a record."""
    cases = ""
    for message in side.received:
        record = ", in, len" if message.parameters else ""
        cases += f"  case {naming.message_id(side.protocol, message)}:\n" \
                 f"    return {side.prefix}receive_{message.name}(c{record});\n"
    unknown = f"return {side.function('recv_error_callback')}(c, VCE_EGENCOMMAND);\n"
    if not cases:
        return f"""\
static int {side.prefix}dispatch({side.connection} c) {{
  {unknown}}}
"""
    bits = 8 * side.protocol.id_width
    number = "(unsigned char)in[0]" if bits == 8 else f"GET_{bits}BIT_INT(in)"
    parameters = f"{side.connection} c, const char *in"
    if any(m.parameters for m in side.received):
        parameters += ", int len"
    return f"""\
static int {side.prefix}dispatch({parameters}) {{
  switch ({number}) {{
{cases}  default:
    {unknown}  }}
}}
"""


def record_callback(side: Side) -> str:
    """Text of P_sv_pcallback(), P_cli_pcallback()."""
    arguments = ["c"]
    if side.received:
        arguments.append("data")
    if any(m.parameters for m in side.received):
        arguments.append("len")
    unused = "" if side.received else "  (void)data;\n"
    return f"""\
int {side.function("pcallback")}({side.connection} c, char *data, int len) {{
  /* Null, unless this record comes while another one is being received. */
  const {side.connection} outer = {side.state}.current;
  int result;

{unused}  if (len < {side.protocol.id_width})
    return 0;
  {side.state}.current = c;
  result = {side.prefix}dispatch({", ".join(arguments)});
  {side.state}.current = outer;
  return result;
}}
"""


# ---- Parts ---------------------------------------------------------------------------------------


def _length_check(side: Side) -> str:
    warning = naming.function(side.protocol, "toolong_recv_warning")
    head = wrapped(f"static int {side.prefix}check_length(",
                   [f"{side.connection} c", "int id", "int len", "int limit",
                    "const char *function"], ") {")
    return f"""\
/* Asks the application about a record above the limit of its message; negative: not wanted. */
{head}
  if (len <= limit)
    return 0;
#ifdef GEN_DEBUG_LEN_PRINT
  vce_errout("invalid length : recv%dbytes %s\\n", len, function);
#else
  (void)function;
#endif
  return {warning}(c, id, len);
}}
"""


def _head(side: Side, message: Message, parameters: str) -> str:
    return f"/* {message.direction.value} {message.id} {message.full_name} */\n" \
           f"static int {side.prefix}receive_{message.name}({side.connection} c{parameters}) {{\n"


def _without(side: Side, message: Message) -> str:
    return f"""\
{_head(side, message, "")}\
  {side.state}.{side.received_count(message)} += 1;
{print_message(side, message, "c", [])}\
  return {_target(side, message)}(c);
}}
"""


def _with_parameters(side: Side, message: Message) -> str:
    protocol = side.protocol
    on_heap = is_on_heap(message)
    owner = "got->" if on_heap else "got."
    values = members(message.parameters, owner, is_member=False)

    text = _head(side, message, ", const char *in, int len")
    text += "  struct arguments {\n"
    text += "".join(f"    {m}\n" for p in message.parameters for m in storage_members(p))
    text += "".join(f"    const char *{_pointers(message, p)}[{max(p.size or 0, 1)}];\n"
                    for p in message.parameters if p.kind is Kind.STRINGARRAY)
    text += f"  }} {'*got' if on_heap else 'got'};\n"
    uses_result = side.is_server or on_heap or message.guards
    text += f"  int at = {protocol.id_width}{', result' if uses_result else ''};\n\n"
    if side.is_server:
        text += _check(side, message)
    if on_heap:
        text += "  got = (struct arguments *)malloc(sizeof *got);\n"
        text += f"  if (!got)\n    return {side.function('recv_error_callback')}(c, VCE_EMEM);\n"
    steps = [f"(at = {pop_step(v, side.helpers)}) < 0" for v in values]
    leave = ["free(got);"] if on_heap else []
    text += chained(steps, *leave, f"return {side.prefix}reject(c, at);")
    text += f"  {side.state}.{side.received_count(message)} += 1;\n"
    text += print_message(side, message, "c", values)
    for v in values:
        if v.parameter.kind is Kind.STRINGARRAY:
            text += f"  {side.helpers.use('point_at_rows')}" \
                    f"({owner}{_pointers(message, v.parameter)}, (char *){v.name}, {v.length}, " \
                    f"{max(v.parameter.length or 0, 1)});\n"
    return text + _deliver(side, message, values, on_heap) + "}\n"


def _pointers(message: Message, parameter: Parameter) -> str:
    """Name of the array of pointers to the strings of a list."""
    return naming.fresh(parameter.name + "_p", naming.parameter_names(message))


def _check(side: Side, message: Message) -> str:
    name = naming.receive_function(side.protocol, message)
    cast = "" if message.id <= INT_MAX else "(int)"
    arguments = ["c", cast + naming.message_id(side.protocol, message), "len",
                 str(side.protocol.limit(message)), f"\"{name}\""]
    return wrapped(f"  result = {side.prefix}check_length(", arguments, ");\n") + \
        "  if (result < 0)\n    return result;\n"


def _target(side: Side, message: Message) -> str:
    """The application's function, as the stub calls it."""
    is_method = side.is_server or side.protocol.client_class_mode
    return (message.prefix if is_method else "") + naming.receive_function(side.protocol, message)


def _deliver(side: Side, message: Message, values: List[Value], on_heap: bool) -> str:
    names = []
    for v in values:
        is_list = v.parameter.kind is Kind.STRINGARRAY
        owner = "got->" if on_heap else "got."
        names.append(owner + _pointers(message, v.parameter) if is_list else v.name)
        names += [v.length] if v.length else []
    condition = active(message)
    if not condition and not on_heap:
        return wrapped(f"  return {_target(side, message)}(", ["c"] + names, ");\n")
    call = wrapped(f"  result = {_target(side, message)}(", ["c"] + names, ");\n")
    text = f"#if {condition}\n{call}#else\n  result = 0;\n#endif\n" if condition else call
    return text + ("  free(got);\n" if on_heap else "") + "  return result;\n"
