#!/usr/bin/env python3
"""Throws changed definitions at vcegen: none may crash it, hang it, or leave files after an error.

    tests/gen/fuzz_definitions.py [--short] [--runs N] [--seconds N] [--seed S] [--compile N]
                                  [--only NUMBER]

Whole definitions go through the whole command with all its outputs. With `--short` inputs are a few
lines, which are read in memory, ten times as fast; errors must be about places that there are, and
for some inputs all is done twice and must give the same. What the last line says about outputs is
the same for the same seed and runs.

Inputs have numbers; the same seed and number make the same input again (`--only` shows it). With
`--compile N` the stubs of every Nth whole input that is accepted must also compile without warnings.
"""
import argparse
import contextlib
import importlib.util
import io
import json
import math
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from mutation import Maker
from short_definitions import Short
from support import DATA, GEN

from vcegen import cli, emit

CORPUS = ["full.txt", "medium.txt", "small.txt", "noidmax.txt"]
#: Processor time of one input: at least the first, less than twice as much; address space of the
#: whole run, bytes of the files of one input.
MAX_SECONDS = 5
MAX_MEMORY = 1 << 30
MAX_SHORT_MEMORY = 128 << 20
MAX_OUTPUT = 64 << 20
#: Errors that vcegen tells at most, with the remark that there are more.
MAX_ERRORS = 101
MAX_SHOWN = 5

INCLUDE_VCE = GEN.parent.parent
COMPILERS = [["gcc", "-std=gnu89", "-x", "c"], ["g++", "-std=c++17", "-x", "c++"]]


class TookTooLong(Exception):
    """An input needed more than MAX_SECONDS."""


class Clock:
    """Raises TookTooLong in whatever runs when it ticks for the second time with one input."""

    def __init__(self):
        self.input = None
        self._input_before = None
        signal.signal(signal.SIGVTALRM, self._tick)
        signal.setitimer(signal.ITIMER_VIRTUAL, MAX_SECONDS, MAX_SECONDS)

    def _tick(self, _signal, _frame):
        if self.input is not None and self.input == self._input_before:
            raise TookTooLong
        self._input_before = self.input


def available_outputs():
    """Names of all outputs that are there."""
    return [name for name, module in emit.OUTPUTS.items()
            if importlib.util.find_spec(f"vcegen.emit.{module}")]


