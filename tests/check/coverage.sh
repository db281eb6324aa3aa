#!/bin/sh
# What the tests reached of lib/, after a run of a build with --coverage.
#
# Usage: coverage.sh BUILD    (at the top of the tree)
# Prints lines and branches that were not reached, per file, and the sums; writes
# BUILD/html/index.html.
set -eu
build=$1
mkdir -p "$build/html"
report() {
  gcovr --root . --filter 'lib/' --exclude-throw-branches --exclude-unreachable-branches \
    --object-directory "$build/obj" "$@" "$build/obj"
}
report --json "$build/coverage.json" --html-details "$build/html/index.html" --print-summary \
  --txt "$build/lines.txt"
report --branches --txt "$build/branches.txt"
cat "$build/lines.txt" "$build/branches.txt"
echo "in detail: $build/html/index.html"
