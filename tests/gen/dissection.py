"""What the tests of the dissectors share: running tshark, and reading what it shows."""
import os
import shutil
import subprocess
from xml.etree import ElementTree

import support
from captures import SERVER_PORT, Capture
from vcegen.emit import Options, emitter

EXPERTS = ("cut", "full", "support", "framing", "unknown", "wrong_direction", "empty", "too_long",
           "trailing_bytes")
HEAD_FIELDS = ("length", "id", "direction")


class Shown:
    """What tshark shows of one record.

    Attributes:
        message: its name, or None.
        experts: what is remarkable, in the words of the dissector.
        values: (field without the protocol, value as text) in order.
    """

    def __init__(self, abbreviation, element):
        self.message, self.experts, self.values = None, [], []
        for field in element.iter("field"):
            name = field.get("name")
            if not name.startswith(abbreviation + "."):
                continue
            name = name[len(abbreviation) + 1:]
            if name in EXPERTS:
                self.experts.append(name)
            elif name == "id":
                self.message = field.get("showname").partition(": ")[2].rpartition(" (")[0]
            elif name not in HEAD_FIELDS:
                self.values.append((name, field.get("show")))


class DissectorTest(support.GeneratorTest):
    def dissector(self, protocol):
        """Write the dissector of a protocol; returns the name of the file."""
        (name, text), = emitter("wireshark")(protocol, Options()).items()
        self.write(name, text)
        return name

    def tshark(self, scripts, *arguments):
        """Run tshark with dissectors; returns its output. Fails the test on any complaint."""
        command = ["tshark", "-n"]
        for script in scripts:
            command += ["-X", "lua_script:" + script]
        done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, timeout=60,
                              stderr=subprocess.PIPE, text=True, check=False,
                              env={**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"})
        complaints = [line for line in done.stderr.splitlines() if "Running as user" not in line]
        self.assertEqual((done.returncode, complaints), (0, []))
        self.assertNotIn("Lua Error", done.stdout)
        return done.stdout

    def shown(self, protocol, capture, *arguments, ports=str(SERVER_PORT), framing="Automatic"):
        """All records in a capture, by the client's port, in order."""
        abbreviation = "vce_" + protocol.name.lower()
        path = self.folder / "test.pcap"
        if capture:
            capture.write(path)
        text = self.tshark([self.dissector(protocol)], "-r", str(path), "-T", "pdml", "-o",
                           f"{abbreviation}.framing:{framing}", "-o",
                           f"{abbreviation}.ports:{ports}", *arguments)
        found = {}
        for packet in ElementTree.fromstring(text).iter("packet"):
            both = {int(f.get("show")) for f in packet.iter("field")
                    if f.get("name") in ("tcp.srcport", "tcp.dstport")}
            for proto in packet.iter("proto"):
                if proto.get("name") == abbreviation:
                    port = (both - {int(ports or SERVER_PORT)}).pop()
                    found.setdefault(port, []).append(Shown(abbreviation, proto))
        return found

    def one(self, protocol, records, **how):
        """What is shown of some records in one connection, with bin16."""
        capture = Capture()
        capture.session(40000, records, 2)
        found = self.shown(protocol, capture, **how)[40000]
        self.assertEqual(len(found), len(records))
        return found


def run(*names):
    """Run test modules as `support.run`; says so if there is no tshark."""
    if shutil.which("tshark"):
        return support.run(*names)
    print("tshark is not installed: the dissectors are not tested")
    print("[  SKIPPED ] 1 test(s).")
    return 0