class Whole:
    """Runs vcegen in this process, in a scratch folder that holds the inputs."""

    OPTION = ""

    def __init__(self, seed, compile_each):
        self.seed = seed
        self.compile_each = compile_each
        self.maker = Maker([(DATA / name).read_text() for name in CORPUS])
        self.outputs = ",".join(available_outputs())
        self.statuses = {0: 0, 1: 0}
        self.compiled = 0
        self.slowest = 0.0
        pathlib.Path("common.txt").write_text("=define COMMON 1\n=static K 12\n")
        pathlib.Path("full_common.txt").write_bytes((DATA / "full_common.txt").read_bytes())

    def input(self, number):
        """The definition with this number."""
        return self.maker.definition(f"{self.seed}/{number}")

    def problem(self, number):
        """Run one input; returns what was wrong, or an empty text."""
        pathlib.Path("proto.txt").write_bytes(self.input(number))
        before = set(os.listdir())
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
        start = time.process_time()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = cli.main(["proto.txt", "--outputs", self.outputs, "--output-dir", "out"])
        except BaseException:  # pylint: disable=broad-except
            return traceback.format_exc()
        finally:
            self.slowest = max(self.slowest, time.process_time() - start)
        files = sorted(pathlib.Path("out").iterdir()) if os.path.isdir("out") else []
        try:
            texts = []
            for stream in (out, err):
                stream.flush()
                texts.append(stream.buffer.getvalue().decode())
            if set(os.listdir()) - before - {"out"}:
                return "left files behind: " + " ".join(set(os.listdir()) - before)
            return self._judge(number, status, *texts, files)
        finally:
            for path in files:
                path.unlink()
            if os.path.isdir("out"):
                os.rmdir("out")

    def remark(self):
        """What else a run can tell."""
        return f"{self.compiled} compiled"

    def _judge(self, number, status, out, err, files):
        if status not in self.statuses:
            return f"exit status {status}"
        self.statuses[status] += 1
        if status == 1:
            if files:
                return "wrote files after errors"
            heads = re.findall(r"^(?:[^\s:]+:\d+:\d+|vcegen): error: .", err, re.M)
            if not 0 < len(heads) <= MAX_ERRORS:
                return "no error, or too many: " + err
            return ""
        if err:
            return "accepted, but: " + err
        if sum(path.stat().st_size for path in files) > MAX_OUTPUT:
            return "too much output"
        model = json.loads(next(p for p in files if p.suffix == ".json").read_text())
        if {p.name for p in files} < {f"{model['name']}_{side}.{end}" for side in ("sv", "cli")
                                      for end in ("c", "cpp", "h")}:
            return "files are missing"
        if self.compile_each and self.statuses[0] % self.compile_each == 0:
            return self._compile(model, files)
        return ""

    def _compile(self, model, files):
        """Stubs must be clean C and C++, unless the definition has C of its own in it."""
        is_foreign = model["server_header_lines"] or model["client_header_lines"] \
            or model["server_connection"] != "conn" or any(m["prefix"] for m in model["messages"])
        if is_foreign:
            return ""
        self.compiled += 1
        for compiler in COMPILERS:
            done = subprocess.run(
                [*compiler, "-Wall", "-Wextra", "-Werror", "-fsyntax-only", f"-I{INCLUDE_VCE}",
                 *[str(p) for p in files if p.suffix == ".c"]],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if done.returncode:
                return " ".join(compiler) + ":\n" + done.stdout.decode(errors="replace")[:3000]
        return ""


def run(fuzzer, numbers, seconds):
    """Try inputs until the time is over. Returns how many, and how many of them had problems."""
    clock = Clock()
    end = time.monotonic() + seconds
    tried = failed = 0
    for number in numbers:
        if number % 64 == 0 and time.monotonic() > end:
            break
        clock.input = number
        problem = fuzzer.problem(number)
        tried += 1
        if problem:
            failed += 1
            print(f"{fuzzer.OPTION}--seed {fuzzer.seed} --only {number}: {problem}", flush=True)
            if failed == MAX_SHOWN:
                break
    clock.input = None
    return tried, failed


def main():
    parser = argparse.ArgumentParser(description="Throw changed definitions at vcegen.")
    parser.add_argument("--short", action="store_true", help="a few lines, read in memory")
    parser.add_argument("--runs", type=int, default=1000, help="how many inputs")
    parser.add_argument("--seconds", type=float, default=math.inf, help="how long at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compile", type=int, default=0, metavar="N",
                        help="compile the stubs of every Nth input that is accepted")
    parser.add_argument("--only", type=int, help="run and show this input alone")
    args = parser.parse_args()
    memory = MAX_SHORT_MEMORY if args.short else MAX_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    numbers = range(args.runs) if args.only is None else [args.only]
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        fuzzer = Short(args.seed) if args.short else Whole(args.seed, args.compile)
        if args.only is not None:
            sys.stdout.buffer.write(fuzzer.input(args.only) + b"\n")
        tried, failed = run(fuzzer, numbers, args.seconds)
        os.chdir("/")
    print(f"seed {args.seed}: {fuzzer.statuses[0]} accepted, {fuzzer.statuses[1]} refused, "
          f"{fuzzer.remark()}; slowest {fuzzer.slowest:.2f} s")
    is_balanced = args.only is not None or min(fuzzer.statuses.values()) * 20 >= tried
    if not is_balanced:
        print("almost all inputs went the same way: this tries next to nothing")
    print(f"{tried} inputs")
    is_good = not failed and is_balanced
    print("[  PASSED  ] 1 test(s)." if is_good else "[  FAILED  ] 1 test(s).")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
