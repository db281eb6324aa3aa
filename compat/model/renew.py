#!/usr/bin/env python3
"""Make the model and the generated file of every binding anew, or check that they are up to date.

usage: renew.py [--check] [--cc COMPILER] XML_FOLDER [LANGUAGE:FILE ...]

LANGUAGE names an emitter beside this file, FILE what it writes. With --check nothing is written; a
file that is not what it should be is named with its first difference, and the exit status is 1.
"""
import argparse
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))


def run(program, *arguments):
    return subprocess.run([sys.executable, "-B", os.path.join(HERE, program), *arguments],
                          check=False).returncode == 0


def difference(path, wanted):
    """Where the file differs from the wanted content, or None."""
    try:
        with open(path, encoding="utf-8") as f:
            lines = f.read().split("\n")
    except OSError as e:
        return "%s: %s" % (path, e.strerror)
    wanted_lines = wanted.split("\n")
    if lines == wanted_lines:
        return None
    n = next((n for n, (a, b) in enumerate(zip(lines, wanted_lines)) if a != b),
             min(len(lines), len(wanted_lines)))
    return "%s:%d: not what vce.h, the notes and the emitters make; run `make api`" % (path, n + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--cc", default="cc")
    parser.add_argument("xml")
    parser.add_argument("emitters", nargs="*")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "model.json")
        if not run("make_model.py", args.xml, model, "--cc", args.cc):
            return 1
        made = [(os.path.join(HERE, "model.json"), model)]
        for emitter in args.emitters:
            language, _, path = emitter.partition(":")
            made.append((path, os.path.join(folder, language + "-" + os.path.basename(path))))
            if not run("emit_%s.py" % language, model, made[-1][1]):
                return 1
        problems = []
        for path, new in made:
            with open(new, encoding="utf-8") as f:
                text = f.read()
            if args.check:
                problems.append(difference(path, text))
            elif difference(path, text):
                with open(path, "w", encoding="utf-8") as f:
                    f.write(text)
                print("renewed " + os.path.relpath(path))
    for problem in filter(None, problems):
        print("renew.py: " + problem, file=sys.stderr)
    return 1 if any(problems) else 0


if __name__ == "__main__":
    sys.exit(main())
