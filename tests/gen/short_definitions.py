"""Short definitions, read in this process from files in memory: thousands per second."""
import gc
import hashlib
import re
import time
import traceback

from mutation import MORE, Maker
from support import DATA

from vcegen import definition, diagnostics, emit, model, naming
from vcegen.builder import Settings

CORPUS = ["full.txt", "medium.txt", "small.txt", "noidmax.txt"]
#: Lines of the corpus that are taken together.
MAX_PIECE = 3
#: Every so many inputs one is read twice, and its outputs are made twice if it is accepted.
TWICE_EACH = 256
#: Errors that are told at most, with the remark that there are more.
MAX_ERRORS = diagnostics.MAX_ERRORS + 1
#: Texts of errors that have no place in a definition.
PLACELESS = {"too many errors", "connection type vpr_circ needs a protocolid"}

#: How inputs are read, by turns: what the command line says, and the marker.
WAYS = [(Settings(), "=")] * 28 + [
    (Settings("q", 0x12345678, model.ServerConnection.CIRC, naming.VERSION_CONSTANTS), "="),
    (Settings(server_connection=model.ServerConnection.VPR_CIRC), "="),
    (Settings(), ""),
    (Settings(), "=d"),
]

INCLUDES = {
    "common.txt": b"=define COMMON 1\n=static K 12\n",
    "bad.txt": b"=define BAD\n=define COMMON \xff\n=define K (1\n",
    "end.txt": b"=define COMMON 1 \\",
    "loop.txt": b"=include \"proto.txt\"\n",
    "mark.txt": b"\xef\xbb\xbf=define K 1\n=static COMMON 2\n",
    **{f"deep{depth}.txt": b'=include "deep%d.txt"\n' % (depth + 1) for depth in range(1, 40)},
}


class MemoryFiles:
    """Takes the place of `vcegen.files.Files`."""

    def __init__(self):
        self.contents = dict(INCLUDES)

    def read(self, path, most):
        """The path identifies a file."""
        if path not in self.contents:
            raise FileNotFoundError(2, "No such file or directory")
        return path, self.contents[path][:most]

    def exists(self, path):
        """There is one folder."""
        return path in self.contents or path == "folder.txt"

    def is_regular(self, path):
        """All but the folder."""
        return path in self.contents


def split(content):
    """The texts of `proto.txt` and of `more.txt`."""
    head, mark, tail = content.partition(b"\n" + MORE.encode())
    return head + mark[:1], tail


def pieces():
    """All groups of a few lines that follow each other in the corpus."""
    files = [(DATA / name).read_text().splitlines(keepends=True) for name in CORPUS]
    return ["".join(lines[first:first + count]) for lines in files
            for count in range(1, MAX_PIECE + 1) for first in range(len(lines) - count + 1)]


class Short:
    """Makes and judges short inputs; the same interface as `fuzz_definitions.Whole`."""

    OPTION = "--short "

    def __init__(self, seed):
        self.seed = seed
        self.statuses = {0: 0, 1: 0}
        self.slowest = 0.0
        #: Of all outputs that were made. Runs in other processes must come to the same one.
        self.digest = hashlib.sha256()
        self._files = MemoryFiles()
        self._files.contents["full_common.txt"] = (DATA / "full_common.txt").read_bytes()
        self._maker = Maker(pieces())
        gc.freeze()

    def input(self, number):
        """The definition with this number."""
        return self._maker.short(f"{self.seed}/{number}")

    def problem(self, number):
        """Run one input; returns what was wrong, or an empty text."""
        content = self.input(number)
        start = time.perf_counter()  # The time of the process would take a system call.
        try:
            return self._judge(content, number)
        except Exception:  # pylint: disable=broad-except
            return traceback.format_exc()
        finally:
            self.slowest = max(self.slowest, time.perf_counter() - start)

    def remark(self):
        """What else a run can tell."""
        return f"outputs {self.digest.hexdigest()[:12]}"

    def _read(self, content, number):
        """The protocol or None, and the texts of errors and warnings."""
        head, tail = split(content)
        self._files.contents["proto.txt"] = head
        self._files.contents["more.txt"] = tail
        settings, marker = WAYS[number % len(WAYS)]
        found = definition.read("proto.txt", settings, marker, self._files)
        return found.protocol, found.diagnostics.errors(), found.diagnostics.warnings()

    def _judge(self, content, number):
        protocol, errors, warnings = self._read(content, number)
        self.statuses[1 if errors else 0] += 1
        if (protocol is None) != bool(errors):
            return "neither errors nor a protocol, or both: " + errors
        wrong = self._wrong_places(errors, "error") if errors else ""
        if warnings and not wrong:
            wrong = self._wrong_places(warnings, "warning")
        if number % TWICE_EACH == 0 and not wrong:
            again, *texts = self._read(content, number)
            if texts != [errors, warnings]:
                return "said something else when it was read again: " + "".join(texts)
            if protocol:
                return self._unequal_outputs(protocol, again)
        return wrong

    def _wrong_places(self, text, kind):
        """Each error and warning must be about a place that there is."""
        count = 0
        for line in text.splitlines():
            if line.startswith("    "):
                continue
            count += 1
            head = re.fullmatch(rf"(?:([^\s:]+):(\d+):(\d+)|vcegen): {kind}: (.+)", line)
            if not head:
                return "not the form of a message: " + text
            if head[1] is None:
                if kind == "error" and head[4] not in PLACELESS:
                    return "no place: " + text
            elif not self._is_place(head[1], int(head[2]), int(head[3])):
                return "no such place: " + text
        return "too many: " + text if count > MAX_ERRORS else ""

    def _is_place(self, file, line, column):
        content = self._files.contents.get(file)
        if content is None:
            return False
        lines = content.split(b"\n")
        return 1 <= line <= len(lines) \
            and 1 <= column <= len(lines[line - 1].decode(errors="replace")) + 2

    def _unequal_outputs(self, protocol, again):
        """Equal protocols must give equal files."""
        for output in emit.OUTPUTS:
            make = emit.emitter(output)
            files = make(protocol, emit.Options())
            if files != make(again, emit.Options()):
                return f"{output} differs when it is made again"
            for name, text in files.items():
                self.digest.update(name.encode() + text.encode())
        return ""
