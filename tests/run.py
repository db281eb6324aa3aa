#!/usr/bin/env python3
"""Run test programs and print what ran.

usage: run.py [--valgrind] [--jobs N] [--timeout SECONDS] NAME=COMMAND...

Each COMMAND is a CMocka program or a script (one test, judged by its exit status). What a failing
one printed is shown. One line per program, then "N passed, M failed, K skipped"; exit status 1 if
anything failed, did not finish in time, or ran no test.
"""
import argparse
import concurrent.futures
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

VALGRIND = ["valgrind", "--quiet", "--error-exitcode=99", "--leak-check=full",
            "--errors-for-leak-kinds=definite,indirect,possible", "--trace-children=no",
            "--child-silent-after-fork=no",
            "--suppressions=%s" % (Path(__file__).parent / "check" / "valgrind.supp")]


def count(kind, text):
    found = re.findall(r"^\[  %s *\] (\d+) test" % kind, text, re.M)
    return int(found[-1]) if found else 0


def run(name, command, args):
    argv = shlex.split(command)
    is_program = not argv[0].endswith(".sh") and argv[0] not in ("sh", "bash")
    if args.valgrind and is_program:
        argv = VALGRIND + argv
    environment = dict(os.environ, VCE_TEST_VALGRIND="1") if args.valgrind else None
    start = time.monotonic()
    try:
        r = subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=args.timeout, check=False)
        code, out = r.returncode, r.stdout
    except subprocess.TimeoutExpired as e:
        code, out = None, (e.stdout or b"") + b"\nstopped: not finished in time\n"
    except OSError as e:
        code, out = 127, str(e).encode()
    text = out.decode(errors="replace")
    passed, failed, skipped = (count(k, text) for k in ("PASSED", "FAILED", "SKIPPED"))
    if not is_program and passed + failed + skipped == 0:
        passed, failed = (1, 0) if code == 0 else (0, 1)
    elif code != 0 and failed == 0:
        failed = 1
    elif passed + failed + skipped == 0:
        failed, text = 1, text + "\nran no test\n"
    return name, passed, failed, skipped, time.monotonic() - start, text


def mixed(tests):
    """From both ends in turn: programs stand first and wait, scripts stand last and compile."""
    return [t for pair in zip(tests, reversed(tests)) for t in pair][:len(tests)]


def main():
    ap = argparse.ArgumentParser(description="Run test programs and print what ran.")
    ap.add_argument("--valgrind", action="store_true", help="run programs under valgrind memcheck")
    ap.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1) + 1,
                    help="tests at a time; most of them wait more than they work")
    ap.add_argument("--timeout", type=float, default=600)
    ap.add_argument("tests", nargs="+", metavar="NAME=COMMAND")
    args = ap.parse_args()
    tests = [t.split("=", 1) for t in args.tests]
    # The caller may ignore signals that tests send to programs, as a shell does for programs in
    # the background. What is caught here is neither caught nor ignored in a child.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        by_name = {r[0]: r for r in pool.map(lambda t: run(t[0], t[1], args), mixed(tests))}
    results = [by_name[name] for name, _ in tests]
    for name, _, failed, _, _, text in results:
        if failed:
            print("---- %s ----\n%s" % (name, text[-20000:]))
    width = max(len(r[0]) for r in results)
    print("\n%-*s  passed  failed  skipped  seconds" % (width, "test program"))
    for name, passed, failed, skipped, seconds, _ in results:
        print("%-*s  %6d  %6d  %7d  %7.1f" % (width, name, passed, failed, skipped, seconds))
    for *_, text in results:
        for line in re.findall(r"^\[  SKIPPED \] (?!\d+ test).*$", text, re.M):
            print(line)
    total = [sum(r[i] for r in results) for i in (1, 2, 3)]
    print("\n%d passed, %d failed, %d skipped" % tuple(total))
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
