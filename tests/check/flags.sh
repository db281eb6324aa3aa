#!/bin/bash
# -flto in the flags of a builder gave an archive that lacked libevent.
#
# Builds the library with flags that users and distributions set, each in a folder of its own, and runs
# a program with the archive and with the shared object. The flags that are asked for must bring no
# warning. Two builds in two folders, one with a blank in its name, give the same bytes.
#
# Usage: flags.sh SOURCE_FOLDER     (of the project; MAKE may be another make)
set -euo pipefail

top=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Neither the flags of an outer make nor the strictness of an outer CI are meant for these builds.
unset MAKEFLAGS MFLAGS MAKELEVEL WERROR
targets=(libvce.a libvce.so vce-conntest)

fail() {
  echo "flags: $*" >&2
  exit 1
}

# build FOLDER SETTING...: in the current folder
build() {
  local folder=$1
  shift
  ${MAKE:-make} -s -j"$(nproc)" BUILD="$folder" "$@" "${targets[@]/#/$folder/}" >"$scratch/out" 2>"$scratch/err" ||
    { cat "$scratch/out" "$scratch/err" >&2; fail "make $* failed"; }
  [ ! -s "$scratch/err" ] || { cat "$scratch/err" >&2; fail "make $*: says more than it should"; }
}

# works FOLDER: as an old build line and as a new one use it.
works() {
  sh "$top/tests/behaviour/old_build.sh" "$top/vce.h" "$1/libvce.a" >/dev/null
  gcc -I"$top" "$top/samples/echo_server.c" -L"$1" -lvce -o "$scratch/echo"
  LD_LIBRARY_PATH=$1 "$scratch/echo" 0 >"$scratch/echo.out" &
  local server=$!
  until grep -q . "$scratch/echo.out" 2>/dev/null; do
    kill -0 $server 2>/dev/null || fail "the shared object of $1 does not work"
    sleep 0.05
  done
  local port
  port=$(sed -n '1s/.* //p' "$scratch/echo.out")
  "$1/vce-conntest" --quiet -n 20 --send text --rate 0 --hold 0.1 127.0.0.1 "$port" >"$scratch/out" 2>&1 ||
    { cat "$scratch/out" >&2; fail "vce-conntest of $1 does not work"; }
  kill $server
  wait $server || fail "the shared object of $1 does not end well"
}

cd "$top"
try() { # NAME SETTING...
  echo "  $*"
  build "$scratch/$1" "${@:2}"
  works "$scratch/$1"
}
try lto OPTIMIZE='-O2 -flto=auto' CFLAGS=-flto CXXFLAGS=-flto LDFLAGS=-flto
try none CFLAGS='-O0 -g3' CXXFLAGS='-O0 -g3 -Wall'
native='-O3 -march=native -fno-plt -D_FORTIFY_SOURCE=3 -fstack-protector-all -pipe'
try native CFLAGS="$native" CXXFLAGS="$native" LDFLAGS='-Wl,-O1 -Wl,--as-needed -Wl,-z,now'
if command -v clang >/dev/null; then
  try clang-lto CC=clang CXX=clang++ CFLAGS=-flto CXXFLAGS=-flto LDFLAGS=-flto
fi

for folder in "$scratch/one" "$scratch/it's \$another, with blanks"; do
  echo "  $(basename "$folder")"
  mkdir "$folder"
  (cd "$top" && tar -cf - --exclude=./build --exclude=./.git .) | tar -xf - -C "$folder"
  cd "$folder"
  build build
  works "$folder/build"
done
for file in "${targets[@]}"; do
  cmp "$scratch/one/build/$file" "build/$file" || fail "$file tells the folder that it was built in"
done
echo "flags: all builds work"
