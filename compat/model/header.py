"""Reads the Doxygen XML of vce.h into plain dictionaries: names, types and texts, unjudged."""
import os
import re
import xml.etree.ElementTree as ET

ERROR_NAME = re.compile(r"^VCE_E[A-Z_]+$")
SPELLED = {"void": "void", "char": "char", "short": "short", "int": "int", "size_t": "size_t",
           "time_t": "time_t", "unsigned int": "uint", "unsigned short": "ushort",
           "VCEI64": "int64", "long long": "int64", "struct timeval": "timeval",
           "va_list": "va_list"}


class Problem(Exception):
    """The header or the notes do not say something that the model needs."""


# ---------------------------------------------------------------- texts

def plain(element):
    """The text of an element without its structure, on one line."""
    if element is None:
        return ""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def inline(element, skip=()):
    """Running text: code in backquotes, children whose tag is in skip left out."""
    parts = [element.text or ""]
    for child in element:
        if child.tag in skip:
            parts.append("\0")
        elif child.tag == "computeroutput":
            parts.append("`%s`" % plain(child))
        else:
            parts.append(inline(child, skip))
        parts.append(child.tail or "")
    return "".join(parts)


BLOCKS = ("itemizedlist", "orderedlist", "verbatim", "table", "simplesect", "parameterlist")


def paragraphs(parents):
    """Paragraphs as text; lists, tables and code follow the sentence they belong to."""
    out = []
    for para in parents:
        blocks = [child for child in para if child.tag in BLOCKS]
        texts = inline(para, BLOCKS).split("\0")
        for n, text in enumerate(texts):
            text = re.sub(r"\s+", " ", text).strip()
            if text:
                out.append(text)
            if n < len(blocks):
                out += block(blocks[n])
    return "\n\n".join(out)


def block(element):
    if element.tag == "verbatim":
        return ["\n".join("    " + line for line in element.text.strip("\n").split("\n"))]
    if element.tag in ("itemizedlist", "orderedlist"):
        marks = ("- " if element.tag == "itemizedlist" else "%d. " % n for n in range(1, 100))
        return ["\n".join(mark + paragraphs(item.findall("para"))
                          for mark, item in zip(marks, element.findall("listitem")))]
    if element.tag == "table":
        return ["\n".join("| " + " | ".join(paragraphs(cell.findall("para"))
                                            for cell in row.findall("entry")) + " |"
                          for row in element.findall("row"))]
    if element.tag == "simplesect" and element.get("kind") == "note":
        return ["Note: " + paragraphs(element.findall("para"))]
    return []


def sections(detail, kind, title=None):
    return [s for s in detail.iter("simplesect") if s.get("kind") == kind and
            (title is None or plain(s.find("title")) == title)]


def described(detail, kind):
    """(name, direction, text) of the entries of a parameter or result list."""
    for entries in detail.iter("parameterlist"):
        if entries.get("kind") != kind:
            continue
        for item in entries.iter("parameteritem"):
            text = paragraphs(item.find("parameterdescription").findall("para"))
            for name in item.findall("parameternamelist/parametername"):
                yield plain(name), (name.get("direction") or "").replace(",", ""), text


# ---------------------------------------------------------------- types

class Types:
    """Parses the spelling of a C type, or of a parameter, into the form of the model."""

    def __init__(self, own_names):
        self.own_names = own_names

    def parse(self, spelling):
        spelling = re.sub(r"\s+", " ", spelling).strip()
        if "(*)" in spelling:
            returned, _, parameters = spelling.partition("(*)")
            returned += " " * (returned[-1] not in " *")
            return {"c": returned + "(*)" + parameters, "name": "callback", "pointers": 0}
        words = spelling.replace("*", " * ").split()
        base = " ".join(w for w in words if w not in ("*", "const"))
        out = {"c": spelling, "pointers": words.count("*")}
        if base in SPELLED:
            out["name"] = SPELLED[base]
        elif base.replace("struct ", "") in self.own_names:
            out["name"] = base.replace("struct ", "")
        else:
            raise Problem("type %r is not known" % spelling)
        if "const" in words and out["pointers"]:
            out["const"] = True
        return {key: out[key] for key in ("c", "name", "pointers", "const") if key in out}

    def signature(self, callback):
        """(result, [parameter]) of a function pointer, which may name its parameters."""
        returned, inside = re.match(r"^(.*?) ?\(\*\)\((.*)\)$", callback).groups()
        parameters = []
        for part in inside.split(", ") if inside != "void" else []:
            try:
                parameters.append(self.parse(part))
            except Problem:
                parameters.append(self.parse(re.sub(r"\w+$", "", part)))
        return self.parse(returned), parameters


# ---------------------------------------------------------------- members

