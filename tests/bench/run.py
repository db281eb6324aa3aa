#!/usr/bin/env python3
"""Compares echo servers by the CPU time they spend per record.

    tests/bench/run.py [--quick] [--pairs N] [--markdown FILE] [--build DIR] ...

Every workload is run several times on each server in turn (raw, vce, raw, vce, ...), each time on a
fresh process. A server has one CPU, the load generator another. CPU time is read between two marks,
after a warm-up, while nothing is in flight. A ratio is taken within each round, against the raw server
of the same round; the table shows the median of the rounds and their span. Nothing here judges speed:
the exit status is 0 unless something did not run, or a record was lost or changed.
"""
import argparse
import contextlib
import dataclasses
import json
import os
import pathlib
import platform
import select
import statistics
import subprocess
import sys
import time

ANSWER_SECONDS = 60  # the longest that any program may be silent


@dataclasses.dataclass(frozen=True)
class Server:
    name: str
    program: str
    arguments: tuple = ()


@dataclasses.dataclass(frozen=True)
class EchoWorkload:
    """Records go round on `active` of `connections`, `depth` in flight on each."""
    name: str
    connections: int
    active: int
    depth: int
    goal: str


@dataclasses.dataclass(frozen=True)
class OpenWorkload:
    """All connections are opened at once, until each is established or has echoed one record."""
    name: str
    connections: int
    mode: str  # as load --open
    goal: str


# The first server is the yardstick of the ratios. A further peer is one more line here.
SERVERS = (
    Server("raw", "raw_epoll"),
    Server("vce", "vce_echo", ("wait",)),
)
ECHO_WORKLOADS = (
    EchoWorkload("64×1", 64, 64, 1, "≤ 1.20"),
    EchoWorkload("64×32", 64, 64, 32, "≤ 1.30"),
    EchoWorkload("1000/10", 1000, 10, 1, "≤ 1.20"),
)
OPEN_WORKLOADS = (
    OpenWorkload("open 500, established", 500, "established", "-"),
    OpenWorkload("open 500, first echo", 500, "echo", "≤ 200 ms"),
)
IDLE_CONNECTIONS = (0, 5000)


class BenchError(Exception):
    pass


