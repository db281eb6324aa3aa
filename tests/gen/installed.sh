#!/bin/sh
# What `make install` puts there of vcegen works from anywhere, and `make uninstall` takes all of it.
set -eu

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/usr
make=${MAKE:-make}
# The flags of an outer make are not meant for this one.
unset MAKEFLAGS MFLAGS MAKELEVEL

$make -s install-gen PREFIX="$prefix"

# The examples of the manual page: the first one is a definition, another one a makefile.
example() { # NUMBER
  awk -v wanted="$1" '/^\.EE/ { inside = 0 } inside { print } /^\.EX/ { inside = ++n == wanted }' \
    man/vcegen.1 | sed 's/\\-/-/g'
}

mkdir "$scratch/work"
cp tests/gen/data/*.txt "$scratch/work"
example 1 >"$scratch/work/tick.txt"
example 4 >"$scratch/work/Makefile"
cd "$scratch/work"
PATH=$prefix/bin:$PATH

vcegen small.txt
for file in tick_sv.c tick_sv.cpp tick_sv.h tick_cli.c tick_cli.cpp tick_cli.h; do
  test -s "$file"
done
vcegen --check small.txt
if vcegen --check full.txt 2>errors; then
  echo "--check takes missing files" >&2
  exit 1
fi
grep -q 'every_sv.h is not up to date' errors

# An old build line, with the script of this name taken from the new place.
rm tick_*
ruby "$prefix/share/vce/gen/gen.rb" small.txt
test -s tick_sv.c

rm tick_*
$make -s tick_sv.c tick_cli.h
test -s tick_cli.c
echo '=c2s 9 more()' >>tick.txt
touch -d '1 hour ago' tick_*
touch -d '1 minute ago' tick.d
$make -s tick_sv.h
grep -q TICK_C2S_MORE tick_sv.h

cd - >/dev/null
$make -s uninstall-gen PREFIX="$prefix"
left=$(find "$prefix" -type f)
if [ -n "$left" ]; then
  echo "left behind: $left" >&2
  exit 1
fi
