#!/usr/bin/env python3
"""The servers of README.md and vce(7), and samples, cut a peer that sent many lines unread.

usage: printed_servers.py SOURCE_FOLDER BUILD_FOLDER

What is printed is taken from the page and compiled with the command that README.md prints. Each
server then gets 100,000 records from a peer that reads nothing before all are sent, or before the
kernel takes no more of them. Every answer must come back, byte by byte. A line that is longer than
the read buffer ends its connection and no other.
"""
import os
import pathlib
import re
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time

RECORDS = 100_000
PATIENCE = 60  # seconds without any progress
COMPILE = "gcc -I. echo.c build/libvce.a -o echo"


def fail(text):
    sys.exit("printed servers: " + text)


def block_of_readme(top):
    return re.search(r"^```c\n(.*?)^```", (top / "README.md").read_text(), re.M | re.S).group(1)


def block_of_manual(top):
    page = (top / "man" / "vce.7").read_text()
    for block in re.findall(r"^\.EX\n(.*?)^\.EE", page, re.M | re.S):
        if "int main(" in block:
            return block.replace("\\e", "\\").replace("\\-", "-").replace("\\&", "")
    return fail("vce.7 shows no server")


def listening_port(process):
    """The port that the system chose for the server, as /proc tells; None if it has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            folder = pathlib.Path("/proc", str(process.pid))
            sockets = {os.readlink(entry)[8:-1] for entry in (folder / "fd").iterdir()}
            for line in (folder / "net" / "tcp").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and fields[9] in sockets:
                    return int(fields[1].split(":")[1], 16)
        except OSError:
            pass  # a descriptor was closed meanwhile
        time.sleep(0.01)
    return None


def connected(port):
    """A connection to the server, whose windows are small: answers soon wait at its side."""
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.settimeout(PATIENCE)
    try:
        peer.connect(("127.0.0.1", port))
    except OSError as e:
        fail("the server cannot be reached: %s" % e)
    return peer


def start_printed(source, folder):
    """Compiles a printed server, for any port instead of 5555, and starts it."""
    if COMPILE not in source.readme:
        fail("README.md does not print: " + COMPILE)
    if source.text.count("5555") != 1:
        fail(source.name + " does not name port 5555 once")
    (folder / "echo.c").write_text(source.text.replace("5555", "0"))
    subprocess.run(COMPILE, shell=True, cwd=folder, check=True)
    process = subprocess.Popen([folder / "echo"], stderr=subprocess.PIPE)
    return process, listening_port(process) or fail(source.name + " does not listen")


def start_sample(path):
    process = subprocess.Popen([path, *SAMPLE_ARGUMENTS.get(path.name, ["0"])],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    first = process.stdout.readline().decode()
    return process, int(re.search(r"port (\d+)", first).group(1))


def drain_log(process):
    """Reads what the server logs, so that a full pipe is not what stops it."""
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(process.stderr), daemon=True)
    reader.start()
    return lines, reader


def lines_of(longest):
    """Lines of varied length, each 1000th as long as fits."""
    for i in range(RECORDS):
        length = longest if i % 1000 == 999 else 6 + i * 37 % 181
        yield (b"%06d" % i).ljust(length, b"x")


def converse(peer, output, expected, name):
    """Sends all, reads nothing meanwhile unless the kernel takes no more; compares what comes."""
    peer.setblocking(False)
    sent, came = 0, bytearray()
    reading = False
    while len(came) < len(expected):
        wants_output = sent < len(output)
        inputs = [peer] if reading or not wants_output else []
        readable, writable, _ = select.select(inputs, [peer] if wants_output else [], [],
                                              PATIENCE if inputs else 1)
        if not readable and not writable:
            if inputs:
                fail("%s: nothing moves after %d of %d bytes" % (name, len(came), len(expected)))
            reading = True
        try:
            if writable:
                sent += peer.send(output[sent:sent + 65536])
            if readable:
                data = peer.recv(65536)
                if not data:
                    fail("%s: cut after %d of %d bytes" % (name, len(came), len(expected)))
                came += data
        except ConnectionError as e:
            fail("%s: %s after %d of %d bytes" % (name, e, len(came), len(expected)))
    if came != expected:
        fail(name + ": other bytes came back")
    peer.setblocking(True)
    peer.settimeout(PATIENCE)


def ends(peer, line, name):
    """A line that no read buffer holds: the end of stream, or a reset, and nothing else."""
    peer.settimeout(PATIENCE)
    try:
        peer.sendall(line)
        if peer.recv(1):
            fail(name + " answers a line that does not fit its buffer")
    except ConnectionError:
        pass


def read_line(peer):
    line = b""
    while not line.endswith(b"\n"):
        byte = peer.recv(1)
        if not byte:
            fail("the connection ends after " + repr(line))
        line += byte
    return line[:-1]


# What is said first, and then the function from a line to its answer.

def echo(_):
    return lambda line: line


def echo_after_welcome(peer):
    read_line(peer)
    return lambda line: line


def echo_with_process(peer):
    peer.sendall(b"which\n")
    process = read_line(peer)[len(b"which"):]
    return lambda line: line[:200] + process


def check_lines(port, longest, begin, name):
    def meet():
        peer = connected(port)
        return peer, begin(peer)

    peer, answer = meet()
    lines = list(lines_of(longest))
    converse(peer, b"".join(l + b"\n" for l in lines),
             b"".join(answer(l) + b"\n" for l in lines), name)
    ends(meet()[0], b"y" * (longest + 1) + b"\n", name)
    converse(peer, b"still here\n", answer(b"still here") + b"\n", name)


def check_netstrings(port, name):
    peer = connected(port)
    texts = [b"%06d" % i + b"x" * (i % 40) for i in range(RECORDS)]
    texts[999::1000] = [b"ab" * 4999] * len(texts[999::1000])
    converse(peer, b"".join(b"%d:%s," % (len(t), t) for t in texts),
             b"".join(b"%d:%s," % (len(t), t[::-1]) for t in texts), name)


class Printed:
    def __init__(self, name, text, readme):
        self.name, self.text, self.readme = name, text, readme


SAMPLE_ARGUMENTS = {"metrics": ["0", "0"], "full_server": ["0", "10", "20"]}


def main():
    top, build = (pathlib.Path(a).resolve() for a in sys.argv[1:3])
    readme = (top / "README.md").read_text()
    printed = [Printed("README.md", block_of_readme(top), readme),
               Printed("vce(7)", block_of_manual(top), readme)]
    lines = sum(1 for l in printed[0].text.splitlines() if l.strip())
    if lines > 10:
        fail("the server of README.md has %d lines" % lines)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "vce.h").symlink_to(top / "vce.h")
        (folder / "build").symlink_to(build)
        for source in printed:
            process, port = start_printed(source, folder)
            log, reader = drain_log(process)
            try:
                check_lines(port, 4095, echo, source.name)
            finally:
                process.kill()
                process.wait()
            reader.join(PATIENCE)
            if not any(b"read buffer" in line for line in log):
                fail(source.name + ": the log does not tell of the line that was too long")

    for name, longest, begin in (("echo_server", 4095, echo), ("metrics", 4095, echo),
                                 ("full_server", 1023, echo_after_welcome),
                                 ("two_loops", 1023, echo_with_process),
                                 ("custom_parser", 0, None)):
        process, port = start_sample(build / "samples" / name)
        drain_log(process)
        try:
            if begin:
                check_lines(port, longest, begin, name)
            else:
                check_netstrings(port, name)
        finally:
            process.terminate()
            code = process.wait()
        if code != 0:
            fail("%s ends with %d" % (name, code))
    print("[  PASSED  ] 7 tests: 2 printed servers, 5 samples")


if __name__ == "__main__":
    main()
