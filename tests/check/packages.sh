#!/bin/bash
# `make install` called apt-get, in a distribution's build, as root.
#
# Plays a system that lacks every package, with programs in place of dpkg-query and apt-get. Nothing may
# be installed by `make install` or with DEPS=no; what may be missing is named, and the work goes on.
#
# Usage: packages.sh SOURCE_FOLDER     (of the project, built; MAKE may be another make)
set -euo pipefail

top=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL DEPS

fail() {
  echo "packages: $*" >&2
  [ ! -e "$scratch/log" ] || cat "$scratch/log" >&2
  exit 1
}

mkdir "$scratch/bin"
printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/dpkg-query"
printf '#!/bin/sh\necho "$0 $*" >>"%s/called"\n' "$scratch" >"$scratch/bin/apt-get"
cp "$scratch/bin/apt-get" "$scratch/bin/sudo"
chmod +x "$scratch"/bin/*

run_make() { # ARGUMENT...
  PATH=$scratch/bin:$PATH ${MAKE:-make} -s -C "$top" "$@" >"$scratch/log" 2>&1
}

names_what_is_missing() { # TARGET
  grep -q 'perhaps missing .*libevent-dev' "$scratch/log" || fail "make $1 does not name what may be missing"
  [ ! -e "$scratch/called" ] || fail "make $1 called $(cat "$scratch/called")"
}

run_make install DESTDIR="$scratch/root" PREFIX=/usr || fail "make install stopped"
names_what_is_missing install
[ -s "$scratch/root/usr/lib/libvce.so" ] || fail "make install did not install"

for target in deps deps-build deps-docs; do
  run_make $target DEPS=no || fail "make $target DEPS=no stopped"
  names_what_is_missing "$target"
done

# The test itself: without DEPS=no it is apt-get that is called.
run_make deps-build || fail "make deps-build stopped"
grep -q 'install.*libevent-dev' "$scratch/called" || fail "make deps-build did not call apt-get"
echo "packages: installed only where they are asked for"
