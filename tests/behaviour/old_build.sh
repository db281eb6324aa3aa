#!/bin/sh
# A program of 2005 builds with its old build lines and runs: vce.h and libvce.a are all it is given,
# and the link names no other library.
#
# Usage: old_build.sh VCE_H LIBVCE_A    (absolute or relative paths; CC may name another compiler)
set -eu

header=$1
archive=$2
source=$(dirname "$0")/old_style
cc=${CC:-gcc}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cp "$header" "$scratch/vce.h"
cp "$archive" "$scratch/libvce.a"
cp "$source/app.c" "$source/expected.txt" "$scratch"
cd "$scratch"

# Builds with the given compiler options (none, as it was, and the language of then) and runs.
try() {
  rm -f app app.o
  "$cc" "$@" -c app.c
  "$cc" app.o libvce.a -o app
  timeout 20 ./app >output.txt || { echo "app failed, built with: $cc $*"; exit 1; }
  diff expected.txt output.txt || { echo "app says something else, built with: $cc $*"; exit 1; }
}

try
try -std=gnu89
try -std=gnu89 -O2 -Wall -Werror
echo "old build lines: the program links and runs"
