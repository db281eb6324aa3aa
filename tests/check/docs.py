#!/usr/bin/env python3
"""Check that every exported function has exactly one manual page, and that the pages are sound.

usage: docs.py EXPORTS MAN3_FOLDER [--header VCE_H] [--nm NM] [--pages PAGE...]

EXPORTS is a shared library, or a text file with one function name per line. A page describes the
names of its NAME section; its file is called after the first of them, and a file that only says
".so man3/NAME.3" stands for the others. Each exported function must be described by exactly one
page, which describes nothing else and has all sections; every other page must describe
function-like macros that VCE_H defines. groff must not warn about any page, nor about those named
with --pages, which must have no tabs: shown they are blanks, and a Makefile that is copied from
there does not work. One line is printed per problem, the last line is "N passed, M failed", and the
exit status is 1 when anything failed, 2 when the check could not be made. Needs Python 3 (standard library only), nm and groff.
"""
import argparse
import os
import re
import subprocess
import sys

SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "PARAMETERS", "RETURN VALUE", "ERRORS", "NOTES",
            "SEE ALSO"]


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, good, problem):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print("FAIL: " + problem)
        return bool(good)


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True, errors="replace",
                          env=dict(os.environ, LC_ALL="C"))


def exports(path, nm):
    """The function names that a library exports, or that a text file lists."""
    with open(path, "rb") as fh:
        content = fh.read()
    if not content.startswith(b"\x7fELF"):
        lines = [l.strip() for l in content.decode().split("\n")]
        return {l for l in lines if l and not l.startswith("#")}
    result = run([nm, "-D", "--defined-only", path])
    if result.returncode:
        raise OSError("nm failed: " + result.stderr.strip())
    names = set()
    for line in result.stdout.split("\n"):
        fields = line.split()
        if len(fields) >= 2 and fields[-2] in "TtWwiI":
            names.add(fields[-1].split("@")[0])
    return names


def function_like_macros(header):
    if not header:
        return set()
    with open(header) as fh:
        return set(re.findall(r"^\s*#\s*define\s+(\w+)\(", fh.read(), re.M))


class Page:
    def __init__(self, folder, file):
        self.file, self.path = file, os.path.join(folder, file)
        with open(self.path) as fh:
            text = fh.read()
        link = re.fullmatch(r"\.so man3/(\w+)\.3\n", text)
        self.link = link.group(1) if link else None
        parts = re.split(r"^\.SH (.*)\n", text, flags=re.M)
        self.sections = parts[1::2]
        self.bodies = dict(zip(self.sections, parts[2::2]))
        names = self.bodies.get("NAME", "").split("\\-")[0]
        self.names = [n.strip() for n in names.split(",") if n.strip()]

    def empty_sections(self):
        return [s for s in self.sections if not self.bodies[s].strip()]


def check_page(page, functions, macros, groups, report):
    """What a page is like, apart from who is described where."""
    if page.link:
        target = groups.get(page.link)
        report.check(target and page.file[:-2] in target.names,
                     "%s: the page it links to does not describe it" % page.file)
        return
    if not report.check(page.names, "%s: no name in its NAME section" % page.file):
        return
    report.check(page.file == page.names[0] + ".3",
                 "%s: should be called %s.3" % (page.file, page.names[0]))
    if page.names[0] in functions:
        report.check(len(page.names) == 1, "%s: describes more than one function" % page.file)
        report.check(page.sections == SECTIONS, "%s: sections are %s, expected %s"
                     % (page.file, ", ".join(page.sections), ", ".join(SECTIONS)))
    else:
        for name in page.names:
            report.check(name in macros, "%s: %s is neither an exported function nor a macro"
                         % (page.file, name))
    report.check(not page.empty_sections(),
                 "%s: empty: %s" % (page.file, ", ".join(page.empty_sections())))
    check_groff(page.path, report)


def check_groff(path, report):
    result = run(["groff", "-man", "-ww", "-z", path])
    said = (result.stderr or result.stdout).strip().split("\n")[0]
    report.check(result.returncode == 0 and not said,
                 "%s: groff: %s" % (os.path.basename(path), said))


def check_tabs(path, report):
    with open(path) as fh:
        lines = [n for n, line in enumerate(fh, 1) if "\t" in line]
    report.check(not lines, "%s: tabs in lines %s" % (path, ", ".join(map(str, lines))))


def main():
    parser = argparse.ArgumentParser(description="Check the manual pages of section 3.")
    parser.add_argument("exports", help="shared library, or text file with one name per line")
    parser.add_argument("folder", help="folder with the pages")
    parser.add_argument("--header", help="header whose function-like macros may have pages")
    parser.add_argument("--pages", nargs="*", default=[], help="pages that were written by hand")
    parser.add_argument("--nm", default=os.environ.get("NM", "nm"))
    args = parser.parse_args()

    report = Report()
    try:
        functions = exports(args.exports, args.nm)
        macros = function_like_macros(args.header)
        files = sorted(f for f in os.listdir(args.folder) if f.endswith(".3"))
        pages = [Page(args.folder, f) for f in files]
        groups = {p.file[:-2]: p for p in pages if not p.link}
        report.check(functions, "%s: no exported function found" % args.exports)
        for name in sorted(functions):
            found = [p.file for p in pages if name in p.names]
            report.check(found, "%s: no page describes it" % name)
            report.check(len(found) < 2, "%s: described by %s" % (name, ", ".join(found)))
        for page in pages:
            check_page(page, functions, macros, groups, report)
        for path in args.pages:
            check_groff(path, report)
            check_tabs(path, report)
    except (OSError, UnicodeDecodeError) as e:
        print("docs.py: %s" % e, file=sys.stderr)
        return 2
    print("%d passed, %d failed" % (report.passed, report.failed))
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