class Program:
    """A child process that is spoken to in lines."""

    def __init__(self, build, program, arguments):
        self.name = program
        self.buffer = b""
        self.process = subprocess.Popen([build / program, *map(str, arguments)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()  # servers end with their input
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def tell(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def read_line(self):
        deadline = time.monotonic() + ANSWER_SECONDS
        while b"\n" not in self.buffer:
            pipe = self.process.stdout.fileno()
            if not select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
                raise BenchError(f"{self.name} gave no answer in {ANSWER_SECONDS} s")
            piece = os.read(pipe, 65536)
            if not piece:
                raise BenchError(f"{self.name} ended with status {self.process.wait()}")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode()

    def read_json(self):
        return json.loads(self.read_line())

    def ask(self, line):
        self.tell(line)
        return self.read_json()


class Bench:
    """Where the programs are, which CPUs they get, how long they run."""

    def __init__(self, options):
        self.options = options
        self.compiler = ""

    @contextlib.contextmanager
    def serving(self, server):
        """A fresh server and its port."""
        arguments = (self.options.server_cpu, *server.arguments)
        with Program(self.options.build, server.program, arguments) as running:
            yield running, int(running.read_line())

    def load(self, port, *arguments):
        return Program(self.options.build, "load",
                       ("--port", port, "--cpu", self.options.load_cpu, *arguments))

    def echo(self, workload, server):
        """One run of an echo workload: its measurements by name."""
        with self.serving(server) as (running, port):
            with self.load(port, "--step", "--connections", workload.connections,
                           "--active", workload.active, "--depth", workload.depth,
                           "--size", self.options.size, "--warmup", self.options.warmup,
                           "--seconds", self.options.seconds) as load:
                load.read_json()  # warm
                before = running.ask("mark")
                load.tell("go")
                result = load.read_json()
                after = running.ask("mark")
        self.compiler = result["compiler"]
        return {
            "cpu_ns": (after["cpu_ns"] - before["cpu_ns"]) / result["records"],
            "rate": result["records"] / result["ns"] * 1e9,
            "p50_us": result["p50_ns"] / 1e3,
            "p99_us": result["p99_ns"] / 1e3,
            "p999_us": result["p999_ns"] / 1e3,
            "anon_kib": after["anon_kib"],
        }

    def open(self, workload, server):
        """One run of an open workload: milliseconds and the server's CPU time per connection."""
        with self.serving(server) as (running, port):
            before = running.ask("mark")
            with self.load(port, "--open", workload.mode, "--connections", workload.connections,
                           "--size", self.options.size) as load:
                result = load.read_json()
                after = running.ask("mark")
        self.compiler = result["compiler"]
        return {
            "ms": result["echoed_ns" if workload.mode == "echo" else "established_ns"] / 1e6,
            "cpu_us": (after["cpu_ns"] - before["cpu_ns"]) / 1e3 / workload.connections,
        }

    def idle(self, connections):
        """CPU time of one idle heartbeat and of one bare epoll_wait, in nanoseconds."""
        with Program(self.options.build, "idle_heartbeat",
                     (self.options.server_cpu, connections)) as program:
            return program.read_json()

    def rounds(self, measure, workload):
        """All runs of a workload: a list of measurements per server name, servers taking turns."""
        runs = {server.name: [] for server in self.options.servers}
        for number in range(self.options.pairs):
            for server in self.options.servers:
                progress(f"{workload.name}: {server.name}, round {number + 1}")
                runs[server.name].append(measure(workload, server))
        return runs


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def middle(runs, key):
    return statistics.median(run[key] for run in runs)


def ratio(runs, yardstick, key):
    """Ratios round by round: their median and span, as two cells."""
    ratios = [run[key] / base[key] for run, base in zip(runs, yardstick)]
    return f"{statistics.median(ratios):.2f}", f"{min(ratios):.2f}–{max(ratios):.2f}"


def ratio_cells(server, runs, yardstick, key, goal):
    """Ratio, span and goal; empty for the yardstick itself and where it did not run."""
    if server == SERVERS[0].name or yardstick is None:
        return "", "", ""
    return (*ratio(runs, yardstick, key), goal)


@dataclasses.dataclass
class Table:
    title: str
    head: tuple
    rows: list

    def markdown(self):
        lines = [f"### {self.title}", "", self.markdown_row(self.head),
                 self.markdown_row(["---"] * 2 + ["---:"] * (len(self.head) - 2))]
        return "\n".join(lines + [self.markdown_row(row) for row in self.rows])

    @staticmethod
    def markdown_row(cells):
        return "| " + " | ".join(cells) + " |"

    def plain(self):
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows)]

        def line(row):
            cells = [cell.ljust(width) if i < 2 else cell.rjust(width)
                     for i, (cell, width) in enumerate(zip(row, widths))]
            return "  ".join(cells).rstrip()
        return "\n".join([self.title, line(self.head), *map(line, self.rows)])


def echo_table(bench):
    rows = []
    for workload in ECHO_WORKLOADS:
        by_server = bench.rounds(bench.echo, workload)
        yardstick = by_server.get(SERVERS[0].name)
        for name, runs in by_server.items():
            rows.append((workload.name, name, f"{middle(runs, 'cpu_ns'):.0f}",
                         *ratio_cells(name, runs, yardstick, "cpu_ns", workload.goal),
                         f"{middle(runs, 'rate'):.0f}",
                         *(f"{middle(runs, key):.0f}" for key in ("p50_us", "p99_us", "p999_us")),
                         f"{middle(runs, 'anon_kib'):.0f}"))
    return Table(f"Echo of bin16 records, {bench.options.size} bytes of content",
                 ("workload", "server", "CPU ns/record", "ratio", "span", "goal", "records/s",
                  "p50 µs", "p99 µs", "p99.9 µs", "anon KiB"), rows)


def open_table(bench):
    rows = []
    for workload in OPEN_WORKLOADS:
        by_server = bench.rounds(bench.open, workload)
        for name, runs in by_server.items():
            times = [run["ms"] for run in runs]
            rows.append((workload.name, name, f"{statistics.median(times):.1f}",
                         f"{min(times):.1f}–{max(times):.1f}",
                         "" if name == SERVERS[0].name else workload.goal,
                         f"{middle(runs, 'cpu_us'):.1f}"))
    return Table("Opening connections, non-blocking, all at once",
                 ("workload", "server", "ms", "span", "goal", "CPU µs/connection"), rows)


def idle_table(bench):
    rows = []
    for connections in IDLE_CONNECTIONS:
        runs = []
        for number in range(bench.options.pairs):
            progress(f"idle heartbeat: {connections} connections, round {number + 1}")
            runs.append(bench.idle(connections))
        rows.append(("idle heartbeat", str(connections), f"{middle(runs, 'heartbeat_ns'):.0f}",
                     f"{middle(runs, 'epoll_wait_ns'):.0f}",
                     *ratio([{"ns": run["heartbeat_ns"]} for run in runs],
                            [{"ns": run["epoll_wait_ns"]} for run in runs], "ns")))
    return Table("A heartbeat with nothing to do",
                 ("workload", "connections", "CPU ns", "bare epoll_wait ns", "ratio", "span"), rows)


def machine_line(bench, load_before):
    model = platform.machine()
    with contextlib.suppress(OSError):
        for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    options = bench.options
    return (f"{model}, {os.cpu_count()} CPUs; {platform.system()} {platform.release()}; "
            f"{bench.compiler}; server on CPU {options.server_cpu}, load on CPU {options.load_cpu}; "
            f"median of {options.pairs}, {options.seconds:g} s each after {options.warmup:g} s; "
            f"load average {load_before:.2f} before; {time.strftime('%Y-%m-%d')}")


def parse_options():
    here = pathlib.Path(__file__).resolve()
    cpus = sorted(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="three short rounds, under a minute")
    parser.add_argument("--pairs", type=int, help="rounds per workload (5)")
    parser.add_argument("--seconds", type=float, help="length of one measurement (2)")
    parser.add_argument("--warmup", type=float, help="seconds before it (0.5)")
    parser.add_argument("--size", type=int, default=32, help="bytes of content per record (32)")
    parser.add_argument("--build", type=pathlib.Path, default=here.parents[2] / "build" / "bench",
                        help="where the programs are (build/bench)")
    parser.add_argument("--servers", default=",".join(server.name for server in SERVERS),
                        help="which ones, comma-separated (all)")
    parser.add_argument("--server-cpu", type=int, default=cpus[-1])
    parser.add_argument("--load-cpu", type=int, default=cpus[0])
    parser.add_argument("--markdown", metavar="FILE", help="also write the tables as Markdown")
    options = parser.parse_args()
    defaults = (3, 0.3, 0.2) if options.quick else (5, 2.0, 0.5)
    for name, value in zip(("pairs", "seconds", "warmup"), defaults):
        if getattr(options, name) is None:
            setattr(options, name, value)
    if options.pairs < 1:
        parser.error("--pairs: at least one")
    wanted = options.servers.split(",")
    unknown = set(wanted) - {server.name for server in SERVERS}
    if unknown:
        parser.error(f"--servers: there is no {', '.join(sorted(unknown))}")
    options.servers = [server for server in SERVERS if server.name in wanted]
    return options


def main():
    bench = Bench(parse_options())
    load_before = os.getloadavg()[0]
    os.sched_setaffinity(0, {bench.options.load_cpu})  # this script must not disturb the server
    tables = [echo_table(bench), open_table(bench)]
    if any(server.name == "vce" for server in bench.options.servers):
        tables.append(idle_table(bench))
    progress("")
    machine = machine_line(bench, load_before)
    print("\n\n".join([machine, *(table.plain() for table in tables)]))
    if bench.options.markdown:
        text = "\n\n".join([*(table.markdown() for table in tables), machine])
        pathlib.Path(bench.options.markdown).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (BenchError, OSError) as error:
        sys.exit(f"bench: {error}")
