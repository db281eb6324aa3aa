"""What tests of the Python stubs share: modules made in memory, and applications that record."""
import pathlib
import sys
import types

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
PACKAGE = TOP / "compat" / "python"
sys.path[:0] = [str(TOP / "compat" / "gen"), str(PACKAGE)]

from support import DATA, GeneratorTest  # noqa: E402  (the path comes first)
from vcegen import definition  # noqa: E402
from vcegen.emit import Options, emitter  # noqa: E402
from vcegen.emit.python_names import module_name  # noqa: E402
from vcegen.model import Kind  # noqa: E402

import vce  # noqa: E402


def read(path):
    """The protocol of a definition file."""
    found = definition.read(str(path))
    assert found.protocol is not None, found.diagnostics.errors()
    return found.protocol


def source(protocol):
    """Name and text of the stubs."""
    files = emitter("python")(protocol, Options())
    name = module_name(protocol)
    assert list(files) == [name + ".py"]
    return name, files[name + ".py"]


def load(protocol):
    """The stubs as a module."""
    name, text = source(protocol)
    module = types.ModuleType(name)
    sys.modules[name] = module  # where dataclasses look for it
    exec(compile(text, name + ".py", "exec"), module.__dict__)
    return module


def application(side):
    """A class whose objects keep what they receive and what they would send.

    Attributes of the objects: `received` has (message, arguments), `errors` codes, `too_long`
    (id, length), `records` what was packed, `inside` the current connections; `results` may say
    what the method of a message returns, `error_result` and `too_long_result` likewise. `raw_send`
    lets records go to the connection.
    """

    def initialize(self, *arguments, **keywords):
        self.received, self.errors, self.too_long, self.records, self.inside = [], [], [], [], []
        self.results, self.error_result, self.too_long_result = {}, -7, None
        self.raw_send = False
        side.__init__(self, *arguments, **keywords)

    def sender(self, connection, record):
        self.records.append(record)
        return side.sender(self, connection, record) if self.raw_send else len(record)

    def recv_error_callback(self, connection, code):
        self.errors.append(code)
        return self.error_result

    def toolong_recv_warning(self, connection, number, length):
        self.too_long.append((number, length))
        return self.too_long_result

    def receiver(name):
        def receive(self, connection, *arguments):
            self.received.append((name, arguments))
            self.inside.append(self.current)
            return self.results.get(name)
        return receive

    members = {"__init__": initialize, "sender": sender,
               "recv_error_callback": recv_error_callback,
               "toolong_recv_warning": toolong_recv_warning}
    members.update({m.name + "_recv": receiver(m.name) for m in side._received.values()})
    return type("Application", (side,), members)


def value_of(parameter, value, structs):
    """An argument of the vectors as the stubs take and give it.

    :param structs: the classes by the names of their structs
    """
    if parameter.struct:
        def one(v):
            return structs[parameter.struct.name](*[
                value_of(m, v[m.name], structs) for m in parameter.struct.members])
        return [one(v) for v in value] if parameter.is_array else one(value)
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"])
    if parameter.kind is Kind.UCHAR and parameter.is_array:
        return bytes(value)
    return value


class StubTest(GeneratorTest):
    def setUp(self):
        super().setUp()
        self.addCleanup(vce.finalize)

    def both(self, module):
        """A server and a client of a module, not connected."""
        return application(module.Server)("127.0.0.1"), application(module.Client)()

    def vector(self, name):
        return self.both(load(read(DATA / name)))

    def module(self, text):
        return load(self.read(text))

    def assert_refused(self, code, problem, method, *arguments):
        with self.assertRaises(vce.stub.ArgumentError) as caught:
            method("c", *arguments)
        self.assertEqual(caught.exception.code, code)
        self.assertIn(problem, str(caught.exception))
