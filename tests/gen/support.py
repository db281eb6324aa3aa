"""What the tests of vcegen share: definitions in scratch folders, and running the command."""
import contextlib
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
DATA = HERE / "data"
GEN = HERE.parent.parent / "compat" / "gen"
sys.path.insert(0, str(GEN))

from vcegen import cli, definition  # noqa: E402  (the path comes first)
from vcegen.builder import Settings  # noqa: E402

HEAD = "=protocolname p\n=serverconnection conn\n"


class Result:
    """What a run of the command did: exit status, both outputs, and the files that are new."""

    def __init__(self, status, out, err, files):
        self.status, self.out, self.err, self.files = status, out, err, files


class GeneratorTest(unittest.TestCase):
    """Has a scratch folder, which is the current one while a test runs."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        before = os.getcwd()
        os.chdir(scratch.name)
        self.addCleanup(os.chdir, before)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name, text):
        """Make a file of text or bytes; returns its name."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    def everything(self):
        """All files of the scratch folder with their contents."""
        return {str(p.relative_to(self.folder)): p.read_bytes()
                for p in sorted(self.folder.rglob("*")) if p.is_file()}

    def command(self, *arguments):
        """Run the command in this process."""
        before = self.everything()
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = cli.main(list(arguments))
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())
        after = self.everything()
        files = {n: c.decode() for n, c in after.items() if before.get(n) != c}
        return Result(status, texts[0], texts[1], files)

    def process(self, *arguments, command=None, **keywords):
        """Run the command as a program of its own."""
        before = self.everything()
        command = command or [sys.executable, "-B", str(GEN / "main.py")]
        done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, check=False,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=60,
                              **keywords)
        after = self.everything()
        files = {n: c.decode() for n, c in after.items() if before.get(n) != c}
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace"),
                      files)

    def read(self, text, marker="=", **settings):
        """The protocol of a text; fails the test after errors."""
        found = definition.read(self.write("proto.txt", text), Settings(**settings), marker)
        self.assertEqual(found.diagnostics.errors(), "")
        return found.protocol

    def complaints(self, text, marker="=", **settings):
        """Errors and warnings about a text, as two texts."""
        found = definition.read(self.write("proto.txt", text), Settings(**settings), marker)
        errors = found.diagnostics.errors()
        self.assertEqual(found.protocol is None, bool(errors))
        return errors, found.diagnostics.warnings()

    def assert_error(self, text, place, message, **settings):
        """The only error of a text begins with `place` ("line:column") and has `message` in it."""
        errors, _ = self.complaints(text, **settings)
        lines = errors.splitlines()
        self.assertEqual(sum(": error: " in line for line in lines), 1, errors)
        self.assertTrue(lines[0].startswith(f"proto.txt:{place}: error: "), lines[0])
        self.assertIn(message, lines[0])

    def assert_warning(self, text, place, message, **settings):
        """There are no errors, and the only warning begins and has as said for `assert_error`."""
        errors, warnings = self.complaints(text, **settings)
        self.assertEqual(errors, "")
        lines = warnings.splitlines()
        self.assertEqual(sum(": warning: " in line for line in lines), 1, warnings)
        self.assertTrue(lines[0].startswith(f"proto.txt:{place}: warning: "), lines[0])
        self.assertIn(message, lines[0])


def run(*names):
    """Run test modules; prints counts in the way of tests/run.py. Returns the exit status."""
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = result.testsRun - failed - len(result.skipped)
    print(f"[  PASSED  ] {passed} test(s).")
    if result.skipped:
        print(f"[  SKIPPED ] {len(result.skipped)} test(s).")
    if failed:
        print(f"[  FAILED  ] {failed} test(s).")
    return 1 if failed or not result.testsRun else 0
