"""The chart: one group of bars per workload, each bar a ratio to the yardstick."""
import html
import math

COLOURS = ("#9aa5b1", "#c98b2b", "#5b8c5a", "#8064a2", "#1f5fa8", "#d1495b")
LEFT, TOP, BOTTOM = 56, 92, 48
HIGHEST = 2.5  # a bar that would be longer is cut there, and marked
PLOT_HEIGHT, BAR, GAP = 300, 17, 26


def text(x, y, content, anchor="middle", size=12, extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{extra}>'
            f'{html.escape(content)}</text>')


def legend(servers):
    parts, x = [], LEFT
    for server, colour in zip(servers, COLOURS):
        parts.append(f'<rect x="{x}" y="56" width="12" height="12" fill="{colour}"/>')
        parts.append(text(x + 17, 66, server, "start"))
        x += 36 + 7 * len(server)
    return parts


def group(x, y_of, name, values):
    """The bars of one workload, left to right; None leaves a gap. Each has its value written in."""
    parts, ground = [], y_of(0)
    for i, value in enumerate(values):
        if value is None:
            continue
        left, top = x + i * BAR, y_of(value)
        parts.append(f'<rect x="{left:.1f}" y="{top:.1f}" width="{BAR - 2}" '
                     f'height="{ground - top:.1f}" fill="{COLOURS[i]}"/>')
        if value > HIGHEST:
            parts.append(f'<path d="M{left - 1:.1f} {top + 8:.1f} l{BAR} -5 v5 l-{BAR} 5 z" '
                         'fill="white"/>')
        at = left + BAR / 2 + 3
        parts.append(text(at, ground - 6, f"{value:.2f}", "start", 11,
                          f' fill="white" transform="rotate(-90 {at:.1f} {ground - 6:.1f})"'))
    parts.append(text(x + len(values) * BAR / 2, ground + 18, name))
    return parts


def svg(title, subtitle, servers, groups):
    """`groups`: pairs of a name and one ratio or None per server. Returns the file's content."""
    step = max(len(servers) * BAR + GAP, 128)
    width = LEFT + len(groups) * step + 20
    height = TOP + PLOT_HEIGHT + BOTTOM
    largest = max((v for _, values in groups for v in values if v is not None), default=1)
    ceiling = min(max(math.ceil(largest * 4) / 4, 1.25), HIGHEST)

    def y_of(value):
        return TOP + PLOT_HEIGHT * (1 - min(value, ceiling) / ceiling)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
             'font-family="sans-serif" fill="#222">',
             f'<rect width="{width}" height="{height}" fill="white"/>',
             text(LEFT, 24, title, "start", 16), text(LEFT, 41, subtitle, "start", 11),
             *legend(servers)]
    for i in range(int(ceiling * 4) + 1):
        y = y_of(i / 4)
        parts.append(f'<line x1="{LEFT}" x2="{width - 20}" y1="{y:.1f}" y2="{y:.1f}" '
                     'stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, f"{i / 4:g}", "end", 11))
    for i, (name, values) in enumerate(groups):
        x = LEFT + i * step + (step - len(servers) * BAR) / 2
        parts += group(x, y_of, name, values)
    y = y_of(1)
    parts.append(f'<line x1="{LEFT}" x2="{width - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="#222" '
                 'stroke-dasharray="5 4"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"
