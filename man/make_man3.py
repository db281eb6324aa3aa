#!/usr/bin/env python3
"""Write the manual pages of section 3 from the Doxygen XML of vce.h.

usage: make_man3.py XML_FOLDER OUTPUT_FOLDER

One page per exported function, and one per \\name section of function-like macros, with a link page
for every further macro of the section. The description in vce.h is the only source: what a page
needs and the XML lacks is reported, and the exit status is 1. Pages of an earlier run that are no
longer wanted are removed. Needs Python 3 (standard library only).
"""
import copy
import os
import re
import sys
import textwrap
import xml.etree.ElementTree as ET

WIDTH = 90
ERROR_NAME = re.compile(r"^VCE_E[A-Z_]+$")


class Missing(Exception):
    """The header does not say something that a page needs."""


# ---------------------------------------------------------------- roff

ROFF = {"\\": "\\e", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
ROFF_CODE = dict(ROFF, **{"-": "\\-", "'": "\\(aq", " ": "\\~"})


def escape(text, code=False):
    """Plain text as roff text. In code, and beside anything but letters, a hyphen is a minus."""
    if not text.isascii():
        raise Missing("text is not ASCII: %r" % text)
    if code:
        return "".join(ROFF_CODE.get(c, c) for c in text)
    text = "".join(ROFF.get(c, c) for c in text)
    return re.sub(r"(?<![A-Za-z])-|-(?![A-Za-z])", r"\\-", text)


def guard(line):
    """A line of text must not be taken for a request."""
    return "\\&" + line if line[:1] in (".", "'") else line


def fill(text):
    text = re.sub(r"\s+", " ", text).strip()
    return [guard(l) for l in textwrap.wrap(text, WIDTH, break_long_words=False,
                                            break_on_hyphens=False)]


class Writer:
    """Turns the description elements of Doxygen into roff lines."""

    def __init__(self, parameters=(), numbers=None):
        self.parameters = set(parameters)
        self.numbers = numbers or {}
        self.lines = []

    def inline(self, e):
        """Text of one inline element, its tail not included."""
        inner = lambda: escape(e.text or "") + "".join(
            self.inline(c) + escape(c.tail or "") for c in e)
        plain = "".join(e.itertext())
        if e.tag == "computeroutput":
            font = "I" if plain in self.parameters else "B"
            return "\\f%s%s\\fR" % (font, escape(plain, code=True))
        if e.tag == "ref":
            if re.match(r"^\w+\(\)$", plain):
                return "\\fB%s\\fR(3)" % escape(plain[:-2], code=True)
            if e.get("kindref") == "compound" and e.get("refid").startswith("group__"):
                return "\\fI%s\\fR" % escape(plain)
            return "\\fB%s\\fR" % escape(plain, code=True)
        if e.tag in ("emphasis", "bold"):
            return "\\f%s%s\\fR" % ("I" if e.tag == "emphasis" else "B", inner())
        if e.tag == "linebreak":
            return " "
        raise Missing("unknown inline element <%s>" % e.tag)

    BLOCKS = ("parameterlist", "simplesect", "itemizedlist", "orderedlist", "verbatim",
              "programlisting", "preformatted", "table", "para")

    def paragraph(self, para, first=".PP"):
        """A <para>: runs of text with blocks between them. `first` opens the first run."""
        text, opener = escape(para.text or ""), first

        def flush():
            nonlocal text, opener
            filled = fill(text)
            if filled:
                if opener:
                    self.lines.append(opener)
                self.lines += filled
                opener = ".PP"
            text = ""

        for child in para:
            if child.tag in self.BLOCKS:
                flush()
                self.block(child)
            else:
                text += self.inline(child)
            text += escape(child.tail or "")
        flush()

    def block(self, e):
        if e.tag == "para":
            self.paragraph(e)
        elif e.tag == "itemizedlist" and all(map(error_of, e)):
            for item in e:
                self.error(error_of(item), item)
        elif e.tag in ("itemizedlist", "orderedlist"):
            for number, item in enumerate(e, 1):
                mark = "\\(bu 2" if e.tag == "itemizedlist" else "%d. 4" % number
                self.indented(item, ".IP " + mark)
        elif e.tag in ("verbatim", "preformatted", "programlisting"):
            text = "\n".join(map(code_line, e)) if e.tag == "programlisting" else \
                "".join(e.itertext())
            rows = text.strip("\n").split("\n")
            self.lines += [".PP", ".nf"] + [guard("  " + escape(r, code=True)) for r in rows] + [".fi"]
        elif e.tag == "table":
            rows = [["".join(c.itertext()).strip() for c in row] for row in e.iter("row")]
            widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
            self.lines += [".PP", ".nf"]
            for row in rows:
                cells = "  ".join(c.ljust(w) for c, w in zip(row, widths)).rstrip()
                self.lines.append(guard("  " + escape(cells, code=True)))
            self.lines.append(".fi")
        elif e.tag in ("parameterlist", "simplesect"):
            pass  # sections of their own
        else:
            raise Missing("unknown block element <%s>" % e.tag)

    def indented(self, parent, opener):
        """The paragraphs of a list item or description; those after the first are set under it."""
        paras = [p for p in parent if p.tag == "para"]
        self.lines.append(opener)
        for n, para in enumerate(paras):
            self.paragraph(para, "" if n == 0 else ".IP")

    def error(self, name, description):
        """An error code with its number, and when it occurs."""
        if name not in self.numbers:
            raise Missing("unknown error code %s" % name)
        if description.tag == "listitem":  # the text repeats the name
            description = copy.deepcopy(description)
            para = description.find("para")
            para.text = para.find("ref").tail.lstrip(": ")
            para.remove(para.find("ref"))
        self.tagged("\\fB%s\\fR (%s)" % (name, escape(self.numbers[name])), description)

    def tagged(self, tag, parent):
        self.lines += [".TP", tag]
        for n, para in enumerate(p for p in parent if p.tag == "para"):
            self.paragraph(para, "" if n == 0 else ".IP")


# ---------------------------------------------------------------- the XML

def sections(detail, kind):
    return [s for s in detail.iter("simplesect") if s.get("kind") == kind]


def titled(detail, title):
    return [s for s in sections(detail, "par") if "".join(s.find("title").itertext()) == title]


def parameter_items(detail, kind):
    """(names, direction, description) of \\param or \\retval entries."""
    for plist in detail.iter("parameterlist"):
        if plist.get("kind") != kind:
            continue
        for item in plist.iter("parameteritem"):
            names = item.findall("parameternamelist/parametername")
            yield (["".join(n.itertext()) for n in names], names[0].get("direction"),
                   item.find("parameterdescription"))


def error_of(item):
    """The code that a list item "VCE_E...: when" is about, or None."""
    first = item.find("para/ref")
    if first is None or (item.find("para").text or "").strip() or \
            not (first.tail or "").startswith(":") or not ERROR_NAME.match(first.text or ""):
        return None
    return first.text


def code_line(line):
    """A <codeline>, whose blanks are elements."""
    return "".join((" " if part.tag == "sp" else "") + (part.text or "") + (part.tail or "")
                   for highlight in line for part in [highlight] + list(highlight))


def plain(element):
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


class Function:
    def __init__(self, element):
        self.name = element.findtext("name")
        self.type = plain(element.find("type"))
        self.brief = plain(element.find("briefdescription"))
        self.brief_element = element.find("briefdescription")
        self.detail = element.find("detaileddescription")
        self.parameters = []  # (type, name, what follows the name)
        for p in element.findall("param"):
            kind = plain(p.find("type"))
            name = p.findtext("declname") or ""
            inside = re.match(r"^(.*)\(\*\)(.*)$", kind)
            if kind == "void" and not name:
                continue
            if inside:
                self.parameters.append((inside.group(1).strip() + " (*", name, ")" + inside.group(2)))
            elif kind == "..." or not name:
                self.parameters.append((kind, "", ""))
            else:
                self.parameters.append((kind if kind.endswith("*") else kind + " ", name, ""))

    def names(self):
        return [n for _, n, _ in self.parameters if n]


class Group:
    def __init__(self, root):
        compound = root.find("compounddef")
        self.title = compound.findtext("title")
        self.detail = compound.find("detaileddescription")
        self.functions, self.macro_sets = [], []
        for section in compound.findall("sectiondef"):
            members = section.findall("memberdef")
            self.functions += [Function(m) for m in members if m.get("kind") == "function"]
            macros = [m for m in members if m.get("kind") == "define"]
            if section.get("kind") == "user-defined" and macros and \
                    all(m.find("param") is not None for m in macros):
                self.macro_sets.append(macros)


def load(folder):
    """The groups of the header, and the number that each error name stands for."""
    index = ET.parse(os.path.join(folder, "index.xml")).getroot()
    groups, numbers = [], {}
    for compound in index.findall("compound"):
        if compound.get("kind") != "group":
            continue
        root = ET.parse(os.path.join(folder, compound.get("refid") + ".xml")).getroot()
        groups.append(Group(root))
        for define in root.iter("memberdef"):
            if define.get("kind") == "define" and ERROR_NAME.match(define.findtext("name")):
                numbers[define.findtext("name")] = plain(define.find("initializer")).strip("()")
    return groups, numbers


def version(folder):
    """LIBVCE_VERSION as the header defines it."""
    root = ET.parse(os.path.join(folder, "group__extension.xml")).getroot()
    for define in root.iter("memberdef"):
        if define.findtext("name") == "LIBVCE_VERSION":
            return plain(define.find("initializer")).strip('"')
    raise Missing("LIBVCE_VERSION is not defined")


# ---------------------------------------------------------------- pages

def heading(name, release):
    return [".TH %s 3 \"\" \"libvce %s\" \"libvce\"" % (name, release), ".nr HY 0", ".hy 0", ".ad l"]


def summary(text):
    """A sentence as the NAME section wants it: no capital, no full stop."""
    text = text.rstrip(".")
    if re.match(r"^[A-Z][a-z ]", text):
        text = text[0].lower() + text[1:]
    return escape(text)


def prototype(f):
    """The declaration, broken between parameters where it gets too long."""
    space = "" if f.type.endswith("*") else " "
    lead = "%s%s%s(" % (f.type, space, f.name)
    parts = [("\\fB%s\\fI%s\\fB%s" % (escape(a, True), escape(b, True), escape(c, True)),
              len(a + b + c)) for a, b, c in f.parameters] or [("\\fBvoid", 4)]
    lines, line, length = [], "\\fB" + escape(lead, True), len(lead)
    indent = min(len(lead), 8)
    for n, (part, size) in enumerate(parts):
        part += ");" if n == len(parts) - 1 else ","
        if length + size + 2 > 72 and n:
            lines.append(line)
            line, length = " " * indent, indent
        elif n:
            line, length = line + " ", length + 1
        line, length = line + part, length + size + 1
    return [guard(l) + "\\fR" for l in lines + [line]]


def write_errors(w, f, failures):
    stated = titled(f.detail, "Errors")
    for s in stated:
        for para in s.findall("para"):
            w.paragraph(para)
    if failures:
        w.lines += [".PP", "On failure the last error is set to the code that is returned:"]
        for name, description in failures:
            w.error(name, description)
    if not failures and not stated:
        raise Missing("nothing is said about the last error")
    said = " ".join(plain(s) for s in stated + sections(f.detail, "return")) + \
        " ".join(plain(d) for _, _, d in parameter_items(f.detail, "retval"))
    if "ast error" not in said:
        w.lines += [".PP", "After success the last error is 0."]


def function_page(f, group, numbers, release):
    w = Writer(f.names(), numbers)
    if not f.brief:
        raise Missing("no description")
    w.lines += heading(f.name, release)
    w.lines += [".SH NAME", "%s \\- %s" % (f.name, summary(f.brief))]
    w.lines += [".SH SYNOPSIS", ".nf", ".B #include <vce.h>", ".PP"] + prototype(f) + [".fi"]
    w.lines += [".PP", "Link with \\fI\\-lvce\\fR."]

    w.lines.append(".SH DESCRIPTION")
    for para in list(f.brief_element) + [p for p in f.detail if p.tag == "para"]:
        w.paragraph(para)

    w.lines.append(".SH PARAMETERS")
    documented = list(parameter_items(f.detail, "param"))
    for names, direction, description in documented:
        tag = ", ".join("\\fI%s\\fR" % escape(n, True) for n in names)
        marks = {"out": " (out)", "in,out": " (in, out)", "inout": " (in, out)"}
        w.tagged(tag + marks.get(direction, ""), description)
    if sorted(n for names, _, _ in documented for n in names) != sorted(f.names()):
        raise Missing("parameters and their descriptions differ")
    if not documented:
        w.lines.append("None.")

    w.lines.append(".SH RETURN VALUE")
    returns = sections(f.detail, "return")
    failures, values = [], []
    for names, _, description in parameter_items(f.detail, "retval"):
        for n in names:
            (failures if ERROR_NAME.match(n) else values).append((n, description))
    if (f.type != "void") != bool(returns or values or failures):
        raise Missing("result and its description differ")
    if f.type == "void":
        w.lines.append("None.")
    for s in returns:
        for n, para in enumerate(s.findall("para")):
            para.text = (para.text or "")[:1].upper() + (para.text or "")[1:]
            w.paragraph(para, "" if n == 0 else ".PP")
    for n, description in values:
        w.tagged("\\fB%s\\fR" % escape(n, True), description)
    if failures:
        w.lines += [".PP"] if returns or values else []
        w.lines.append("On failure, one of the codes listed under ERRORS.")

    w.lines.append(".SH ERRORS")
    write_errors(w, f, failures)

    w.lines.append(".SH NOTES")
    for kind in ("note", "warning", "attention", "remark"):
        for s in sections(f.detail, kind):
            for para in s.findall("para"):
                w.paragraph(para)
    write_group_notes(w, group)
    write_see_also(w, group, f.name)
    return w.lines


def write_group_notes(w, group):
    for para in group.detail:
        if para.tag == "para":
            w.paragraph(para)
    w.lines += [".PP", "The conventions for handles, errors, NULL, threads and callbacks are in",
                "\\fBvce\\fR(7)."]


def write_see_also(w, group, *own):
    mates = sorted({f.name for f in group.functions} - set(own))
    w.lines.append(".SH SEE ALSO")
    names = ["\\fBvce\\fR(7)"] + ["\\fB%s\\fR(3)" % m for m in mates]
    w.lines += [n + ("," if i < len(names) - 1 else "") for i, n in enumerate(names)]


def macro_page(macros, group, release):
    names = [m.findtext("name") for m in macros]
    w = Writer({plain(p.find("defname")) for m in macros for p in m.findall("param")})
    first = macros[0]
    brief = plain(first.find("briefdescription"))
    if not brief:
        raise Missing("no description")
    w.lines += heading(names[0], release)
    w.lines += [".SH NAME", "%s \\- %s" % (", ".join(names), summary(brief))]
    w.lines += [".SH SYNOPSIS", ".nf", ".B #include <vce.h>", ".PP"]
    for m in macros:
        parameters = ", ".join("\\fI%s\\fB" % plain(p.find("defname")) for p in m.findall("param"))
        w.lines.append("\\fB%s(%s)\\fR" % (m.findtext("name"), parameters))
    w.lines += [".fi", ".SH DESCRIPTION"]
    for part in ("briefdescription", "detaileddescription"):
        for para in first.find(part).findall("para"):
            w.paragraph(para)
    w.lines.append(".SH NOTES")
    write_group_notes(w, group)
    write_see_also(w, group)
    return names, w.lines


def main():
    if len(sys.argv) != 3:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    xml_folder, out_folder = sys.argv[1:]
    groups, numbers = load(xml_folder)
    release = version(xml_folder)
    pages, problems = {}, []

    def add(name, lines):
        if name in pages:
            problems.append("%s: described twice" % name)
        pages[name] = lines

    for group in groups:
        for f in group.functions:
            try:
                add(f.name, function_page(f, group, numbers, release))
            except Missing as e:
                problems.append("%s: %s" % (f.name, e))
        for macros in group.macro_sets:
            try:
                names, lines = macro_page(macros, group, release)
                add(names[0], lines)
                for other in names[1:]:
                    add(other, [".so man3/%s.3" % names[0]])
            except Missing as e:
                problems.append("%s: %s" % (macros[0].findtext("name"), e))
    if not pages:
        problems.append("%s: no function found" % xml_folder)
    for p in problems:
        print("make_man3.py: " + p, file=sys.stderr)
    if problems:
        return 1

    os.makedirs(out_folder, exist_ok=True)
    for old in os.listdir(out_folder):
        if old.endswith(".3") and old[:-2] not in pages:
            os.remove(os.path.join(out_folder, old))
    for name, lines in pages.items():
        with open(os.path.join(out_folder, name + ".3"), "w") as fh:
            fh.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
