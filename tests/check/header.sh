#!/bin/sh
# The public header stands alone in every language mode, without a warning.
#
# Usage: header.sh VCE_H [COMPILER...]    (C compilers; their C++ twins are tried too)
set -u
header=$1
shift
passed=0 failed=0
warnings="-Wall -Wextra -Wundef -pedantic -Werror"

try() {
  if echo "#include \"$header\"" | "$@" $warnings -I. -fsyntax-only - 2>build/header.log; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL: $*"
    head -5 build/header.log
  fi
}

for cc in "$@"; do
  command -v "$cc" >/dev/null || continue
  for std in gnu89 c99 gnu99 c11 gnu11 c17 gnu17; do
    try "$cc" -std=$std -Wno-long-long -xc
  done
  for std in c++11 c++17 gnu++17 c++20; do
    try "$cc" -std=$std -Wold-style-cast -xc++
  done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
