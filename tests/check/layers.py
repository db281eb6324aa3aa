#!/usr/bin/env python3
"""Check the layers of lib/: who includes whom, who needs which symbols, what is exported.

usage: layers.py OBJECT_FOLDER EXPORTS LIBVCE_A LIBVCE_SO [--nm NM] [--readelf READELF]

Includes run api -> net -> base, never back, never sideways between api files (api/face.h is shared);
libevent is included by LIBEVENT_FILES alone; base and net know neither vce.h nor a vce_* symbol;
no object needs the C++ runtime; the archive shows exactly the EXPORTS (one name per line) and needs
nothing but the C library; the shared object calls none of its own exports, because the loader could
bind such a call to another library's function of that name. One line per problem, last "N passed, M failed", exit status 1 on failure.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ALLOWED = {"base": {"base"}, "net": {"base", "net"}, "api": {"base", "net", "api"}}
LIBEVENT_FILES = {"libevent_base.cc", "lookups.cc", "socket_events.cc"}
# Undefined symbols that would mean a C++ runtime: mangled std names, operator new and delete, and
# the ABI's support functions.
CXX_RUNTIME = re.compile(r"^(_ZN?K?S|_Zn|_Zd|__cxa_(?!finalize|atexit)|__gxx|_Unwind|__dynamic_cast)")

passed = failed = 0


def check(good, problem):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print("FAIL: " + problem)


def includes(path):
    return re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', path.read_text(), re.M)


def check_includes(lib):
    for path in sorted(lib.glob("*/*.[ch]*")):
        layer = path.parent.name
        for kind, name in includes(path):
            where = "%s includes %s" % (path, name)
            if kind == "<":
                check(not re.match(r"ev(ent|dns|util)", name) or path.name in LIBEVENT_FILES, where)
                continue
            if name == "vce.h":
                check(layer == "api", where)
                continue
            target = name.split("/")[0]
            check(target in ALLOWED[layer], where)
            check((lib / name).exists(), where + ", which does not exist")
            if layer == "api" and target == "api":
                check(name == "api/face.h", where + ": api files do not know each other")


def symbols(nm, path, flag):
    out = subprocess.run([nm, flag, str(path)], check=True, capture_output=True, text=True).stdout
    return {line.split()[-1] for line in out.splitlines() if len(line.split()) > 1}


def check_objects(nm, folder):
    objects = sorted(pathlib.Path(folder).rglob("*.o"))
    check(objects, "no objects below %s" % folder)
    for path in objects:
        needed = symbols(nm, path, "-u")
        if path.parent.name in ("base", "net"):
            public = {s for s in needed if s.startswith(("vce_", "VCE"))}
            check(not public, "%s needs %s" % (path, ", ".join(sorted(public))))
        runtime = {s for s in needed if CXX_RUNTIME.match(s)}
        check(not runtime, "%s needs the C++ runtime: %s" % (path, ", ".join(sorted(runtime))))


def check_archive(nm, archive, exports):
    wanted = set(pathlib.Path(exports).read_text().split())
    out = subprocess.run([nm, "-g", "--defined-only", archive], check=True, capture_output=True,
                         text=True).stdout
    shown = {p[2] for p in (line.split() for line in out.splitlines()) if len(p) == 3}
    check(not shown - wanted, "the archive shows %s" % ", ".join(sorted(shown - wanted)))
    check(not wanted - shown, "the archive lacks %s" % ", ".join(sorted(wanted - shown)))
    foreign = {s for s in symbols(nm, archive, "-u") if CXX_RUNTIME.match(s) or s.startswith("ev")}
    foreign -= {"eventfd"}  # libevent's own
    check(not foreign, "the archive needs %s" % ", ".join(sorted(foreign)))


def check_calls(readelf, shared, exports):
    """Addresses of exported functions are asked for, as the ready-made parsers' are: no calls."""
    own = set(pathlib.Path(exports).read_text().split())
    out = subprocess.run([readelf, "-rW", shared], check=True, capture_output=True,
                         text=True).stdout
    called = {name for name in re.findall(r"_JUMP_SLOT?\s.*?\s([A-Za-z_]\w*)(?:@|\s|$)", out)}
    check(called, "no calls through the table of %s" % shared)
    check(not called & own, "%s calls its own %s" % (shared, ", ".join(sorted(called & own))))


def main():
    ap = argparse.ArgumentParser(description="Check the layers of lib/.")
    ap.add_argument("objects")
    ap.add_argument("exports")
    ap.add_argument("archive")
    ap.add_argument("shared")
    ap.add_argument("--nm", default="nm")
    ap.add_argument("--readelf", default="readelf")
    args = ap.parse_args()
    check_includes(pathlib.Path("lib"))
    check_objects(args.nm, args.objects)
    check_archive(args.nm, args.archive, args.exports)
    check_calls(args.readelf, args.shared, args.exports)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
