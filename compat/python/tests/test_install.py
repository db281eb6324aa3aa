"""Installing without a network, and finding the library."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LIBRARY = os.environ.get("VCE_LIBRARY") or str(PROJECT.parents[1] / "build" / "libvce.so")
SHOW = "import vce; print(vce.raw.library.path); vce.initialize(); vce.heartbeat(); vce.finalize()"


class Elsewhere(unittest.TestCase):
    """Each test has a copy of the project in a folder of its own, outside of the source tree."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        shutil.copytree(PROJECT, self.folder / "copy",
                        ignore=shutil.ignore_patterns("__pycache__", "tests", "*.so*"))

    def run_python(self, program, *arguments, library=None, python=sys.executable, path="copy"):
        environment = {k: v for k, v in os.environ.items()
                       if k not in ("VCE_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH")}
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        if library:
            environment["VCE_LIBRARY"] = library
        if path:
            environment["PYTHONPATH"] = str(self.folder / path)
        return subprocess.run([python, program, *arguments], env=environment, cwd=self.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=120, check=False)


class Finding(Elsewhere):
    def test_the_environment_variable_comes_first(self):
        shutil.copy(LIBRARY, self.folder / "copy" / "vce" / "libvce.so.2")
        done = self.run_python("-c", SHOW, library=LIBRARY)
        self.assertEqual((done.returncode, done.stdout), (0, LIBRARY + "\n"))
        done = self.run_python("-c", SHOW, library="/nowhere/libvce.so")
        self.assertEqual(done.returncode, 1)
        self.assertIn("LibraryNotFound", done.stdout)
        self.assertIn("environment variable VCE_LIBRARY: /nowhere/libvce.so", done.stdout)

    def test_then_a_copy_beside_the_package(self):
        for name in ("libvce.so", "libvce.so.2"):
            shutil.copy(LIBRARY, self.folder / "copy" / "vce" / name)
            done = self.run_python("-c", SHOW)
            self.assertEqual(done.stdout, str(self.folder / "copy" / "vce" / name) + "\n")

    def test_then_the_system_or_an_error_that_names_every_place(self):
        done = self.run_python("-c", SHOW)
        if done.returncode == 0:
            self.assertEqual(done.stdout, "libvce.so.2\n")
            return
        for place in ("LibraryNotFound", "set VCE_LIBRARY", "beside the package:",
                      "the system's loader: libvce.so.2"):
            self.assertIn(place, done.stdout)
        self.assertNotIn("source tree", done.stdout)

    def test_in_a_source_tree_its_build_folder(self):
        place = self.folder / "tree" / "compat" / "python"
        shutil.copytree(self.folder / "copy", place)
        done = self.run_python("-c", SHOW, path="tree/compat/python")
        if done.returncode:  # none in the system
            self.assertIn("source tree: %s" % (self.folder / "tree/build/libvce.so"), done.stdout)
            (self.folder / "tree" / "build").mkdir()
            shutil.copy(LIBRARY, self.folder / "tree" / "build" / "libvce.so")
            done = self.run_python("-c", SHOW, path="tree/compat/python")
            self.assertEqual(done.stdout, str(self.folder / "tree/build/libvce.so") + "\n")

    def test_another_library_is_no_libvce(self):
        done = self.run_python("-c", SHOW, library="libc.so.6")
        self.assertIn("libc.so.6 has no function vce_get_last_error: it is older than this package",
                      done.stdout)


class Installing(Elsewhere):
    def test_pip_installs_without_a_network(self):
        made = self.run_python("-m", "venv", str(self.folder / "venv"), path=None)
        if made.returncode and "ensurepip" in made.stdout:
            self.skipTest("no ensurepip: install python3-venv")
        self.assertEqual(made.returncode, 0, made.stdout)
        python = str(self.folder / "venv" / "bin" / "python")
        done = self.run_python("-m", "pip", "install", "--no-index", "--no-cache-dir",
                               "--disable-pip-version-check", str(self.folder / "copy"),
                               python=python, path=None)
        self.assertEqual(done.returncode, 0, done.stdout)
        shutil.rmtree(self.folder / "copy")
        done = self.run_python("-c", SHOW + "; print(vce.__file__)", library=LIBRARY, python=python,
                               path=None)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn(str(self.folder / "venv"), done.stdout)
        done = self.run_python("-m", "pip", "show", "-f", "vce", python=python, path=None)
        self.assertIn("vce/py.typed", done.stdout)

    def build(self, kind):
        (self.folder / "out").mkdir(exist_ok=True)
        done = self.run_python("-c", "import vce_build; print(vce_build.build_%s(%r))"
                               % (kind, str(self.folder / "out")), path="copy/backend")
        self.assertEqual(done.returncode, 0, done.stdout)
        return self.folder / "out" / done.stdout.strip()

    def test_a_library_beside_the_package_goes_along(self):
        self.assertIn("-py3-none-any.whl", self.build("wheel").name)
        shutil.copy(LIBRARY, self.folder / "copy" / "vce" / "libvce.so.2")
        wheel = self.build("wheel")
        self.assertIn("-py3-none-linux_", wheel.name)
        with zipfile.ZipFile(wheel) as archive:
            self.assertIn("vce/libvce.so.2", archive.namelist())
            self.assertIsNone(archive.testzip())

    def test_a_source_archive_builds_too(self):
        archive = self.build("sdist")
        shutil.rmtree(self.folder / "copy")
        shutil.unpack_archive(archive, self.folder)
        (self.folder / archive.name[:-len(".tar.gz")]).rename(self.folder / "copy")
        self.assertTrue((self.folder / "copy" / "PKG-INFO").exists())
        self.build("wheel")

    def test_an_editable_wheel_points_here(self):
        with zipfile.ZipFile(self.build("editable")) as archive:
            self.assertEqual(archive.read("vce.pth").decode().strip(), str(self.folder / "copy"))


if __name__ == "__main__":
    unittest.main()
