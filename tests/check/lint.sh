#!/bin/sh
# Static analysis of the library: clang-tidy (.clang-tidy) and cppcheck (lint.cppcheck), both of
# which end it at the first kind of finding.
#
# Usage: lint.sh    (at the top of the tree)
set -eu

echo "clang-tidy:"
files=$(ls lib/*/*.cc)
# shellcheck disable=SC2086
printf '%s\n' $files | xargs -P"$(nproc)" -n2 sh -c '
  clang-tidy --quiet "$@" -- -std=c++20 -Ilib -I. -fno-exceptions -fno-rtti 2>/dev/null' lint
echo "  $(printf '%s\n' $files | wc -l) files, nothing found"

echo "cppcheck:"
cppcheck -q -j"$(nproc)" --enable=warning,performance,portability --std=c++20 --language=c++ \
  --inline-suppr --suppressions-list=tests/check/lint.cppcheck --error-exitcode=1 -Ilib -I. lib
echo "  nothing found"
