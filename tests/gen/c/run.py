#!/usr/bin/env python3
"""Makes stubs with vcegen, compiles them in one language mode, and runs what uses them.

usage: run.py --mode gnu89|gnu11|c++17 [--cc CC] [--cxx CXX] [--sanitize] [--only NAME]
              --library libvce.a SCRATCH

Runs in the project's top folder. The stubs are compiled in the mode, all else as gnu11 (or C++17
where an application is C++). Prints what failed, and the totals as CMocka does.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

from stubs import HERE, TOP, WARNINGS, Failed, call, generate  # noqa: E402

from vcegen import naming  # noqa: E402  (stubs.py makes it known)

import programs  # noqa: E402
from record_cases import cases  # noqa: E402
from record_program import program as record_program  # noqa: E402

SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all",
              "-fno-omit-frame-pointer"]


class Builder:
    """Compiles and links in a scratch folder.

    Attributes:
        stubs: folder of the generated files.
    """

    def __init__(self, args):
        self.args = args
        self.scratch = pathlib.Path(args.scratch).resolve()
        self.stubs = self.scratch / "stubs"
        self.flags = ["-I", TOP, "-I", self.stubs, "-I", HERE, "-I", TOP / "tests/support"]
        self.flags += ["-g1", *SANITIZERS] if args.sanitize else []
        self.is_cxx = args.mode.startswith("c++")

    def stub(self, name, defines):
        """Compile a stub such as `lobby_sv` in the mode; returns the object."""
        source = self.stubs / (name + (".cpp" if self.is_cxx else ".c"))
        compiler = self.args.cxx if self.is_cxx else self.args.cc
        options = WARNINGS + ["-pedantic", "-O2"]
        return self.compile(compiler, self.args.mode, source, options, defines)

    def source(self, path, defines=()):
        """Compile a source of the tests; returns the object."""
        if path.suffix == ".cc":
            return self.compile(self.args.cxx, "c++17", path, WARNINGS, defines)
        return self.compile(self.args.cc, "gnu11", path, WARNINGS + ["-D_GNU_SOURCE"], defines)

    def compile(self, compiler, mode, source, options, defines):
        """Compile one source; a second request for the same object is answered with the first."""
        name = "_".join([source.stem, source.suffix[1:], *defines])
        target = self.scratch / f"{name}.o"
        if not target.exists():
            part = target.with_suffix(f".{threading.get_ident()}")
            call(compiler, f"-std={mode}", *self.flags, *options, *[f"-D{d}" for d in defines],
                 "-c", source, "-o", part)
            part.rename(target)
        return target

    def link(self, name, objects, options, is_cxx):
        """Link a test program; returns it."""
        target = self.scratch / name
        sanitizers = SANITIZERS if self.args.sanitize else []
        call(self.args.cxx if is_cxx else self.args.cc, *sanitizers, "-o", target, *objects,
             self.args.library, "-lcmocka", "-lpthread", *options)
        return target


def record_programs(builder, protocols):
    """Write the sources of the record programs; yields them as programs."""
    for protocol in protocols.values():
        if protocol.name not in programs.RECORDS:
            continue
        known = cases(protocol, TOP / "tests/gen/data/gen.json", random.Random(protocol.name))
        for side in naming.SIDES:
            name = f"records_{protocol.name}_{side}"
            path = builder.scratch / f"{name}.c"
            path.write_text(record_program(protocol, side, known), encoding="utf-8")
            yield programs.Program(name, [path, HERE / "record_main.c"],
                                   [f"{protocol.name}_{side}"], programs.RECORDS[protocol.name])


def run(builder, program):
    """Build and run one program; returns passed and failed tests and a text to show."""
    try:
        objects = [builder.stub(s, program.defines) for s in program.stubs]
        sources = [HERE / s for s in program.sources]
        sources += sorted((TOP / "tests/support").glob("*.c")) if program.uses_network \
            else [HERE / "stub_test.c"]
        objects += [builder.source(s) for s in sources]
        is_cxx = builder.is_cxx or any(s.suffix == ".cc" for s in sources)
        binary = builder.link(program.name, objects, program.link_options, is_cxx)
        output = call(binary)
    except (Failed, subprocess.TimeoutExpired) as problem:
        return 0, 1, f"---- {program.name} ----\n{problem}\n"
    counts = {kind: sum(int(n) for n in re.findall(rf"^\[  {kind} *\] (\d+) test", output, re.M))
              for kind in ("PASSED", "FAILED")}
    return counts["PASSED"], counts["FAILED"], f"{program.name}: {counts['PASSED']} passed\n"


def main():
    """Run everything; status 1 if something failed or nothing ran."""
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("--mode", required=True, choices=["gnu89", "gnu11", "c++17"])
    ap.add_argument("--cc", default="gcc")
    ap.add_argument("--cxx", default="g++")
    ap.add_argument("--sanitize", action="store_true")
    ap.add_argument("--only", help="programs whose name has this text")
    ap.add_argument("--library", required=True)
    ap.add_argument("scratch")
    args = ap.parse_args()

    pathlib.Path(args.scratch).mkdir(parents=True, exist_ok=True)
    for old in pathlib.Path(args.scratch).glob("*.o"):
        old.unlink()
    builder = Builder(args)
    wanted = list(record_programs(builder, generate(builder.stubs))) + programs.PROGRAMS
    wanted = [p for p in wanted if (args.only or "") in p.name and (builder.is_cxx or not p.is_cxx)]
    # Shared objects first, so that no two workers make the same one.
    builder.source(HERE / "stub_test.c")
    builder.source(HERE / "record_main.c")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda p: run(builder, p), wanted))
    for _, _, text in results:
        print(text, end="")
    passed, failed = (sum(r[i] for r in results) for i in (0, 1))
    print(f"[  PASSED  ] {passed} test(s).")
    if failed:
        print(f"[  FAILED  ] {failed} test(s).")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as problem_:
        sys.exit(f"{problem_}")
