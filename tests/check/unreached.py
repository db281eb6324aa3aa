#!/usr/bin/env python3
"""Compare what the tests reached of lib/ with the list of what they cannot reach.

usage: unreached.py COVERAGE.json LIST MIN_LINES MIN_BRANCHES    (percentages; at the top of the tree)
       unreached.py LIST

COVERAGE.json is gcovr's. LIST says how it is written. Exit status 1, and a line for each, if a line
is neither reached nor listed, if a listed one is reached, if an entry is not found exactly once in
its file, or if less than the given share of lines or branches is reached. With LIST alone, which
takes no run of the tests, its entries are looked for in their files.
"""
import json
import sys


def read_list(path):
    """Yields (name of the file, [(mark, text of the line)])."""
    entry = None
    with open(path, encoding="utf-8") as f:
        for line in f.read().split("\n") + [""]:
            if line.startswith("lib/") or not line.strip():
                if entry:
                    yield entry
                entry = (line.split(":")[0], []) if line else None
            elif not line.startswith("#"):
                entry[1].append((line[0], line[1:].strip()))


def find(source, texts):
    """The numbers of the lines at which the texts begin, counted from 1."""
    return [i + 1 for i in range(len(source) - len(texts) + 1)
            if source[i:i + len(texts)] == texts]


def check_places(path):
    """Whether each entry is found; the closing line is that of all checks."""
    counts = {True: 0, False: 0}
    for name, lines in read_list(path):
        try:
            with open(name, encoding="utf-8") as f:
                places = find([line.strip() for line in f], [text for _, text in lines])
        except FileNotFoundError:
            places = []
        counts[len(places) == 1] += 1
        if len(places) != 1:
            print("%s: found %d times: %s" % (name, len(places), lines[0][1]))
    print("%d passed, %d failed" % (counts[True], counts[False]))
    return 1 if counts[False] or not counts[True] else 0


def main():
    if len(sys.argv) == 2:
        return check_places(sys.argv[1])
    coverage, list_path, min_lines, min_branches = sys.argv[1:]
    with open(coverage, encoding="utf-8") as f:
        files = {x["file"]: [l for l in x["lines"] if not l["gcovr/noncode"]]
                 for x in json.load(f)["files"]}
    sources = {}
    for name in files:
        with open(name, encoding="utf-8") as f:
            sources[name] = [line.strip() for line in f]
    reached = {(name, l["line_number"]): l["count"] > 0 for name in files for l in files[name]}
    problems = []

    listed = set()
    for name, lines in read_list(list_path):
        places = find(sources.get(name, []), [text for _, text in lines])
        if len(places) != 1:
            problems.append("%s: found %d times: %s" % (name, len(places), lines[0][1]))
            continue
        for number, (mark, text) in enumerate(lines, places[0]):
            if mark == "-" and reached.get((name, number), True):
                problems.append("%s:%d: listed, but reached: %s" % (name, number, text))
            if mark in "-?":
                listed.add((name, number))
    for (name, number), was_reached in sorted(reached.items()):
        if not was_reached and (name, number) not in listed:
            problems.append("%s:%d: not reached, not listed: %s"
                            % (name, number, sources[name][number - 1]))

    branches = [b["count"] > 0 for x in files.values() for l in x for b in l["branches"]]
    for what, counts, least in (("lines", list(reached.values()), min_lines),
                                ("branches", branches, min_branches)):
        percent = 100 * sum(counts) / len(counts)
        print("%.1f %% of %d %s are reached" % (percent, len(counts), what))
        if percent < float(least):
            problems.append("%s: fewer than %s %%" % (what, least))
    for p in problems:
        print(p)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
