#!/usr/bin/env python3
"""Renew what vcegen knows of the names that headers define: vcegen/foreign.py and the list in vcegen(1).

usage: renew_names.py        (in the project's top folder; takes gcc, g++ and clang, and the compilers of
                              other machines that are installed)

For development: which names there are depends on the compiler and the C library, and a definition should
be refused, or not, alike on all of them. So the names are found once and kept; names that are there stay.
"""
import json
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

sys.dont_write_bytecode = True

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
MANUAL = TOP / "man" / "vcegen.1"
BEGIN, END = '.\\" names begin\n', '.\\" names end\n'

#: What stubs include, and what sources that include stubs have mostly included before.
HEADERS = "".join(f"#include <{name}>\n" for name in (
    "errno.h", "limits.h", "stddef.h", "stdint.h", "stdio.h", "stdlib.h", "string.h", "vce.h"))
MODES = [("c", mode) for mode in ("gnu89", "gnu99", "gnu11", "gnu17")] + \
    [("c++", mode) for mode in ("gnu++98", "gnu++11", "gnu++17", "gnu++20")]
#: Predefined where no compiler is at hand: x86 with 32 bits.
ELSEWHERE = ("i386",)
COMPILERS = ("gcc", "clang", "clang-19", "aarch64-linux-gnu-gcc", "s390x-linux-gnu-gcc")


def compiled(command):
    """What a compiler says about a source of all headers."""
    return subprocess.run([*command, f"-I{TOP}", "-"], input=HEADERS, text=True, check=True,
                          stdout=subprocess.PIPE, timeout=120).stdout


def macros(compilers=COMPILERS):
    """Names of macros: those without parameters, and those with."""
    plain, calls = set(), set()
    for compiler in compilers:
        if not shutil.which(compiler):
            continue
        for language, mode in MODES:
            text = compiled([compiler, "-x", language, f"-std={mode}", "-dM", "-E"])
            text += "".join(f"#define {name}\n" for name in ELSEWHERE)
            for name, bracket in re.findall(r"^#define (\w+)(\(?)", text, re.M):
                (calls if bracket else plain).add(name)
    return plain, calls - plain


def declared():
    """Names of types, functions, variables, tags and enumerators at file scope."""
    found = set()
    tree = json.loads(compiled(["clang", "-x", "c", "-std=gnu11", "-D_GNU_SOURCE", "-fsyntax-only",
                                "-Xclang", "-ast-dump=json"]))
    for node in tree["inner"]:
        found.add(node.get("name"))
        if node["kind"] == "EnumDecl":
            found.update(item.get("name") for item in node.get("inner", ()))
    return {name for name in found if name}


def words(names):
    """Lines of names."""
    return textwrap.fill(" ".join(sorted(names)), 98, break_long_words=False,
                         break_on_hyphens=False) + "\n"


def listed(plain):
    """The part of the manual."""
    names = sorted(n for n in plain if not n.startswith("_") and not is_of_vce(n))
    return BEGIN + textwrap.fill(" ".join(names), 78, break_long_words=False,
                                 break_on_hyphens=False) + "\n" + END


def is_of_vce(name):
    """Whether the manual tells this macro by how it begins."""
    return name.startswith(("BUG_", "FATAL_", "LIBVCE_", "NOTE_", "STRDEF_", "VCE_", "WARN_"))


def main():
    """Writes both files."""
    plain, calls = macros()
    # In front of a name that a definition makes at file scope is the name of the protocol and "_".
    others = {n for n in calls | declared() if "_" in n} - plain
    (HERE / "vcegen" / "foreign.py").write_text(f'''\
"""Names that system headers, vce.h and compilers define. Made by renew_names.py, not by hand."""
from typing import FrozenSet

#: Macros without parameters: whatever is called so in C becomes something else.
MACROS: FrozenSet[str] = frozenset("""
{words(plain)}""".split())

#: At file scope, with an underscore in them: macros with parameters, functions, types, tags, variables.
DECLARED: FrozenSet[str] = frozenset("""
{words(others)}""".split())
''', encoding="utf-8")
    text = MANUAL.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    MANUAL.write_text(before + listed(plain) + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
