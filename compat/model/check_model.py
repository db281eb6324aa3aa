#!/usr/bin/env python3
"""Check the API model against the facts of the 2015 edition, which were collected independently.

usage: check_model.py MODEL FACTS

Every function of the facts is in the model with the same types, every structure with the same
layout, every enumerator and integer constant with the same value, and no macro is missing.
"""
import json
import re
import sys


def same_type(a, b):
    """Spellings are compared without blanks, const and the names of callback parameters."""
    def bare(text):
        text = re.sub(r"\b(const|struct)\b", "", text)
        text = re.sub(r"\b(c|ct|t|r|rwflag|data|sz|vmode|str)\b(?=[,)])", "", text)
        return re.sub(r"\s+", "", text)
    return bare(a) == bare(b)


def check_functions(functions, facts):
    problems = []
    for fact in facts["functions"]:
        f = functions.get(fact["name"])
        if not f:
            problems.append("%s is missing" % fact["name"])
            continue
        if f["edition"] != "2015":
            problems.append("%s: edition %s" % (f["name"], f["edition"]))
        ours = [p["type"]["c"] for p in f["parameters"]] + [f["result"]["type"]["c"]]
        theirs = [p["type"] for p in fact["parameters"] if p["type"] != "..."]
        theirs.append(fact["return_type"])
        if len(ours) != len(theirs) or not all(map(same_type, ours, theirs)):
            problems.append("%s: %s, the facts say %s" % (f["name"], ours, theirs))
        if f["variadic"] != fact["variadic"]:
            problems.append("%s: variadic %s" % (f["name"], f["variadic"]))
    return problems


def check_data(model, facts):
    structs = {s["name"]: s for s in model["structs"]}
    values = {c["name"]: c["value"] for c in model["constants"]}
    values.update((v["name"], v["value"]) for e in model["enums"] for v in e["values"])
    known = set(values) | {m["name"] for m in model["macros"]}
    problems = []
    for fact in facts["structs"]:
        s = structs.get(fact["name"], {"size": 0, "align": 0, "fields": []})
        ours = [(f["name"], f["offset"], f["size"]) for f in s["fields"]]
        theirs = [(f["name"], f["offset"], f["size"]) for f in fact["fields"]]
        if (ours, s["size"], s["align"]) != (theirs, fact["size"], fact["align"]):
            problems.append("%s is laid out as %s, the facts say %s" % (fact["name"], ours, theirs))
    wanted = {v["name"]: v["value"] for e in facts["enums"] for v in e["values"]}
    wanted.update((m["name"], m["value"]) for m in facts["macros"] if m["kind"] == "integer")
    problems += ["%s is %s, the facts say %s" % (name, values.get(name), value)
                 for name, value in wanted.items() if values.get(name) != value]
    problems += ["%s is missing" % m["name"] for m in facts["macros"]
                 if m["kind"] != "include guard" and m["name"] not in known]
    return problems


def main():
    with open(sys.argv[1]) as f:
        model = json.load(f)
    with open(sys.argv[2]) as f:
        facts = json.load(f)
    functions = {f["name"]: f for f in model["functions"]}
    problems = check_functions(functions, facts) + check_data(model, facts)
    for problem in problems:
        print("check_model.py: " + problem, file=sys.stderr)
    if not problems:
        print("  %d functions of 2015 agree, %d functions in all"
              % (len(facts["functions"]), len(functions)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
