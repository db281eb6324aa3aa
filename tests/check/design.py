#!/usr/bin/env python3
"""Check that the design text speaks of the library that there is.

usage: design.py [FOLDER]

Names grow stale when code is renamed or moved. In lib/README.md each name between backticks that
looks like one of code is a word of lib/, vce.h, the Makefile or the tests' scripts, or a file;
each file of lib/ is named in its table, none in two rows, and each table names files only. One line per problem, last
"N passed, M failed", exit status 1 on failure.
"""
import pathlib
import re
import sys

WORD = re.compile(r"[A-Za-z_]\w*")
NAME = re.compile(r"~?[A-Za-z_]\w*(?:(?:::|\.)~?\w+)*(?:\(\))?")
COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
FILE = re.compile(r"[\w./-]*\w\.(?:cc|h|py|sh|md|map|c|mk)")


def words(folder):
    found = set()
    for pattern in ("lib/*/*.[ch]*", "lib/*.map", "vce.h", "Makefile", "tests/*/rules.mk",
                    "tests/rules.mk", "lib/rules.mk"):
        for path in folder.glob(pattern):
            code = path.read_text()
            if path.suffix in (".cc", ".h") and path.name != "vce.h":
                code = COMMENTS.sub("", code)
            found.update(WORD.findall(code))
    return found


def exists(folder, name):
    return any((folder / room / name).exists() for room in ("", "lib", "lib/base", "lib/net", "lib/api"))


def listed(text, layer):
    """Stems of the files that the table below `### layer` names, and the names that it has twice."""
    section = re.split(r"^##+ ", text.split("### %s\n" % layer)[1], maxsplit=1, flags=re.M)[0]
    if layer == "api":
        return set(re.findall(r"`(\w+)(?:\.cc|\.h)?`", section)), []
    rows = re.findall(r"^\| (`.*?) \|", section, re.M)
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    stems = [name.split(".")[0] for name in names]
    # A name without its ending is that of all files of the stem.
    twice = {name for name, stem in zip(names, stems)
             if names.count(name) > 1 or (name == stem and stems.count(stem) > 1)}
    return set(stems), sorted(twice)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    text = (folder / "lib/README.md").read_text()
    known = words(folder)
    passed, problems = 0, []
    plain = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    # Names of other systems, and of what was replaced.
    plain = re.sub(r"^## Other systems$.*?(?=^## )", "", plain, flags=re.S | re.M)
    for name in sorted(set(re.findall(r"`([^`\n]+)`", plain))):
        if FILE.fullmatch(name):
            good = exists(folder, name)
        elif NAME.fullmatch(name):
            good = all(w in known for w in WORD.findall(name)) or any(
                list((folder / "lib" / layer).glob(name + ".*")) for layer in ("base", "net", "api"))
        else:
            continue
        passed += good
        if not good:
            problems.append("lib/README.md: `%s` does not exist" % name)
    for layer in ("base", "net", "api"):
        there = {path.name.split(".")[0] for path in (folder / "lib" / layer).glob("*.[ch]*")}
        told, twice = listed(text, layer)
        problems += ["lib/README.md: lib/%s/%s has two rows" % (layer, name) for name in twice]
        for name in sorted(there - told):
            if not (name.endswith(("_linux", "_portable")) and name.rsplit("_", 1)[0] in told):
                problems.append("lib/README.md: lib/%s/%s has no row" % (layer, name))
        passed += len(there & told)
        if layer != "api":
            problems += ["lib/README.md: no file lib/%s/%s" % (layer, name)
                         for name in sorted(told - there)]
    print(*problems, "%d passed, %d failed" % (passed, len(problems)), sep="\n")
    return 1 if problems or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
