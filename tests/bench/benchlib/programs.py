"""Child processes that are spoken to in lines."""
import json
import os
import select
import subprocess
import time

ANSWER_SECONDS = 60  # the longest that any program may be silent


class BenchError(Exception):
    """A program failed, or a record was lost or changed."""


class Program:
    """A child process. It ends with its standard input; leaving the `with` block sees to that."""

    def __init__(self, build, program, arguments):
        self.name = program
        self.buffer = b""
        self.process = subprocess.Popen([build / program, *map(str, arguments)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        try:
            status = self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process.stdout.close()
        if kind is None and status != 0:
            raise BenchError(f"{self.name} ended with status {status}")

    def tell(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def read_line(self):
        deadline = time.monotonic() + ANSWER_SECONDS
        while b"\n" not in self.buffer:
            pipe = self.process.stdout.fileno()
            if not select.select([pipe], [], [], max(0, deadline - time.monotonic()))[0]:
                raise BenchError(f"{self.name} gave no answer in {ANSWER_SECONDS} s")
            piece = os.read(pipe, 65536)
            if not piece:
                raise BenchError(f"{self.name} ended with status {self.process.wait()}")
            self.buffer += piece
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode()

    def read_json(self):
        return json.loads(self.read_line())

    def ask(self, line):
        self.tell(line)
        return self.read_json()
