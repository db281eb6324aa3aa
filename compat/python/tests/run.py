#!/usr/bin/env python3
"""Run the tests of the Python binding and say how many passed, as tests/run.py counts them.

usage: run.py [NAME ...]   all test modules, or those named
"""
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    sys.path.insert(0, str(HERE))
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(sys.argv[1:]) if sys.argv[1:] else loader.discover(str(HERE))
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    for test, reason in result.skipped:
        print("[  SKIPPED ] %s: %s" % (test.id(), reason))
    print("[  PASSED  ] %d test(s)." % max(result.testsRun - failed - len(result.skipped), 0))
    if failed:
        print("[  FAILED  ] %d test(s)." % failed)
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
