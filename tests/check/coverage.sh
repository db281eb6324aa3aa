#!/bin/sh
# What the tests reached of lib/, after a run of a build with --coverage.
#
# Usage: coverage.sh BUILD    (at the top of the tree)
# Prints lines and branches that were not reached, per file, and the sums; writes
# BUILD/html/index.html. Fails if fewer than 95 % of the lines or 90 % of the branches were reached, or
# if unreached.txt does not list exactly the lines that were not.
set -eu
build=$1
mkdir -p "$build/html"
report() {
  gcovr --root . --filter 'lib/' --exclude-throw-branches --exclude-unreachable-branches \
    --object-directory "$build/obj" "$@" "$build/obj/lib" "$build/obj/tests/unit"
}
report --json "$build/coverage.json" --html-details "$build/html/index.html" --print-summary \
  --txt "$build/lines.txt"
report --branches --txt "$build/branches.txt"
cat "$build/lines.txt" "$build/branches.txt"
echo "in detail: $build/html/index.html"
python3 tests/check/unreached.py "$build/coverage.json" tests/check/unreached.txt 95 90
