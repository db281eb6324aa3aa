#!/usr/bin/env python3
"""Check that what not every system has stands in the files of lib/ that are named for a system.

usage: portability.py [--posix CXX] [FOLDER]

A port to another system must be a matter of few files: base/platform*, net/socket_calls* and the
makes of the poller. Names and files of Linux, and the names that other systems have for the same,
may appear nowhere else in FOLDER (lib); comments may say what they like. The list of names knows what
it knows: with --posix the other files are compiled, too, with headers that declare POSIX alone. That
takes a while. One line per problem, last "N passed, M failed", exit status 1 on failure.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

NOT_EVERYWHERE = re.compile(
    r"\b(epoll_\w+|EPOLL\w+|eventfd\w*|EFD_\w+|signalfd\w*|timerfd_\w+|inotify_\w+|fanotify_\w+"
    r"|io_uring_\w+|accept4|SOCK_NONBLOCK|SOCK_CLOEXEC|SIOC\w+|TIOCOUTQ|FIONWRITE|SO_NWRITE"
    r"|malloc_usable_size|malloc_trim|mallopt|mallinfo2?|mremap|MREMAP_\w+|madvise|MADV_\w+"
    r"|p(?:read|write)v2|RWF_\w+|CLOCK_\w+_(?:COARSE|FAST)|CLOCK_BOOTTIME|MSG_NOSIGNAL|MSG_MORE"
    r"|MSG_ZEROCOPY|MSG_ERRQUEUE|[rs]\w+mmsg|SO_NOSIGPIPE|SO_DOMAIN|SO_PROTOCOL|SO_PEERCRED"
    r"|SO_PASSCRED|SO_PEERSEC|SO_PEERGROUPS|SO_BINDTODEVICE|SO_BUSY_POLL|SO_INCOMING_\w+|SO_ATTACH_\w+"
    r"|SO_MARK|SO_REUSEPORT\w*|SO_ZEROCOPY|SCM_CREDENTIALS|ucred|getpeereid|LOCAL_PEER\w+"
    r"|TCP_(?!NODELAY\b)[A-Z]\w*|IP_(?:BIND|FREE|TRANSP|RECVERR)\w+|getrandom|getentropy|arc4random\w*"
    r"|pipe2|dup3|prctl|PR_[A-Z]\w+|syscall|SYS_\w+|__NR_\w+|gettid|close_range|closefrom"
    r"|memfd_create|v?msplice|splice|sendfile|O_TMPFILE|O_PATH|F_[GS]ETPIPE_SZ|sigtimedwait"
    r"|sigwaitinfo|ppoll|ENONET|ECOMM|EAI_(?:NODATA|ADDRFAMILY|\w+PROGRESS)|st_[acm]tim(?:espec)?"
    r"|program_invocation\w*|secure_getenv|qsort_r|strchrnul|memrchr|rawmemchr|mempcpy"
    r"|getauxval|sched_\w+affinity|pthread_\w+_np|__linux__|__APPLE__|__\w+BSD__)\b"
    r"|\"/(?:proc|sys)/|<(?:linux|asm)/|<malloc\.h>|<sys/(?:epoll|eventfd|sysinfo|auxv|prctl)\.h>")
NAMED_FOR_A_SYSTEM = re.compile(r"^(platform|socket_calls)\b|_(linux|portable|epoll)\.")
# Not in POSIX of 2008, and yet on all systems that are meant.
EVERYWHERE = ("MAP_ANONYMOUS", "inet_aton")
COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def problems(path):
    text = COMMENTS.sub(lambda comment: "\n" * comment.group().count("\n"), path.read_text())
    for number, line in enumerate(text.splitlines(), 1):
        for name in NOT_EVERYWHERE.finditer(line):
            yield "%s:%d: not every system has %s: see base/platform.h, net/socket_calls.h" % (
                path, number, name.group())


def beyond_posix(compiler, path):
    """What the headers of POSIX do not declare. Those of the C++ library have errors, too: it is made
    for the others."""
    run = subprocess.run(
        [compiler, "-std=c++20", "-U_GNU_SOURCE", "-D_POSIX_C_SOURCE=200809L", "-DVCE_PORTABLE",
         "-DVCE_POLLER_LIBEVENT", "-I.", "-Ilib", "-fsyntax-only", "-fno-exceptions", "-fno-rtti", str(path)],
        capture_output=True, text=True)
    for line in run.stderr.splitlines():
        if re.match(r"%s:\d+:\d+: error" % re.escape(str(path)), line):
            if not any(name in line for name in EVERYWHERE):
                yield "not in POSIX: " + line


def main():
    ap = argparse.ArgumentParser(description="Check where lib/ uses what not every system has.")
    ap.add_argument("folder", nargs="?", default="lib")
    ap.add_argument("--posix", metavar="CXX")
    args = ap.parse_args()
    files = sorted(pathlib.Path(args.folder).glob("*/*.[ch]*"))
    named = [path for path in files if NAMED_FOR_A_SYSTEM.search(path.name)]
    failed = 0 if named else 1
    if not named:
        print("FAIL: no file is named for a system")
    for path in files:
        if path in named:
            continue
        found = list(problems(path))
        failed += len(found)
        for problem in found:
            print("FAIL: " + problem)
    if args.posix:
        sources = [path for path in files if path.suffix == ".cc" and path not in named]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for found in pool.map(lambda path: list(beyond_posix(args.posix, path)), sources):
                failed += len(found)
                for problem in found:
                    print("FAIL: " + problem)
    print("%d passed, %d failed" % (len(files) - len(named), failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
