#!/usr/bin/env python3
"""Whoever explains the hi-water mark does so in the same words.

What broke once: "from n = water - 1 on" and "from this number of connections less one on" were read
in three ways. usage: words.py [FOLDER]
Prints "N passed, M failed"; exit status 1 if a text lacks the sentence, or one that is not listed
here sets a hi-water mark without it.
"""
import pathlib
import re
import sys

SENTENCE = ("called instead of the accept watcher when at least WATER - 1 connections are open, "
            "the new one included")
TEXTS = """vce.h man/vce.7 man/vce_moving.7 samples/full_server.c samples/arena/connections.c
    samples/demo/roles.c compat/python/README.md compat/python/vce/context.py
    compat/ruby/README.md compat/ruby/lib/vce/server.rb compat/lua/README.md
    compat/lua/vce/context.lua compat/node/README.md compat/node/lib/index.d.ts""".split()
OTHER_WORDS = re.compile(r"less one on|water *- *1 on\b|from n = ", re.I)


def plain(text):
    """Without the marks of comments and of manual pages, and with single blanks."""
    text = re.sub(r"^\.\w+\b ?(.*)$", r"\1", text, flags=re.M)
    text = re.sub(r"^\s*(/\*+|\*/|\*|#|--|//+)", " ", text, flags=re.M)
    return " ".join(text.replace("\\-", "-").replace("`", "").split())


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    passed, failed = 0, []
    for name in TEXTS:
        text = plain((folder / name).read_text())
        if SENTENCE not in text:
            failed.append(f"{name}: the hi-water mark is not explained in the common words")
        elif OTHER_WORDS.search(text):
            failed.append(f"{name}: {OTHER_WORDS.search(text).group()!r}")
        else:
            passed += 1
    # A new sample, or a page, that sets a mark says what it is, too.
    pages = [*folder.glob("*.md"), *folder.glob("samples/**/*.[ch]"), *folder.glob("man/*.[17]")]
    for path in pages:
        text = path.read_text()
        if "set_conn_hiwater_acceptwatcher(" in text and SENTENCE not in plain(text):
            failed.append(f"{path}: sets a hi-water mark without saying what it is")
    print(*failed, f"{passed} passed, {len(failed)} failed", sep="\n")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
