#!/usr/bin/env python3
"""`make arena`: a server on a free port, 500 bots for ten seconds, their report.

usage: run.py FOLDER [option of bots ...]     FOLDER has the programs server and bots

The high scores of the runs are kept in FOLDER/scores.db. The status is that of the bots, or 1 if
the server did not end well.
"""
import re
import subprocess
import sys
from pathlib import Path


def main() -> int:
    folder = Path(sys.argv[1])
    server = subprocess.Popen(
        [folder / "server", "--port", "0", "--scores", folder / "scores.db"],
        stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        greeting = server.stdout.readline()
        port = re.search(r"port (\d+)$", greeting)
        if port is None:
            return 1
        print(greeting, end="", flush=True)
        status = subprocess.run([folder / "bots", "--port", port[1], *sys.argv[2:]]).returncode
    finally:
        server.terminate()
        ended = server.wait(timeout=10)
    return status or (1 if ended else 0)


if __name__ == "__main__":
    sys.exit(main())
