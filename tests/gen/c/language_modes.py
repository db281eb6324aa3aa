#!/usr/bin/env python3
"""Compiles the stubs of all test definitions in every language mode; no warning is allowed.

usage: language_modes.py SCRATCH COMPILER...    (gcc, clang-19: their C++ twins are tried too)

The sources of one side are compiled as one, since that is faster, and possible: nothing in a stub
has a name that another protocol's could have.
"""
import concurrent.futures
import os
import pathlib
import shutil
import sys

sys.dont_write_bytecode = True

from stubs import HERE, TOP, WARNINGS, Failed, call, generate  # noqa: E402

C_MODES = ("gnu89", "c99", "gnu99", "c11", "gnu11", "c17", "gnu17")
CXX_MODES = ("c++98", "c++11", "c++17", "gnu++17", "c++20")
#: Modes that are also tried with the optimiser, which finds other things to warn of.
OPTIMISED = ("gnu11", "c++17")
#: Macros with which stubs differ.
MACROS = ((), ("GEN_DEBUG_PRINT", "GEN_DEBUG_LEN_PRINT"),
          ("GEN_DEBUG_PRINT", "EVERY_GUARD", "CLUB_SHOWN", "CLUB_HIDDEN"))
C_WARNINGS = ["-Wstrict-prototypes", "-Wmissing-prototypes"]


def twin(compiler):
    """Name of the C++ compiler beside a C compiler: `g++`, `clang++-19`."""
    return compiler.replace("gcc", "g++").replace("clang", "clang++")


def join(stubs, side, suffix):
    """Write a source that includes all stubs of one side; returns it."""
    files = sorted(stubs.glob(f"*_{side}.{suffix}"))
    # Methods are C++ only.
    names = [f.name for f in files if suffix == "cpp" or not f.name.startswith("club_")]
    path = stubs / f"all-{side}.{suffix}"
    path.write_text("".join(f'#include "{name}"\n' for name in names), encoding="utf-8")
    return path


def commands(stubs, compilers):
    """Yields one for each compiler, mode, set of macros and side."""
    kinds = [("c", C_MODES, C_WARNINGS), ("cpp", CXX_MODES, [])]
    for suffix, modes, more in kinds:
        files = [join(stubs, side, suffix) for side in ("sv", "cli")]
        for compiler in compilers:
            program = compiler if suffix == "c" else twin(compiler)
            for macros in MACROS:
                for mode in modes:
                    stage = ["-O2", "-S", "-o", os.devnull] if mode in OPTIMISED \
                        else ["-fsyntax-only"]
                    for path in files:
                        yield [program, f"-std={mode}", "-pedantic", *WARNINGS, *more, "-I", TOP,
                               "-I", HERE, *[f"-D{m}" for m in macros], *stage, path]


def attempt(command):
    """Run a command; returns what went wrong, or an empty text."""
    try:
        call(*command)
    except Failed as problem:
        return str(problem)
    return ""


def main():
    """Run everything; status 1 if something warned or nothing ran."""
    stubs = pathlib.Path(sys.argv[1])
    generate(stubs)
    compilers = [c for c in sys.argv[2:] if shutil.which(c) and shutil.which(twin(c))]
    missing = [c for c in sys.argv[2:] if c not in compilers]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = list(pool.map(attempt, commands(stubs, compilers)))
    found = [p for p in problems if p]
    print("\n".join(found[:5]))
    print(f"[  PASSED  ] {len(problems) - len(found)} test(s).")
    if missing:
        print(f"not installed: {' '.join(missing)}\n[  SKIPPED ] {len(missing)} test(s).")
    if found:
        print(f"[  FAILED  ] {len(found)} test(s).")
    return 1 if found or not problems else 0


if __name__ == "__main__":
    sys.exit(main())