def function(element, types):
    detail = element.find("detaileddescription")
    said = {name: (direction, text) for name, direction, text in described(detail, "param")}
    parameters, variadic = [], False
    for p in element.findall("param"):
        spelling, name = plain(p.find("type")), p.findtext("declname") or ""
        if spelling == "...":
            variadic = True
        elif spelling != "void" or name:
            if name not in said:
                raise Problem("parameter %s is not described" % name)
            direction, text = said[name]
            parameters.append({"name": name, "type": types.parse(spelling),
                               "direction": direction, "doc": text})
    errors = sections(detail, "par", "Errors")
    return {"name": element.findtext("name"), "brief": plain(element.find("briefdescription")),
            "doc": paragraphs(detail.findall("para")), "variadic": variadic,
            "parameters": parameters, "type": types.parse(plain(element.find("type"))),
            "returns": " ".join(paragraphs(s.findall("para")) for s in sections(detail, "return")),
            "retvals": [(name, text) for name, _, text in described(detail, "retval")],
            "errors": " ".join(paragraphs(s.findall("para")) for s in errors)}


def documentation(element):
    brief = [p for p in element.find("briefdescription") if p.tag == "para"]
    return paragraphs(brief + element.find("detaileddescription").findall("para"))


def remark(element):
    """The same for what is described in one breath, which Doxygen may have cut at an "e.g."."""
    return " ".join(documentation(element).split("\n\n"))


def structure(root, area, types):
    compound = root.find("compounddef")
    fields = [{"name": m.findtext("name"), "type": types.parse(plain(m.find("type"))),
               "doc": remark(m)}
              for m in compound.iter("memberdef") if m.get("kind") == "variable"]
    name = compound.findtext("compoundname")
    return {"name": name, "area": area, "doc": documentation(compound), "fields": fields}


def enumeration(element, area):
    return {"name": element.findtext("name"), "area": area, "doc": documentation(element),
            "values": [{"name": v.findtext("name"), "doc": remark(v)}
                       for v in element.findall("enumvalue")]}


def macro(element, area):
    name, value = element.findtext("name"), plain(element.find("initializer"))
    params = [plain(p.find("defname")) for p in element.findall("param")]
    return {"name": name, "area": area, "parameters": [p for p in params if p],
            "initializer": value,
            "doc": documentation(element) if params else remark(element)}


class Header:
    """Everything the XML says, in the order of vce.h; see the attributes."""

    def __init__(self, folder):
        self.areas, self.functions, self.structs = [], [], []
        self.enums, self.macros, self.typedefs = [], [], []
        members = []  # (line, area, element)
        inner = []    # (area, refid)
        groups = []
        for compound in self.parse(folder, "index").findall("compound"):
            if compound.get("kind") == "group":
                definition = self.parse(folder, compound.get("refid")).find("compounddef")
                area = definition.findtext("compoundname")
                lines = [int(m.find("location").get("line")) for m in definition.iter("memberdef")]
                groups.append((min(lines), {"name": area, "title": definition.findtext("title"),
                                            "doc": documentation(definition)}))
                members += [(int(m.find("location").get("line")), area, m)
                            for m in definition.iter("memberdef")]
                inner += [(area, c.get("refid")) for c in definition.findall("innerclass")]
        self.areas = [group for _, group in sorted(groups, key=lambda item: item[0])]
        members.sort(key=lambda member: member[0])
        structs = [(area, self.parse(folder, refid)) for area, refid in inner]
        structs.sort(key=lambda s: int(s[1].find("compounddef/location").get("line")))
        names = {root.find("compounddef").findtext("compoundname") for _, root in structs}
        names |= {m.findtext("name") for _, _, m in members if m.get("kind") == "enum"}
        types = Types(names | {"tcpcontext_t"})
        self.structs = [structure(root, area, types) for area, root in structs]
        for _, area, m in members:
            self.member(m, area, types)

    @staticmethod
    def parse(folder, name):
        return ET.parse(os.path.join(folder, name + ".xml")).getroot()

    def member(self, m, area, types):
        kind = m.get("kind")
        if kind == "function":
            try:
                self.functions.append(dict(function(m, types), area=area))
            except Problem as e:
                raise Problem("%s: %s" % (m.findtext("name"), e)) from e
        elif kind == "enum":
            self.enums.append(enumeration(m, area))
        elif kind == "define":
            self.macros.append(dict(macro(m, area), has_list=m.find("param") is not None))
        elif kind == "typedef":
            self.typedefs.append({"name": m.findtext("name"), "area": area, "doc": documentation(m),
                                  "type": types.parse(plain(m.find("type")))})
        else:
            raise Problem("%s: a %s is not expected" % (m.findtext("name"), kind))
