#!/usr/bin/env python3
"""Texts said what the library does not do, and lists in them had gone stale.

usage: statements.py SOURCE_FOLDER
What a text lists is compared with what it is derived from. Prints one line per problem, then
"N passed, M failed"; exit status 1 if there is a problem.
"""
import pathlib
import re
import sys

failed = passed = 0


def check(good, problem):
    global failed, passed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAIL: " + problem)


def between(text, start, end):
    check(text.count(start) == 1, "there is one %r" % start)
    return text.partition(start)[2].partition(end)[0]


def new_functions(moving, export_map):
    """vce_moving(7) named two of ten functions that are new."""
    new = between(moving, "\nNew, in no edition", "\n.SH ")
    for name in re.findall(r"\bvce_\w+(?=;)", export_map[export_map.index("VCE_EXT_1 {"):]):
        check(name in new, "vce_moving(7) does not name %s as new" % name)


def order_of_accepting(header, manual):
    """vce.h forgot the limit per address."""
    list_of_manual = between(manual, "Each waiting peer is judged in this order.", "\n.PP")
    wanted = re.findall(r"vce_tcpcontext_set_\w+|vce_tcpcontext_enable_accept|maxcon|max_conn",
                        list_of_manual)
    group = between(header, "\\defgroup accept Accepting", "*/")
    check(len(wanted) >= 6, "vce(7) lists six checks")
    places = [group.find(name) for name in wanted]
    check(-1 not in places and places == sorted(places),
          "vce.h, Accepting, does not have the checks of vce(7) in their order: " + ", ".join(wanted))


def finalising_in_callbacks(texts):
    """SECURITY.md allowed what is refused."""
    for name, text in texts.items():
        for sentence in re.split(r"(?<=[.:;])\s", text):
            if re.search(r"callback may\b", sentence) and re.search(r"\bfinali[sz]e\b", sentence):
                check("refused" in sentence, "%s: %s" % (name, " ".join(sentence.split())))
        check("finalise whatever" not in text, "%s lets a callback finalise" % name)


def messages_that_are_not_written(moving, header, sources):
    """vce_moving(7) said that all messages of the old library are written."""
    listed = between(moving, "Not written are", ": their events")
    for number in re.findall(r"\b\d{4,5}\b", listed):
        check(re.search(r'"\w+:%s ' % number, header), "%s is no message" % number)
        check(not re.search(r"\b(?:Note|Fatal|Warning|Bug):%s\b" % number, sources),
              "vce_moving(7) says that %s is not written, but it is" % number)


def index_of_header(header):
    """Three thousand lines had no index."""
    listed = re.findall(r"^ \* - \\ref (\w+) \(", header, re.M)
    groups = re.findall(r"\\defgroup (\w+) ", header)
    check(listed == groups, "the index of vce.h is not its groups: %s"
          % ", ".join(sorted(set(listed) ^ set(groups))) or "order")


def generated_files(top):
    """16,000 generated lines looked like written ones in reviews."""
    marked = re.findall(r"^/(\S+) +linguist-generated$", (top / ".gitattributes").read_text(), re.M)
    made = [p for name in ("*.js", "*.ts", "*.py", "*.rb", "*.lua", "*.c", "*.json")
            for p in top.glob("compat/*/**/" + name) if "node_modules" not in p.parts
            if re.search(r"[Mm]ade by compat/model/(?:emit|make)_\w+\.py from|\"made_by\": \"",
                         p.open(encoding="utf-8").read(300))]
    check(len(made) >= 8, "eight generated files")
    for path in made:
        check(str(path.relative_to(top)) in marked, ".gitattributes does not mark %s" % path)


def indexes_of_folders(top):
    """compat, tests and samples had no page that tells what is where."""
    for folder in ("compat", "tests", "samples"):
        page = (top / folder / "README.md").read_text()
        for path in sorted((top / folder).iterdir()):
            if path.is_dir() and any(path.glob("*.*")) or path.suffix == ".c":
                check("](%s)" % path.name in page,
                      "%s/README.md does not name %s" % (folder, path.name))


def main():
    top = pathlib.Path(sys.argv[1])
    header = (top / "vce.h").read_text()
    moving = (top / "man/vce_moving.7").read_text()
    manual = (top / "man/vce.7").read_text()
    sources = "".join(p.read_text() for p in sorted(top.glob("lib/*/*.cc")))
    new_functions(moving, (top / "lib/libvce.map").read_text())
    order_of_accepting(header, manual)
    texts = {p.name: p.read_text() for p in [*top.glob("*.md"), *top.glob("man/*.7")]}
    finalising_in_callbacks(texts)
    messages_that_are_not_written(moving, header, sources)
    index_of_header(header)
    generated_files(top)
    indexes_of_folders(top)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
