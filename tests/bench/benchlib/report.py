"""From measurements to tables."""
import dataclasses
import statistics


@dataclasses.dataclass(frozen=True)
class Measure:
    key: str
    title: str
    unit: str
    only: tuple = ()  # beginnings of the names of workloads; none: all that have the key
    excluded: tuple = ()
    absolute: bool = False  # a ratio would say nothing


LARGE = ("16 KiB",)
MEASURES = (
    Measure("cpu_us", "CPU of the server per record", "µs"),
    Measure("rate", "records per second (more is better)", "/s", excluded=LARGE),
    Measure("mb_rate", "bytes per second (more is better)", "MB/s", only=LARGE),
    Measure("p50_us", "latency, median", "µs"),
    Measure("p99_us", "latency, 99 %", "µs"),
    Measure("p999_us", "latency, 99.9 %", "µs"),
    Measure("open_ms", "time to open, with an echo on each", "ms"),
    Measure("open_cpu_us", "CPU of the server per connection opened", "µs"),
    Measure("turn_ns", "a turn of the loop with nothing to do", "ns"),
    Measure("idle_cpu_us", "CPU per second of waiting", "µs", absolute=True),
    Measure("heap_bytes", "allocated per idle connection", "bytes", absolute=True),
    Measure("anon_bytes", "anonymous memory per idle connection", "bytes", absolute=True),
)


def wants(measure, name):
    if measure.only and not name.startswith(measure.only):
        return False
    return not (measure.excluded and name.startswith(measure.excluded))


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def ratios(runs, yardstick, key):
    """Round by round; where the yardstick is zero there is none."""
    return [run[key] / base[key] for run, base in zip(runs, yardstick) if base[key]]


def number(value):
    """Three significant digits, without an exponent."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


@dataclasses.dataclass
class Row:
    measure: Measure
    workload: object
    runs: dict  # by server name, servers that did not run it are missing

    def absolute(self, server):
        runs = self.runs.get(server)
        return number(median(runs, self.measure.key)) if runs else ""

    def ratio(self, server, yardstick):
        """The median ratio, or None."""
        runs, base = self.runs.get(server), self.runs.get(yardstick)
        values = ratios(runs, base, self.measure.key) if runs and base else []
        return statistics.median(values) if values else None

    def span(self, server, yardstick):
        runs, base = self.runs.get(server), self.runs.get(yardstick)
        values = ratios(runs, base, self.measure.key) if runs and base else []
        return f"{min(values):.2f}–{max(values):.2f}" if values else ""

    def spread(self, server):
        """How far apart the rounds of one server were, in per cent of their median."""
        values = [run[self.measure.key] for run in self.runs.get(server, ())]
        middle = statistics.median(values) if values else 0
        return f"{(max(values) - min(values)) / middle * 100:.0f} %" if middle else ""

    def goal(self):
        return self.workload.goals.get(self.measure.key, "")


def rows_of(results):
    """`results`: pairs of a workload and its runs by server name."""
    rows = []
    for measure in MEASURES:
        for workload, runs in results:
            some = next((r[0] for r in runs.values() if r), {})
            if measure.key in some and wants(measure, workload.name):
                rows.append(Row(measure, workload, runs))
    return rows


@dataclasses.dataclass
class Table:
    """Rows under headings."""
    head: tuple
    sections: list  # (title, rows)

    def plain(self):
        every = [self.head] + [row for _, rows in self.sections for row in rows]
        widths = [max(map(len, column)) for column in zip(*every)]

        def line(row):
            return "  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                             for i, (cell, width) in enumerate(zip(row, widths))).rstrip()
        lines = [line(self.head)]
        for title, rows in self.sections:
            lines += ["", title, *map(line, rows)]
        return "\n".join(lines)

    def markdown(self):
        def line(cells):
            return "| " + " | ".join(cells) + " |"
        lines = [line(self.head), line(["---"] + ["---:"] * (len(self.head) - 1))]
        for title, rows in self.sections:
            lines.append(line([f"**{title}**"] + [""] * (len(self.head) - 1)))
            lines += map(line, rows)
        return "\n".join(lines)


def sections(rows, cells):
    result = []
    for row in rows:
        title = f"{row.measure.title}, {row.measure.unit}"
        if not result or result[-1][0] != title:
            result.append((title, []))
        result[-1][1].append(cells(row))
    return result


def ratio_table(rows, servers):
    """The yardstick in its unit, all others as ratios to it."""
    first, *others = servers
    watched = "vce" if "vce" in others else None

    def cell(row, server):
        if row.measure.absolute:
            return row.absolute(server) and f"({row.absolute(server)})"
        value = row.ratio(server, first)
        return "" if value is None else f"{value:.2f}"

    def cells(row):
        end = (row.span(watched, first) if watched and not row.measure.absolute else "", row.goal())
        return (row.workload.name, row.absolute(first), row.spread(first),
                *(cell(row, server) for server in others), *end)
    head = ("", first, "spread", *others, "span of vce", "goal")
    return Table(head, sections(rows, cells))


def absolute_table(rows, servers):
    return Table(("", *servers),
                 sections(rows, lambda row: (row.workload.name,
                                             *(row.absolute(server) for server in servers))))
