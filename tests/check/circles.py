#!/usr/bin/env python3
"""Check that no files of the library call each other in a circle: seven files of one class once did.

usage: circles.py OBJECT_FOLDER [--nm NM]
       circles.py --test CC [--nm NM]

A file calls another one when its object needs a symbol that the other's object defines. What is
called through a pointer that somebody hands in, as a callback is, is no such call. Prints each
circle with its arrows and the symbols on them, last "N passed, M failed": one for each file. Exit
status 1 if there is a circle. --test finds out, with small programs that CC compiles, whether
circles are found and nothing else is.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# `address kind name`; without an address the symbol is needed. Small letters are symbols of the
# object alone, but u, v and w.
LINE = re.compile(r"^(?:[0-9a-f]+)?\s+([A-Zuvw])\s+(\S+)$")


def symbols(nm, path):
    """Those that the object defines for others, and those that it needs."""
    out = subprocess.run([nm, str(path)], check=True, capture_output=True, text=True).stdout
    defined, needed = set(), set()
    for line in out.splitlines():
        found = LINE.match(line)
        if found:
            undefined = found.group(1) == "U" or line.startswith(" ")
            (needed if undefined else defined).add(found.group(2))
    return defined, needed


def arrows(nm, folder):
    """{file: {file that it calls: symbols}}, files as net/name."""
    tables = {}
    for path in sorted(folder.rglob("*.o")):
        tables[str(path.relative_to(folder).with_suffix(""))] = symbols(nm, path)
    definers = {}
    for name, (defined, _) in tables.items():
        for symbol in defined:
            definers.setdefault(symbol, []).append(name)
    graph = {}
    for name, (_, needed) in tables.items():
        graph[name] = {}
        for symbol in sorted(needed):
            for target in definers.get(symbol, []):
                graph[name].setdefault(target, []).append(symbol)
    return graph


def circles(graph):
    """The sets of files that reach each other (Tarjan's strongly connected components)."""
    number, lowest, stack, found = {}, {}, [], []

    def visit(name):
        number[name] = lowest[name] = len(number)
        stack.append(name)
        for target in graph[name]:
            if target not in number:
                visit(target)
                lowest[name] = min(lowest[name], lowest[target])
            elif target in stack:
                lowest[name] = min(lowest[name], number[target])
        if lowest[name] == number[name]:
            members = stack[stack.index(name):]
            del stack[-len(members):]
            if len(members) > 1:
                found.append(sorted(members))

    for name in graph:
        if name not in number:
            visit(name)
    return found


def readable(names):
    filt = shutil.which("c++filt")
    if not names or not filt:
        return {}
    out = subprocess.run([filt], input="\n".join(names), check=True, capture_output=True,
                         text=True).stdout
    return dict(zip(names, out.splitlines()))


def report(graph):
    found = circles(graph)
    inside = sum(len(members) for members in found)
    for members in found:
        print("FAIL: a circle of %d files:" % len(members))
        for name in members:
            for target in (t for t in graph[name] if t in members):
                plain = readable(graph[name][target])
                for symbol in graph[name][target]:
                    print("  %s -> %s: %s" % (name, target, plain.get(symbol, symbol)))
    return len(graph) - inside, inside


TEST = {
    # A circle of three, one of which is also in one of two; below it one that calls nobody, and
    # one that calls back through a pointer only.
    "net/a.c": "void b(void); void leaf(void); void a(void) { b(); leaf(); }",
    "net/b.c": "void c(void); void b(void) { c(); }",
    "net/c.c": "void a(void); void d(void); extern int data; void c(void) { a(); d(); data = 1; }",
    "api/d.c": "void c(void); int data; void d(void) { c(); }",
    "base/leaf.c": "static void a(void) { } void leaf(void) { a(); }",
    "base/pointer.c": "void call(void (*f)(void)) { f(); }",
    "net/user.c": "void call(void (*f)(void)); void user(void) { call(user); }",
    # The same inline function in two objects, which do not call each other for that.
    "net/w1.c": "__attribute__((weak)) void w(void) { } void w1(void) { w(); }",
    "net/w2.c": "__attribute__((weak)) void w(void) { } void w2(void) { w(); }",
}
WANTED = {"net/a": {"net/b": ["b"], "base/leaf": ["leaf"]}, "net/b": {"net/c": ["c"]},
          "net/c": {"net/a": ["a"], "api/d": ["d", "data"]}, "api/d": {"net/c": ["c"]},
          "base/leaf": {}, "base/pointer": {}, "net/user": {"base/pointer": ["call"]},
          "net/w1": {}, "net/w2": {}}


def test(cc, nm):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, text in TEST.items():
            source = folder / file
            source.parent.mkdir(exist_ok=True)
            source.write_text(text + "\n")
            subprocess.run([*cc.split(), "-c", str(source), "-o", str(source.with_suffix(".o"))],
                           check=True)
        graph = arrows(nm, folder)
        # A chain is none, at whatever end one begins.
        chain = {str(i): {str(i + 1): ["f"]} for i in range(200)} | {"200": {}}
        results = [
            ("arrows", {n: {t: sorted(s) for t, s in to.items()} for n, to in graph.items()},
             WANTED),
            ("circles", circles(graph), [["api/d", "net/a", "net/b", "net/c"]]),
            ("circles of a chain", circles(chain), []),
            ("circles of a closed chain", len(circles(chain | {"200": {"7": ["f"]}})[0]), 194),
        ]
    for what, seen, wanted in results:
        if seen != wanted:
            print("FAIL: %s: %s instead of %s" % (what, seen, wanted))
    return [seen == wanted for _, seen, wanted in results]


def main():
    ap = argparse.ArgumentParser(description="Find files that call each other in a circle.")
    ap.add_argument("objects", nargs="?", type=pathlib.Path)
    ap.add_argument("--test", metavar="CC")
    ap.add_argument("--nm", default="nm")
    args = ap.parse_args()
    if (args.objects is None) == (args.test is None):
        ap.error("either OBJECT_FOLDER or --test")
    if args.test:
        good = test(args.test, args.nm)
        passed, failed = sum(good), len(good) - sum(good)
    else:
        graph = arrows(args.nm, args.objects)
        if not graph:
            sys.exit("no objects below %s" % args.objects)
        passed, failed = report(graph)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
