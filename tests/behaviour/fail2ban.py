#!/usr/bin/env python3
"""No line of the log named a peer that was refused, so nothing could lock it out.

usage: fail2ban.py LIBVCE.SO FILTER

A server on the shared object writes lines about real peers, IPv4 and IPv6; the filter must find
their addresses in them and nothing in other lines: with fail2ban-regex where it is installed, and
always with the filter's expressions as fail2ban reads them.
"""
import configparser
import ctypes
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

library, filter_file = os.path.abspath(sys.argv[1]), sys.argv[2]


class Conn(ctypes.Structure):
    _fields_ = [("p", ctypes.c_void_p), ("serial", ctypes.c_uint)]


def serve(bind, cause):
    """The library's lines about one peer that does what `cause` says."""
    vce = ctypes.CDLL(library)
    vce.vce_tcpcontext_create.restype = ctypes.c_void_p
    vce.vce_tcpcontext_create.argtypes = [
        ctypes.c_int, ctypes.c_char_p, ctypes.c_ushort, ctypes.c_int, ctypes.c_size_t,
        ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_size_t]
    record = ctypes.CFUNCTYPE(ctypes.c_int, Conn, ctypes.c_void_p, ctypes.c_int)(
        lambda *_: 0 if cause == "too much" else -1)
    watcher = ctypes.CFUNCTYPE(ctypes.c_int, Conn)(lambda _: -1)
    hasty = ctypes.CFUNCTYPE(ctypes.c_int, Conn)(lambda c: min(vce.vce_conn_set_timeout(c, -1), 0))
    assert vce.vce_initialize() == 0
    t = vce.vce_tcpcontext_create(1, bind.encode(), 0, 1 if cause == "full" else 10, 100, 100,
                                  60, 0, 1, 0)
    assert t, bind
    t = ctypes.c_void_p(t)
    port = vce.vce_tcpcontext_get_port(t)
    vce.vce_tcpcontext_set_conn_parser(t, vce.vce_protocol_parser_bin16, record)
    if cause == "disabled":
        vce.vce_tcpcontext_enable_accept(t, 0)
    elif cause == "rate":
        vce.vce_tcpcontext_set_accept_max(t, 1, None)
    elif cause == "address":
        vce.vce_tcpcontext_set_max_per_address(t, 1)
    elif cause == "watcher":
        vce.vce_tcpcontext_set_conn_acceptwatcher(t, watcher)
    elif cause == "idle":
        vce.vce_tcpcontext_set_conn_acceptwatcher(t, hasty)
    elif cause == "too long":
        vce.vce_tcpcontext_protocol_set_maxlength(t, 10, watcher)
    elif cause == "too much":
        vce.vce_tcpcontext_set_conn_rate(t, 1, 0, watcher)
    others = []
    for _ in range({"rate": 2, "address": 1, "full": 1}.get(cause, 0)):
        others.append(socket.create_connection((bind, port)))
        vce.vce_heartbeat()
    peer = socket.create_connection((bind, port))
    peer.sendall({"record": b"\xff\xff", "too long": b"\0\x20", "parser": b"\0\0",
                  "too much": b"\0\0" * 9}.get(cause, b""))
    peer.setblocking(False)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        vce.vce_heartbeat()
        try:
            peer.recv(1)
            break
        except BlockingIOError:
            pass
        except ConnectionError:
            break
    else:
        sys.exit("the peer was not refused: " + cause)
    vce.vce_finalize()


if len(sys.argv) > 3:
    serve(sys.argv[3], sys.argv[4])
    sys.exit(0)

BAD = ("rate", "address", "watcher", "idle", "record", "too long", "parser", "too much")
INNOCENT = ("disabled", "full")
binds = ["127.0.0.1"]
try:
    socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    binds.append("::1")
except OSError:
    pass


def lines(bind, cause):
    done = subprocess.run([sys.executable, "-B", __file__, library, filter_file, bind, cause],
                          stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, (cause, done.returncode, done.stderr)
    return done.stderr.splitlines()


config = configparser.RawConfigParser()
config.read(filter_file)
definition = config["Definition"]
HOST = (r"(?:(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})|"
        r"\[?(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))\]?)")
expressions = [re.compile(e.replace("%(_peer)s", definition["_peer"]).replace("<HOST>", HOST))
               for e in definition["failregex"].split("\n") if e]


def found(line):
    for e in expressions:
        m = e.search(line)
        if m:
            return m["ip4"] or m["ip6"]
    return None


def same(text, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return text is not None and socket.inet_pton(family, text) == socket.inet_pton(family, address)


bad, innocent = [], []
for bind in binds:
    for cause in BAD:
        got = lines(bind, cause)
        assert len(got) == 1, (cause, got)
        assert same(found(got[0]), bind), (cause, got, found(got[0]))
        assert same(found("2026-01-02T03:04:05 host app: " + got[0]), bind), got
        assert same(found(got[0] + " (37 more like this left out)"), bind), got
        bad.append(got[0])
        bad.append(got[0] + " (37 more like this left out)")
    for cause in INNOCENT:
        got = lines(bind, cause)
        assert len(got) == 1 and found(got[0]) is None, (cause, got)
        innocent.append(got[0])

if shutil.which("fail2ban-regex"):
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        with open(log, "w", encoding="ascii") as out:
            out.write("\n".join(bad + innocent) + "\n")
        answer = subprocess.run(["fail2ban-regex", log, os.path.abspath(filter_file)],
                                stdout=subprocess.PIPE, text=True, check=True).stdout
    m = re.search(r"Lines: (\d+) lines, (\d+) ignored, (\d+) matched, (\d+) missed", answer)
    assert m, answer
    assert [int(x) for x in m.groups()] == [len(bad + innocent), 0, len(bad), len(innocent)], answer
    print("fail2ban-regex: %s matched of %s" % (m[3], m[1]))
print("%d lines lock a peer out, %d do not" % (len(bad), len(innocent)))
print("[  PASSED  ] 1 test(s).")
