#!/usr/bin/env python3
"""Run fuzz targets, or take what they found into the corpora.

usage: run.py [--merge] [--seconds N] [--runs N] [--slowest N] [--jobs N] --build DIR TARGET...

DIR/fuzzers/TARGET is a libFuzzer program; its inputs live in DIR/corpus/TARGET, which starts with
the checked-in corpus tests/fuzz/corpus/TARGET.tar.xz. An input that fails is kept in DIR/crashes, and
the command that repeats it is printed. DIR/tally.tsv counts the executions of all runs. The exit
status is 1 if a target failed.

The target `definitions` is a program of its own, tests/gen/fuzz_definitions.py, which runs by turns
with short inputs and with whole definitions. It makes its inputs by the grammar and from the
definitions that the generator is tested with, so there is no corpus.

--merge writes tests/fuzz/corpus/TARGET.tar.xz anew: the smallest set of the inputs in DIR/corpus that
covers what they cover together.
"""
import argparse
import concurrent.futures
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEFINITIONS = HERE.parent / "gen" / "fuzz_definitions.py"
#: Of definitions: ten seconds with short ones, one with whole ones.
BATCHES = [(["--short"], 50000), ([], 250)]
LONGEST_INPUT = 160
# Every slice costs system calls, so short inputs find more.
LONGEST_INPUTS = {"bin16": 32, "bin32": 32, "lines": 32, "through": 32, "api": 80, "stubs": 700}
# A small quarantine stays in the cache; freed memory is still guarded for thousands of inputs.
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS="quarantine_size_mb=16:malloc_context_size=8",
                   UBSAN_OPTIONS="print_stacktrace=1")


def longest(target: str) -> int:
    return LONGEST_INPUTS.get(target, LONGEST_INPUT)


def checked_in(target: str) -> Path:
    return HERE / "corpus" / (target + ".tar.xz")


def working_corpus(build: Path, target: str) -> Path:
    folder = build / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    if checked_in(target).exists():
        with tarfile.open(checked_in(target)) as packed:
            for member in packed:
                (folder / member.name).write_bytes(packed.extractfile(member).read())
    elif not any(folder.iterdir()):
        (folder / "seed").write_bytes(bytes(range(64)))
    return folder


def number(pattern: str, text: str) -> int:
    found = re.findall(pattern, text)
    return int(found[-1]) if found else 0


def record(build: Path, target: str, executions: int, seconds: float) -> int:
    """Adds one run to the tally; the number of executions of the target in all runs."""
    tally = build / "tally.tsv"
    with tally.open("a", encoding="ascii") as out:
        out.write("%s\t%d\t%.1f\n" % (target, executions, seconds))
    rows = (line.split("\t") for line in tally.read_text(encoding="ascii").splitlines())
    return sum(int(row[1]) for row in rows if row[0] == target)


def report(build: Path, target: str, executions: int, seconds: float, edges: int, ok: bool) -> None:
    total = record(build, target, executions, seconds)
    print("%-12s %11d %8.0f %7d %12d  %s" % (target, executions, executions / max(seconds, 0.001),
                                             edges, total, "ok" if ok else "failed"), flush=True)


def run_definitions(build: Path, args: argparse.Namespace) -> bool:
    """Batches with seeds of their own until the time is over."""
    start = time.monotonic()
    executions = 0
    ok = True
    for options, batch in itertools.cycle(BATCHES):
        left_s = start + args.seconds - time.monotonic()
        if not ok or left_s <= 0 or executions == args.runs:
            break
        runs = batch if args.runs < 0 else min(batch, args.runs - executions)
        r = subprocess.run([sys.executable, "-B", DEFINITIONS, *options, "--runs", str(runs),
                            "--seconds", "%.1f" % left_s, "--seed", str(time.time_ns() // 1000)],
                           stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, check=False)
        ok = r.returncode == 0
        text = r.stdout.decode(errors="replace")
        executions += number(r"\n(\d+) inputs\n", text)
    report(build, "definitions", executions, time.monotonic() - start, 0, ok)
    if not ok:
        print(text[-4000:])
    return ok


def run(build: Path, target: str, args: argparse.Namespace) -> bool:
    if target == "definitions":
        return run_definitions(build, args)
    program = build / "fuzzers" / target
    crashes = build / "crashes"
    crashes.mkdir(exist_ok=True)
    before = set(crashes.glob(target + "-*"))
    start = time.monotonic()
    limits = ["-max_total_time=%d" % args.seconds, "-runs=%d" % args.runs,
              "-timeout=%d" % args.slowest]
    r = subprocess.run([program, *limits, "-max_len=%d" % longest(target), "-print_final_stats=1",
                        "-entropic=0", "-artifact_prefix=%s/%s-" % (crashes, target),
                        working_corpus(build, target)],
                       env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, check=False)
    seconds = time.monotonic() - start
    text = r.stdout.decode(errors="replace")
    executions = number(r"number_of_executed_units: *(\d+)", text)
    report(build, target, executions, seconds, number(r"cov: (\d+)", text), r.returncode == 0)
    if r.returncode == 0:
        return True
    print("\n".join(line for line in text.splitlines() if not line.startswith("#"))[-4000:])
    for artifact in sorted(set(crashes.glob(target + "-*")) - before):
        print("to repeat: %s %s" % (program, artifact))
    return False


def merge(build: Path, target: str) -> bool:
    source = working_corpus(build, target)
    with tempfile.TemporaryDirectory(dir=build) as name:
        smallest = Path(name)
        r = subprocess.run([build / "fuzzers" / target, "-merge=1", "-max_len=%d" % longest(target),
                            smallest, source], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if r.returncode:
            print(r.stdout.decode(errors="replace")[-4000:])
            return False
        checked_in(target).parent.mkdir(exist_ok=True)
        inputs = sorted(smallest.iterdir())
        with tarfile.open(checked_in(target), "w:xz") as packed:
            for n, path in enumerate(inputs):  # the same inputs give the same file
                member = tarfile.TarInfo("%04d" % n)
                member.size = path.stat().st_size
                packed.addfile(member, io.BytesIO(path.read_bytes()))
    shutil.rmtree(source)
    print("%-12s %5d inputs, %6d bytes" % (target, len(inputs), checked_in(target).stat().st_size))
    return True


def main() -> int:
    ap = argparse.ArgumentParser(description="Run fuzz targets, or minimise their corpora.")
    ap.add_argument("--merge", action="store_true", help="write the checked-in corpora anew")
    ap.add_argument("--seconds", type=int, default=30, help="time for each target")
    ap.add_argument("--runs", type=int, default=-1, help="executions of each target at most")
    ap.add_argument("--jobs", type=int, default=1, help="targets that run at once")
    ap.add_argument("--slowest", type=int, default=20, help="seconds for one input at most")
    ap.add_argument("--build", type=Path, required=True, help="where the programs are")
    ap.add_argument("targets", nargs="+", metavar="TARGET")
    args = ap.parse_args()
    if args.merge:
        with_corpus = [t for t in args.targets if t != "definitions"]
        return 0 if all([merge(args.build, t) for t in with_corpus]) else 1
    print("%-12s %11s %8s %7s %12s" % ("target", "executions", "per s", "edges", "in all runs"))
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        return 0 if all(list(pool.map(lambda t: run(args.build, t, args), args.targets))) else 1


if __name__ == "__main__":
    sys.exit(main())
