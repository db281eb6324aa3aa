#!/usr/bin/env python3
"""The version stood in thirteen places and could differ between them. vce.h has it; this compares.

usage: version.py [--write]

Everything else that names the version either derives it (Makefile, Doxyfile, bindings made by
`make api`) or is one of the places below, which --write renews. A version is set in vce.h, by its
four macros; then `make version api` does the rest. One line per problem, last "N passed, M failed",
exit status 1 on failure.
"""
import argparse
import glob
import os
import re
import sys

# (files, pattern whose first group is the version)
PLACES = [
    ("man/*.[17]", r'^\.TH .*"libvce ([0-9.]+)"'),
    ("compat/gen/vcegen/__init__.py", r'^__version__ = "([0-9.]+)"'),
    ("compat/node/package.json", r'^  "version": "([0-9.]+)"'),
    ("compat/node/package-lock.json", r'"name": "[^"]+",\n +"version": "([0-9.]+)"'),
    ("compat/node/README.md", r"npm install \./vce-([0-9.]+)\.tgz"),
    ("compat/lua/vce-*.rockspec", r'^version = "([0-9.]+)-1"'),
    ("compat/lua/tests/test_raw.lua", r'raw\.LIBVCE_VERSION, "([0-9.]+)"'),
    ("compat/lua/tests/test_raw.lua", r'"vce-([0-9.]+)-1\.rockspec"'),
    ("compat/model/README.md", r'"version": "([0-9.]+)", "soname"'),
]


def main():
    ap = argparse.ArgumentParser(description="Compare the version in all places with that of vce.h.")
    ap.add_argument("--write", action="store_true", help="renew the other places")
    args = ap.parse_args()
    passed = failed = 0

    def check(good, problem):
        nonlocal passed, failed
        passed, failed = (passed + 1, failed) if good else (passed, failed + 1)
        if not good:
            print("FAIL: " + problem)

    with open("vce.h", encoding="utf-8") as f:
        header = f.read()
    version = re.search(r'^#define LIBVCE_VERSION "([0-9.]+)"', header, re.M)[1]
    numbers = [re.search(r"^#define LIBVCE_VERSION_%s (\d+)" % n, header, re.M)[1]
               for n in ("MAJOR", "MINOR", "PATCH")]
    check(".".join(numbers) == version, "vce.h: LIBVCE_VERSION is %s, its numbers are %s"
          % (version, ".".join(numbers)))
    rockspec = "compat/lua/vce-%s-1.rockspec" % version
    if args.write:
        for old in glob.glob("compat/lua/vce-*.rockspec"):
            os.rename(old, rockspec)
    check(os.path.exists(rockspec), "%s is missing" % rockspec)
    for files, pattern in PLACES:
        names = sorted(glob.glob(files))
        check(names, "%s: no such file" % files)
        for name in names:
            with open(name, encoding="utf-8") as f:
                text = f.read()
            found = list(re.finditer(pattern, text, re.M))
            check(found, "%s: nothing matches %s" % (name, pattern))
            if args.write:
                for m in reversed(found):
                    text = text[:m.start(1)] + version + text[m.end(1):]
                with open(name, "w", encoding="utf-8") as f:
                    f.write(text)
                continue
            for m in found:
                check(m[1] == version, "%s names version %s, vce.h %s" % (name, m[1], version))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
