#!/bin/sh
# Static analysis: clang-tidy (.clang-tidy), names beyond POSIX and cppcheck (lint.cppcheck) of the
# library, and gcc's -fanalyzer of all C, generated stubs too. Each ends it at its first finding.
#
# Usage: lint.sh    (at the top of the tree)
set -eu

echo "clang-tidy:"
files=$(ls lib/*/*.cc)
# Files of the other poller and of other systems are read as they are built there.
# One at a time: clang-tidy 14 takes every va_list of its second file for an unset one.
# shellcheck disable=SC2086
printf '%s\n' $files | xargs -P"$(nproc)" -n1 sh -c '
  case $1 in *_libevent.cc) other=-DVCE_POLLER_LIBEVENT ;; *_portable.cc) other=-DVCE_PORTABLE ;; *) other= ;; esac
  clang-tidy --quiet "$1" -- $other -std=c++20 -Ilib -I. -fno-exceptions -fno-rtti 2>/dev/null' lint
echo "  $(printf '%s\n' $files | wc -l) files, nothing found"

echo "names beyond POSIX:"
python3 -B tests/check/portability.py --posix g++

echo "cppcheck:"
# Of the ways to build it takes Linux, another system, and the other poller, each by itself: these two change a
# line of a header, and would have it read everything twice more.
cppcheck -q -j"$(nproc)" -UVCE_TEST_TRANSPORT -U__BYTE_ORDER__ \
  --enable=warning,performance,portability --std=c++20 --language=c++ \
  --inline-suppr --suppressions-list=tests/check/lint.cppcheck --error-exitcode=1 -Ilib -I. lib
echo "  nothing found"

echo "gcc -fanalyzer:"
stubs=$(mktemp -d)
trap 'rm -rf "$stubs"' EXIT
for definition in tests/gen/data/medium.txt tests/gen/data/full.txt samples/arena/arena.txt; do
  python3 -B compat/gen/main.py --outputs c --output-dir "$stubs" "$definition"
done
# It does not follow what a loop keeps in an array of structures.
sources=$(ls compat/conntest/*.c samples/*.c samples/*/*.c "$stubs"/*.c | grep -v samples/arena/bot.c)
# shellcheck disable=SC2086
printf '%s\n' $sources | xargs -P"$(nproc)" -n1 gcc -std=gnu11 -D_GNU_SOURCE -O1 -fanalyzer -Werror \
  -I. -I"$stubs" -c -o /dev/null
echo "  $(printf '%s\n' $sources | wc -l) files, nothing found"
