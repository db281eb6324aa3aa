"""Builds the package without anything that would have to be downloaded (PEP 517 and PEP 660).

A wheel holds the folder vce as it is. If someone has put a libvce.so there, it goes along, and the
wheel is one for this kind of machine only.
"""
import base64
import hashlib
import os
import re
import sysconfig
import tarfile
import zipfile

NAME = "vce"
SUMMARY = "TCP connections that carry records, driven by one heartbeat (libvce)"
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def version():
    with open(os.path.join(HERE, "vce", "raw.py"), encoding="utf-8") as f:
        return re.search(r'^LIBVCE_VERSION = "(.*)"', f.read(), re.M).group(1)


def metadata():
    with open(os.path.join(HERE, "README.md"), encoding="utf-8") as f:
        readme = f.read()
    return ("Metadata-Version: 2.1\nName: %s\nVersion: %s\nSummary: %s\nLicense: MIT\n"
            "Requires-Python: >=3.9\nDescription-Content-Type: text/markdown\n\n%s"
            % (NAME, version(), SUMMARY, readme))


def package_files():
    """Paths below HERE, the library's own copy included if there is one."""
    folder = os.path.join(HERE, "vce")
    return sorted(os.path.join("vce", name) for name in os.listdir(folder)
                  if os.path.isfile(os.path.join(folder, name)) and not name.endswith(".pyc"))


def write_wheel(folder, files):
    """A wheel with the given {name: content}."""
    native = any(".so" in name for name in files)
    tag = "py3-none-" + (re.sub(r"[-.]", "_", sysconfig.get_platform()) if native else "any")
    info = "%s-%s.dist-info/" % (NAME, version())
    files = dict(files)
    files[info + "METADATA"] = metadata().encode()
    files[info + "WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: vce_build\nRoot-Is-Purelib: %s\nTag: %s\n"
        % (str(not native).lower(), tag)).encode()
    record = ""
    wheel = "%s-%s-%s.whl" % (NAME, version(), tag)
    with zipfile.ZipFile(os.path.join(folder, wheel), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode()
            record += "%s,sha256=%s,%d\n" % (name, digest.rstrip("="), len(content))
        archive.writestr(info + "RECORD", record + info + "RECORD,,\n")
    return wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    files = {}
    for name in package_files():
        with open(os.path.join(HERE, name), "rb") as f:
            files[name] = f.read()
    return write_wheel(wheel_directory, files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    return write_wheel(wheel_directory, {NAME + ".pth": (HERE + "\n").encode()})


def build_sdist(sdist_directory, config_settings=None):
    stem = "%s-%s" % (NAME, version())
    made = os.path.join(sdist_directory, "PKG-INFO")
    with open(made, "w", encoding="utf-8") as f:
        f.write(metadata())
    with tarfile.open(os.path.join(sdist_directory, stem + ".tar.gz"), "w:gz") as archive:
        archive.add(made, stem + "/PKG-INFO")
        for name in package_files() + ["README.md", "pyproject.toml", "backend/vce_build.py"]:
            archive.add(os.path.join(HERE, name), "%s/%s" % (stem, name))
    os.remove(made)
    return stem + ".tar.gz"
