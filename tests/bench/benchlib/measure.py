"""What is measured: servers, workloads, and one run of a workload on a server."""
import contextlib
import dataclasses
import time

from .programs import BenchError, Program


@dataclasses.dataclass(frozen=True)
class Server:
    name: str
    program: str
    waiting: str = ""  # in another way than most; such a server runs only workloads that name it


@dataclasses.dataclass(frozen=True)
class Load:
    """Records go round on `active` of `connections`, `depth` in flight on each. Mode "broadcast":
    those of one further connection go to all. Mode "churn": connect, one echo, close."""
    name: str
    connections: int
    active: int = 0  # 0: all
    depth: int = 1
    size: int = 32  # bytes of content
    mode: str = "echo"
    also: tuple = ()  # servers that wait in these ways, too
    goals: dict = dataclasses.field(default_factory=dict)  # of vce, by measure

    def measure(self, bench, server):
        with bench.serving(server, "broadcast" if self.mode == "broadcast" else None) as (running,
                                                                                          port):
            with bench.load(port, "--mode", self.mode, "--step",
                            "--connections", self.connections,
                            "--active", self.active or self.connections, "--depth", self.depth,
                            "--size", self.size, "--warmup", bench.warmup,
                            "--seconds", bench.seconds) as load:
                load.read_json()  # ready
                before = running.ask("mark")
                load.tell("go")
                result = load.read_json()
                after = running.ask("mark")
        bench.compiler = result["compiler"]
        rate = result["records"] / result["ns"] * 1e9
        return {
            "cpu_us": (after["cpu_ns"] - before["cpu_ns"]) / 1e3 / result["records"],
            "rate": rate,
            "mb_rate": rate * self.size / 1e6,
            "p50_us": result["p50_ns"] / 1e3,
            "p99_us": result["p99_ns"] / 1e3,
            "p999_us": result["p999_ns"] / 1e3,
        }


@dataclasses.dataclass(frozen=True)
class Opening:
    """Connections are opened, one record is echoed on each, then they are left idle: the time that
    takes, the memory they hold, the CPU time of doing nothing."""
    name: str
    connections: int
    idle: bool = True  # look at the idle state too
    also: tuple = ()
    turn_only: bool = False  # only the cost of a turn with nothing to do
    goals: dict = dataclasses.field(default_factory=dict)

    def measure(self, bench, server):
        values = {} if self.turn_only else self.measure_opening(bench, server)
        if self.idle:
            with bench.serving(server, "poll") as (running, port):
                with self.opened(bench, port) as (load, _):
                    values["turn_ns"] = self.idle_cost(bench, running)[1]
                    load.tell("go")
        return values

    def measure_opening(self, bench, server):
        values = {}
        with bench.serving(server) as (running, port):
            empty = running.ask("memory")
            before = running.ask("mark")
            with self.opened(bench, port) as (load, result):
                after = running.ask("mark")
                values["open_ms"] = result["echoed_ns"] / 1e6
                cpu_ns = after["cpu_ns"] - before["cpu_ns"]
                values["open_cpu_us"] = cpu_ns / 1e3 / self.connections
                if self.idle:
                    full = running.ask("memory")
                    values["idle_cpu_us"] = self.idle_cost(bench, running)[0]
                    for key in ("heap_bytes", "anon_bytes"):
                        values[key] = (full[key] - empty[key]) / self.connections
                load.tell("go")
        return values

    @contextlib.contextmanager
    def opened(self, bench, port):
        with bench.load(port, "--mode", "open", "--step", "--connections",
                        self.connections) as load:
            result = load.read_json()
            load.read_json()  # ready
            yield load, result

    @staticmethod
    def idle_cost(bench, running):
        """CPU time in µs per second, and in ns per turn of a loop that polls."""
        before, start = running.ask("mark"), time.monotonic()
        time.sleep(bench.idle_seconds)
        after, end = running.ask("mark"), time.monotonic()
        cpu_ns = after["cpu_ns"] - before["cpu_ns"]
        return cpu_ns / 1e3 / (end - start), cpu_ns / max(after["turns"] - before["turns"], 1)


SERVERS = (
    Server("raw epoll", "raw_epoll"),  # the floor: ratios are to this one
    Server("raw parsing", "raw_epoll_records"),
    Server("libevent", "libevent"),
    Server("libuv", "libuv"),
    Server("Asio", "asio"),
    Server("vce", "vce_echo"),
    Server("vce (libevent)", "vce_echo_libevent"),
    Server("vce adaptive", "vce_echo", "adaptive"),
    Server("vce no wait", "vce_echo", "poll"),
)


def workloads(quick):
    many = 2000 if quick else 19000
    every = ("adaptive", "poll")
    near = {"cpu_us": "≤ 1.10"}
    return (
        Load("1 connection", 1, also=every),
        Load("64 × 1", 64, also=every, goals=near),
        Load("64 × 32", 64, depth=32, also=every, goals={"cpu_us": "≤ 1.15"}),
        Load("1000 / 10 active", 1000, active=10, also=every, goals=near),
        Load(f"{many} / 100 active", many, active=100, goals=near),
        Load("16 KiB records", 16, depth=2, size=16384, goals=near),
        Load("broadcast to 1000", 1000, mode="broadcast"),
        Load("open/close churn", 16, mode="churn"),
        Opening("open 500", 500, idle=False, goals={"open_ms": "≤ 200 ms"}),
        Opening("1 idle", 1, turn_only=True, goals={"turn_ns": "≤ 4"}),
        *([] if quick else
          [Opening("5000 idle", 5000, turn_only=True, goals={"turn_ns": "≤ 4"})]),
        Opening(f"{many} idle", many, also=("adaptive",),
                goals={"open_ms": "≤ 1.3", "turn_ns": "≤ 4", "idle_cpu_us": "≤ 10000",
                       "heap_bytes": "≤ 300"}),
    )


class Bench:
    """Where the programs are, which CPUs they get, how long they run, and what they say of
    themselves."""

    def __init__(self, options):
        self.options = options
        self.warmup, self.seconds = options.warmup, options.seconds
        self.idle_seconds = min(options.seconds, 0.5)
        self.compiler = ""
        self.versions = {}

    @contextlib.contextmanager
    def serving(self, server, mode=None):
        """A fresh server and its port."""
        modes = [mode] if mode else []
        if server.waiting and server.waiting != mode:
            modes.append(server.waiting)
        with Program(self.options.build, server.program, (self.options.server_cpu,
                                                          *modes)) as running:
            port, library = running.read_line().split(" ", 1)
            if library != "-":
                self.versions[library] = True
            yield running, int(port)

    def load(self, port, *arguments):
        return Program(self.options.build, "load",
                       ("--port", port, "--cpu", self.options.load_cpu, *arguments))

    def rounds(self, workload, progress):
        """All runs of a workload: a list of measurements per server name. The servers take turns,
        forwards in one round and backwards in the next."""
        servers = [s for s in self.options.servers if s.waiting in ("", *workload.also)]
        runs = {server.name: [] for server in servers}
        for number in range(self.options.rounds):
            for server in servers if number % 2 == 0 else reversed(servers):
                progress(f"{workload.name}: {server.name}, round {number + 1}")
                try:
                    runs[server.name].append(workload.measure(self, server))
                except BenchError as error:
                    raise BenchError(f"{workload.name}, {server.name}: {error}") from error
        return runs
