#!/bin/sh
# The public header stands alone in every language mode, without a warning, and so do its macros in
# the program that uses them. With musl-gcc, if it is there, samples, vce-conntest and generated
# stubs compile as well.
#
# Usage: header.sh VCE_H [COMPILER...]    (C compilers; their C++ twins are tried too), at the top of the tree
set -u
header=$1
shift
passed=0 failed=0
warnings="-Wall -Wextra -Wundef -Wpedantic -pedantic-errors -Werror"

# What broke once: in C++ the casts in the macros were for -Wold-style-cast those of the program.
program=$(cat <<EOF
#include "$header"
int use(tcpcontext_t t, char *bytes, const char *input, int array);
int use(tcpcontext_t t, char *bytes, const char *input, int array) {
  static const unsigned int kicked[] = {1, 0};
  static const VCEI64 one = vce_htonll(1);
  unsigned char *octets = (unsigned char *)0;
  void *any;
  int *number, visits, sum = MIN(1, 2) + MAX(1, 2) + (int)ELEMENTOF(kicked) + (STRERR != 0);
  conn_t nobody;
  vce_conn_clear(&nobody);
  sum += GET_8BIT_INT(input) + GET_16BIT_INT(input) + GET_8BIT_NATIVEINT(octets);
  sum += GET_16BIT_NATIVEINT(input) + GET_32BIT_NATIVEINT(input) + (GET_32BIT_INT(input) > 1);
  sum += GET_64BIT_INT(input) > one || GET_64BIT_NATIVEINT(input) > vce_ntohll(one);
  SET_8BIT_INT(bytes, 'a');
  SET_16BIT_INT(bytes + 1, sum);
  SET_32BIT_INT(octets, sum + 1L);
  SET_64BIT_INT(bytes, sum);
  SET_8BIT_NATIVEINT(bytes, sum);
  SET_16BIT_NATIVEINT(bytes, 1u);
  SET_32BIT_NATIVEINT(bytes, one);
  SET_64BIT_NATIVEINT(&octets, one);
  ARRAY_SCAN(array, any) sum++;
  ARRAY_SCAN_INDEX(array, any, visits) sum += visits;
  ARRAY_SCAN_TYPE(array, number, int *) sum += *number;
  ARRAY_SCAN_TYPE_INDEX(array, number, int *, visits) sum += *number + visits;
  vce_tcpcontext_set_conn_kickip_array(t, kicked);
  return vce_tcpcontext_broadcast(t, input, 1, nobody, VCE_FULL_DROP) + sum;
}
EOF
)
# The one cast of the program itself, in C++ with its own words.
program_cpp=$(echo "$program" | sed 's/(unsigned char \*)0/nullptr/; s/(int)ELEMENTOF(kicked)/int(ELEMENTOF(kicked))/')

try() {
  source=$program
  case " $* " in *" -xc++ "*) source=$program_cpp ;; esac
  if echo "$source" | "$@" $warnings -I. -fsyntax-only - 2>build/header.log; then
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

# Programs of users with another C library than glibc. In CI it may not be missing.
if command -v musl-gcc >/dev/null; then
  stubs=$(mktemp -d)
  trap 'rm -rf "$stubs"' EXIT
  for definition in tests/gen/data/medium.txt tests/gen/data/full.txt samples/arena/arena.txt; do
    python3 -B compat/gen/main.py --outputs c --output-dir "$stubs" "$definition" || failed=$((failed + 1))
  done
  for source in samples/*.c samples/demo/*.c compat/conntest/*.c "$stubs"/*.c; do
    if musl-gcc -std=gnu11 -D_GNU_SOURCE -Wall -Wextra -Werror -I. -I"$stubs" -c -o /dev/null "$source" \
        2>build/header.log; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "FAIL: musl-gcc $source"
      head -5 build/header.log
    fi
  done
elif [ -n "${CI:-}" ]; then
  failed=$((failed + 1))
  echo "FAIL: there is no musl-gcc"
else
  echo "skipped: there is no musl-gcc (package musl-tools)"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
