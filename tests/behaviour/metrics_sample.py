"""The sample `metrics` answered /metricsanything, took no HEAD, and did not tell its contexts apart.

Usage: metrics_sample.py METRICS      (built from samples/metrics.c)

Each answer is read as HTTP says; the page is checked against the text format of Prometheus, by
promtool, too, if it is installed. With CI set, curl and promtool may not be missing.
"""
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import unittest

PATIENCE = 60
LABEL = r'[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(r"([a-zA-Z_:][\w:]*)(\{%s(?:,%s)*\})? (-?\d+(?:\.\d+)?)" % (LABEL, LABEL))


def may_not_skip():
    return bool(os.environ.get("CI"))


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = subprocess.Popen([PROGRAM, "0", "0"], stdout=subprocess.PIPE, text=True)
        found = re.findall(r"port (\d+)", cls.server.stdout.readline())
        cls.echo_port, cls.port = (int(n) for n in found)

    @classmethod
    def tearDownClass(cls):
        cls.server.send_signal(signal.SIGTERM)
        status = cls.server.wait(PATIENCE)
        cls.server.stdout.close()
        if status != 0:
            raise AssertionError(f"metrics ended with {status}")

    def talk(self, *pieces, port=None):
        """Sends the pieces one by one; returns all that comes back until the end."""
        with socket.create_connection(("127.0.0.1", port or self.port), PATIENCE) as s:
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for piece in pieces:
                s.sendall(piece)
            data = b""
            while more := s.recv(65536):
                data += more
        return data

    def answer(self, *pieces):
        """Status, headers and body of the answer, whose length is checked."""
        head, _, body = self.talk(*pieces).partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        version, status, _ = lines[0].split(" ", 2)
        self.assertEqual(version, "HTTP/1.1")
        headers = dict(line.split(": ", 1) for line in lines[1:])
        self.assertEqual(headers["Connection"], "close")
        return int(status), headers, body

    def ask(self, line, *headers):
        text = "\r\n".join([line, *headers, "", ""])
        status, found, body = self.answer(text.encode())
        if not line.startswith("HEAD "):
            self.assertEqual(int(found["Content-Length"]), len(body))
        return status, found, body

    def page(self):
        status, headers, body = self.ask("GET /metrics HTTP/1.1", "Host: here")
        self.assertEqual(status, 200)
        self.assertEqual(headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        return body.decode()

    def values(self):
        found = {}
        for line in self.page().splitlines():
            if not line.startswith("#"):
                name, labels, value = SAMPLE.fullmatch(line).groups()
                found[name + (labels or "")] = float(value)
        return found

    def test_page_is_in_the_text_format(self):
        page = self.page()
        self.assertTrue(page.endswith("\n"))
        family, seen, samples = None, set(), set()
        for line in page.splitlines():
            if line.startswith("# HELP "):
                family = line.split(" ")[2]
                self.assertNotIn(family, seen)
                seen.add(family)
            elif line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                self.assertEqual(name, family)
                self.assertIn(kind, ("counter", "gauge"))
                self.assertEqual(kind == "counter", name.endswith("_total"))
            else:
                match = SAMPLE.fullmatch(line)
                self.assertTrue(match, line)
                self.assertEqual(match[1], family)
                self.assertNotIn(match[1] + (match[2] or ""), samples)
                samples.add(match[1] + (match[2] or ""))
        if shutil.which("promtool"):
            done = subprocess.run(["promtool", "check", "metrics"], input=page, text=True,
                                  capture_output=True, timeout=PATIENCE, check=False)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))
        elif may_not_skip():
            self.fail("promtool is not installed, and nothing may be skipped here")

    def test_contexts_are_told_apart(self):
        before = self.values()
        with socket.create_connection(("127.0.0.1", self.echo_port), PATIENCE) as s:
            s.sendall(b"hello\n")
            self.assertEqual(s.recv(100), b"hello\n")
            during = self.values()
        received, alive = ('vce_context_%s{context="%s"}' % pair for pair in
                           (("received_bytes_total", "echo"), ("connections", "echo")))
        self.assertEqual(during[received] - before[received], 6)
        self.assertEqual(during[alive] - before[alive], 1)
        other = 'vce_context_accepted_total{context="metrics"}'
        self.assertEqual(during[other] - before[other], 1)
        names = set(re.findall('context="(.*)"', "\n".join(during)))
        self.assertEqual(names, {"echo", "metrics"})

    def test_head_has_the_headers_of_get_and_no_body(self):
        status, headers, body = self.ask("HEAD /metrics HTTP/1.1", "Host: here")
        self.assertEqual((status, body), (200, b""))
        self.assertEqual(headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        self.assertGreater(int(headers["Content-Length"]), 1000)

    def test_versions(self):
        self.assertEqual(self.ask("GET /metrics HTTP/1.0")[0], 200)
        self.assertEqual(self.ask("GET /metrics HTTP/1.1", "hOsT: here")[0], 200)
        self.assertEqual(self.ask("GET /metrics HTTP/1.1")[0], 400)
        self.assertEqual(self.ask("GET /metrics HTTP/2.0", "Host: here")[0], 505)
        self.assertEqual(self.ask("GET /metrics")[0], 400)

    def test_other_paths_and_methods(self):
        for path in ("/", "/metricsanything", "/metrics/", "/metric", "/Metrics", "/x?/metrics"):
            self.assertEqual(self.ask(f"GET {path} HTTP/1.1", "Host: here")[0], 404, path)
            self.assertEqual(self.ask(f"HEAD {path} HTTP/1.1", "Host: here")[0], 404, path)
        self.assertEqual(self.ask("GET /metrics?debug=1 HTTP/1.1", "Host: here")[0], 200)
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "get"):
            status, headers, _ = self.ask(f"{method} /metrics HTTP/1.1", "Host: here")
            self.assertEqual((status, headers.get("Allow")), (405, "GET, HEAD"), method)
        for line in ("GET", "GET metrics HTTP/1.1", "\x01\x02", "GET /metrics HTTP/1.1 more",
                     "GET /metrics\0 HTTP/1.1"):
            self.assertEqual(self.ask(line, "Host: here")[0], 400, line)

    def test_requests_in_pieces(self):
        request = b"\r\nGET /metrics HTTP/1.1\r\nHost: here\r\n\r\n"
        status, _, body = self.answer(*(request[i:i + 1] for i in range(len(request))))
        self.assertEqual(status, 200)
        self.assertIn(b"vce_connections ", body)
        self.assertEqual(self.answer(request.replace(b"\r\n", b"\n"))[0], 200)
        # What follows the first request is not answered: one answer for each connection.
        self.assertEqual(self.talk(request).count(b"HTTP/1.1 200"), 1)

    def test_long_requests_are_refused(self):
        self.assertEqual(self.answer(b"GET /" + b"a" * 1100)[0], 414)
        self.assertEqual(self.answer(b"GET /" + b"a" * 1100 + b" HTTP/1.1\r\n")[0], 414)
        self.assertEqual(self.answer(b"GET /metrics HTTP/1.1\r\nA: " + b"a" * 1100)[0], 431)
        self.assertEqual(self.answer(b"GET /metrics HTTP/1.1\r\n" + b"A: b\r\n" * 100)[0], 431)

    def test_curl(self):
        if not shutil.which("curl"):
            if may_not_skip():
                self.fail("curl is not installed, and nothing may be skipped here")
            self.skipTest("curl is not installed")
        url = f"http://127.0.0.1:{self.port}/metrics"
        for more in ([], ["--http1.0"], ["--head"]):
            done = subprocess.run(["curl", "-sS", "--fail", "--noproxy", "*", *more, url], text=True,
                                  capture_output=True, timeout=PATIENCE, check=True)
            self.assertEqual(done.stderr, "")
            self.assertIn("Content-Length" if "--head" in more else "vce_connections ", done.stdout)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"[  PASSED  ] {result.testsRun - bad - len(result.skipped)} test(s).")
    if bad:
        print(f"[  FAILED  ] {bad} test(s).")
    if result.skipped:
        print(f"[  SKIPPED ] {len(result.skipped)} test(s).")
    sys.exit(bool(bad))
