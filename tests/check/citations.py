#!/usr/bin/env python3
"""Comments cited a contract that is not in the tree; every citation has to lead to a place that exists.

usage: citations.py SOURCE_FOLDER
Decisions (V1), kept oddities (K1) and sections ("Accepting") of man/compatibility.md are looked up
where vce.h, lib/, tests/, samples/ and the manual pages cite them. Each decision up to V31 must be
proved by tests whose names begin with its number. Files that a text or a comment names, such as
tests/behaviour/attacks.c or net/records.cc, must exist. Prints one line per problem, then "N passed, M
failed"; exit status 1 if there is a problem.
"""
import pathlib
import re
import subprocess
import sys

CITING = ["vce.h", "lib", "tests", "samples", "man", "compat", "README.md", "SECURITY.md",
          "CONTRIBUTING.md", "CHANGELOG.md"]
PAGE = "man/compatibility.md"
# Parts of a document that is not in the tree.
FOREIGN = [r"VCE 2015 contract", r"\bverdicts? V\d", r"\b(?:tcp|lifecycle|wire|support|abi) \d+\.\d",
           r"\bDIV(?:ERGENCE)? \d", r"\bas observed\b(?![^.]{0,60}\b[VK]\d)"]
RANGE = re.compile(r"\b([VK])(\d{1,2}) to \1(\d{1,2})\b")
NUMBER = re.compile(r"(?<![\w.$(-])([VK]\d{1,2})(?![\w.=-])")
SECTION = re.compile(r'compatibility\.md(?: of the source tree)?,\s*(?:\*\s*)?"([^"]+)"')
FILE = re.compile(r"(?<![\w/.$<*-])((?:lib|tests|samples|man|compat|base|net|api)/[\w/.-]*\w\.(?:cc|h|c|py|sh|md|7|1|mk|json|map))\b")
# Names that are made while building or by a test, and placeholders.
MADE = re.compile(r"^man/man3/|^net/vce\.h$|NAME")


def tracked(top):
    listed = subprocess.run(["git", "ls-files", "--", *CITING], cwd=top, stdout=subprocess.PIPE,
                            check=False, universal_newlines=True).stdout.split("\n")
    if not any(listed):  # a source archive
        listed = [str(p.relative_to(top)) for name in CITING for p in [top / name]
                  for p in ([p] if p.is_file() else p.rglob("*")) if p.is_file()]
    skip = re.compile(r"(?:^|/)(?:data|corpus|golden|node_modules)/|model\.json$|bench\.svg$|"
                      r"(?:citations|circles)\.py$|\.(?:xz|gz|png|bin|pcap)$")
    return [f for f in listed if f and not skip.search(f)]


def defined(page):
    """The sections of the page: headings, and first cells of its tables."""
    headings = set(re.findall(r"^#{2,3} (.+)$", page, re.M))
    cells = set(re.findall(r"^\| ([^|]+?) \|", page, re.M)) - {"no.", "section"}
    return headings | cells


def cited(text):
    """The V and K numbers that a text cites, ranges spelled out."""
    for letter, first, last in RANGE.findall(text):
        yield from (letter + str(n) for n in range(int(first), int(last) + 1))
    yield from NUMBER.findall(text)


def file_exists(top, name):
    return any((top / folder / name).exists() for folder in ("", "lib", "compat", "tests"))


def main():
    top = pathlib.Path(sys.argv[1])
    sections = defined((top / PAGE).read_text())
    passed, problems, proved = 0, [], set()
    for file in tracked(top):
        try:
            text = (top / file).read_text()
        except UnicodeDecodeError:
            continue
        proved |= {int(n) for n in re.findall(r"\bvoid v(\d\d)_\w+\(void \*\*", text)}
        foreign = [] if file == PAGE else FOREIGN
        wrong = ["cites something outside of the tree: " + m.group(0)
                 for pattern in foreign for m in re.finditer(pattern, text, re.I)]
        numbers = list(cited(text)) if re.search(r"\b[VK]\d", text) else []
        names = SECTION.findall(text)
        files = [f for f in FILE.findall(text) if not MADE.search(f)]
        wrong += [f"{PAGE} has no {n}" for n in sorted({*numbers, *names} - sections)]
        wrong += [f"there is no {f}" for f in sorted(set(files)) if not file_exists(top, f)]
        if "\\source" in text and file == "vce.h":
            wrong += ["\\source without a section: " + line for line in
                      re.findall(r"\\source.*", text) if not SECTION.search(line)]
        passed += len(numbers) + len(names) + len(files)
        problems += [f"{file}: {w}" for w in wrong]
    problems += [f"{PAGE}: no test is named v{n:02}_..." for n in range(1, 32) if n not in proved]
    print(*problems, f"{passed} passed, {len(problems)} failed", sep="\n")
    return 1 if problems or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
