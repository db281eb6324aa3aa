#!/usr/bin/env python3
"""Compares servers of bin16 records: libvce, its peers, and bare epoll as the floor.

    tests/bench/run.py [--quick] [--rounds N] [--out DIR] [--build DIR] ...

Every workload is run several times on each server in turn, forwards and backwards, each time on a
fresh process. A server has one CPU, the load generator another. CPU time is read between two marks,
after a warm-up, while nothing is in flight. A ratio is taken within each round, to the floor of the
same round; the table shows the median of the rounds. Nothing here judges speed: the exit status is
0 unless something did not run, or a record was lost or changed.
"""
import argparse
import contextlib
import os
import pathlib
import platform
import sys
import time

from benchlib import chart, report
from benchlib.measure import SERVERS, Bench, workloads
from benchlib.programs import BenchError

READING = """\
All servers run the same service: bin16 records (two bytes of length, then the content), 32 bytes
long unless the workload says otherwise, each sent back, or to everyone in a broadcast. The load
generator verifies every byte of every record that comes back. The first column of figures is the
floor, a bare epoll loop that sends back bytes and knows no records, in the unit of the heading; the
others are ratios to it, medians of the rounds, except where a ratio says nothing (in parentheses,
in the unit itself). *Spread* is how far apart the rounds of the floor were, *span* the smallest and
the largest ratio of vce: differences smaller than these mean nothing.

*vce* sleeps until something happens (`vce_set_heartbeat_wait_flag(1)` and
`vce_set_heartbeat_wait_limits(100000, 100000)`), as the others do. *vce adaptive* has the flag
alone: a wait of a microsecond after activity that grows with every idle turn, so there may be
several turns between two records. *vce no wait* has not even the flag: it turns without end.
*vce (libevent)* is the other make of the library (`POLLER=libevent`), which waits as *vce* does."""


def progress(line):
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def cpu_model():
    with contextlib.suppress(OSError):
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def conditions(bench, load_before):
    options = bench.options
    return (f"{time.strftime('%Y-%m-%d')}; {cpu_model()}, {os.cpu_count()} CPUs; "
            f"{platform.system()} {platform.release()}; {bench.compiler}; "
            f"{', '.join(bench.versions)}; server on CPU {options.server_cpu}, load on CPU "
            f"{options.load_cpu}; {options.rounds} rounds, {options.seconds:g} s each after "
            f"{options.warmup:g} s; load average {load_before:.2f} before")


def draw(rows, servers, machine):
    """The CPU time of the workloads, without servers that wait in another way than most."""
    unusual = {server.name for server in SERVERS if server.waiting}
    first, *others = [name for name in servers if name not in unusual]
    groups = [(row.workload.name, [row.ratio(name, first) for name in others])
              for row in rows if row.measure.key == "cpu_us"]
    return chart.svg(f"CPU time of the server per record, ratio to {first} (the lower the better)",
                     "; ".join(machine.split("; ")[:3]), others, groups)


def write_report(directory, ratios, absolutes, picture, machine):
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "bench.svg").write_text(picture, encoding="utf-8")
    (directory / "bench.md").write_text("\n\n".join([
        "# Measurements", f"Made by `make bench`. {machine}.", "![CPU time](bench.svg)", READING,
        "## Ratios", ratios.markdown(), "## The same in figures", absolutes.markdown()]) + "\n",
        encoding="utf-8")


def choose(parser, what, wanted, known):
    """Those of `known` whose names are in the comma-separated list."""
    if wanted is None:
        return list(known)
    names = [name.strip() for name in wanted.split(",")]
    unknown = set(names) - {one.name for one in known}
    if unknown:
        parser.error(f"{what}: there is no {', '.join(sorted(unknown))}")
    return [one for one in known if one.name in names]


def parse_options():
    here = pathlib.Path(__file__).resolve()
    cpus = sorted(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true",
                        help="three short rounds with fewer connections, under a minute")
    parser.add_argument("--rounds", type=int, help="rounds per workload (5)")
    parser.add_argument("--seconds", type=float, help="length of one measurement (1.5)")
    parser.add_argument("--warmup", type=float, help="seconds before it (0.4)")
    parser.add_argument("--build", type=pathlib.Path, default=here.parents[2] / "build" / "bench",
                        help="where the programs are (build/bench)")
    parser.add_argument("--servers", help="only these, comma-separated")
    parser.add_argument("--workloads", help="only these, comma-separated")
    parser.add_argument("--server-cpu", type=int, default=cpus[-1])
    parser.add_argument("--load-cpu", type=int, default=cpus[0])
    parser.add_argument("--out", metavar="DIR", type=pathlib.Path, action="append", default=[],
                        help="also write bench.md and bench.svg there; may be repeated")
    options = parser.parse_args()
    defaults = (3, 0.1, 0.04) if options.quick else (5, 1.5, 0.4)
    for name, value in zip(("rounds", "seconds", "warmup"), defaults):
        if getattr(options, name) is None:
            setattr(options, name, value)
    if options.rounds < 1:
        parser.error("--rounds: at least one")
    options.servers = choose(parser, "--servers", options.servers, SERVERS)
    options.workloads = choose(parser, "--workloads", options.workloads, workloads(options.quick))
    return options


def main():
    bench = Bench(parse_options())
    load_before = os.getloadavg()[0]
    os.sched_setaffinity(0, {bench.options.load_cpu})  # this script must not disturb the server
    results = [(workload, bench.rounds(workload, progress)) for workload in bench.options.workloads]
    progress("")
    rows = report.rows_of(results)
    servers = [server.name for server in bench.options.servers]
    machine = conditions(bench, load_before)
    ratios = report.ratio_table(rows, servers)
    print(f"{machine}\n\n{ratios.plain()}")
    for directory in bench.options.out:
        write_report(directory, ratios, report.absolute_table(rows, servers),
                     draw(rows, servers, machine), machine)


if __name__ == "__main__":
    try:
        main()
    except (BenchError, OSError) as error:
        sys.exit(f"bench: {error}")
