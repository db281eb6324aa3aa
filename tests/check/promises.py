#!/usr/bin/env python3
"""Every promise of vce(7) names its tests, and these exist.

usage: promises.py PAGE TEST-SOURCE...
Prints "N passed, M failed"; exit status 1 if a promise has no test or a test is not there.
"""
import pathlib
import re
import sys


def promises(page):
    """The items of the section LIMITS AND PROMISES: pairs of first words and names of tests."""
    section = page.split(".SH LIMITS AND PROMISES\n", 1)[1].split("\n.SH ", 1)[0]
    for item in section.split(".IP \\(bu 3\n")[1:]:
        text, _, tests = item.partition("\nTest: ")
        yield text[:60], re.findall(r"\\fI(\w+)\\fR", tests)


def main():
    page, *sources = map(pathlib.Path, sys.argv[1:])
    known = set()
    for source in sources:
        known |= set(re.findall(r"^(?:(?:static )?void |IN_CHILD\()(\w+)(?:\(void \*\*|\) \{)",
                                source.read_text(), re.M))
    passed, failed = 0, []
    for promise, tests in promises(page.read_text()):
        missing = [test for test in tests if test not in known]
        if tests and not missing:
            passed += 1
        else:
            failed.append(f"{promise}...: no test {', '.join(missing) or 'at all'}")
    print(*failed, f"{passed} passed, {len(failed)} failed", sep="\n")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
