#!/bin/bash
# `make uninstall DESTDIR="/x/my data"` deleted /x/my, which belonged to others.
#
# Installs into folders whose names have blanks, quotes and dollar signs, uses what is there, and
# uninstalls: what was there before is there after, and nothing else.
#
# Usage: installed_folders.sh SOURCE_FOLDER     (of the project; MAKE may be another make, with arguments)
set -euo pipefail

top=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# The flags of an outer make are not meant for this one.
unset MAKEFLAGS MFLAGS MAKELEVEL

fail() {
  echo "installed folders: $*" >&2
  exit 1
}

run_make() { # TARGET... DESTDIR=... PREFIX=...: a dollar sign is two on make's command line
  ${MAKE:-make} -s -C "$top" "${@//\$/\$\$}" >"$scratch/make.log" 2>&1 ||
    { cat "$scratch/make.log" >&2; fail "make $*"; }
}

files_below() { # FOLDER: each file with a sum of its content, each link with where it leads
  (cd "$1" && find . -type f -exec cksum {} + -o -type l -printf '%p -> %l\n' | sort)
}

try() { # DESTDIR PREFIX: below a folder of their own
  local folder=$scratch/case destdir=$1 prefix=$2 place
  rm -rf "$folder"
  mkdir "$folder"
  destdir=${destdir:+$folder/$destdir}
  [ -n "$destdir" ] || prefix=$folder$prefix
  local root=$destdir$prefix

  # Of a stranger: at each beginning of the path up to a blank, and beside each of our files.
  for place in "$root"/{lib,bin,include,share/man/man3,share/vce/samples,share/vce/gen/vcegen/emit} \
    "$root"/share/lua/{5.1,5.4}/vce "$root"/lib/lua/5.4/vce "$root"/share/vce/gen/vcegen/__pycache__; do
    mkdir -p "$place"
    echo precious >"$place/stranger"
  done
  local rest=$root beginning=
  while [[ $rest == *' '* ]]; do
    beginning=$beginning${rest%%' '*}
    [ -e "$beginning" ] || echo precious >"$beginning"
    beginning="$beginning "
    rest=${rest#*' '}
  done
  files_below "$folder" >"$scratch/before"
  local source_before
  source_before=$(ls -A "$top")

  run_make install install-lua DESTDIR="$destdir" PREFIX="$prefix"
  for place in lib/libvce.a lib/libvce.so lib/pkgconfig/vce.pc include/vce.h bin/vcegen bin/vce-conntest \
    share/man/man7/vce.7 share/man/man3/vce_heartbeat.3 share/vce/samples/echo_server.c \
    share/lua/5.4/vce/init.lua; do
    [ -s "$root/$place" ] || fail "install did not make $root/$place"
  done
  files_below "$folder" >"$scratch/installed"
  grep -vxF -f "$scratch/installed" "$scratch/before" && fail "install changed what was there"

  if [ -z "$destdir" ]; then
    # pkg-config gives words of the shell.
    eval "words=($(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --cflags --libs vce))"
    printf '#include <vce.h>\nint main(void) { return vce_initialize() < 0; }\n' >"$scratch/app.c"
    "${CC:-gcc}" "$scratch/app.c" "${words[@]}" -o "$scratch/app"
    LD_LIBRARY_PATH=$prefix/lib "$scratch/app" || fail "a program with the library in $prefix does not run"
    printf '=protocolname p\n=c2s 1 hello( int x )\n' >"$scratch/proto.txt"
    (cd "$scratch" && "$prefix/bin/vcegen" proto.txt) || fail "vcegen in $prefix/bin does not run"
    if command -v lua5.4 >/dev/null && [ -e "$prefix/lib/lua/5.4/vce/core.so" ]; then
      LUA_PATH="$prefix/share/lua/5.4/?.lua;$prefix/share/lua/5.4/?/init.lua" \
        LUA_CPATH="$prefix/lib/lua/5.4/?.so" lua5.4 -e 'assert(require "vce")' ||
        fail "the Lua module in $prefix does not load"
    fi
  fi

  run_make uninstall uninstall-lua DESTDIR="$destdir" PREFIX="$prefix"
  files_below "$folder" >"$scratch/after"
  diff "$scratch/before" "$scratch/after" >&2 || fail "uninstall left or took what it should not"
  [ "$(ls -A "$top")" = "$source_before" ] || fail "something was made beside the sources: $(ls -A "$top")"

  # Without strangers nothing is left of the folders that are ours alone.
  rm -rf "$folder"
  mkdir "$folder"
  run_make install DESTDIR="$destdir" PREFIX="$prefix"
  run_make uninstall DESTDIR="$destdir" PREFIX="$prefix"
  [ ! -e "$root/share/vce" ] || fail "left behind: $(find "$root/share/vce")"
}

try 'my data' '/usr'
try "it's \$HOME, \"my\" data" '/opt/a  b'
try '' '/my own/vce, it'\''s here & there'

# What pkg-config cannot tell is refused before anything is written.
for sign in '"' '\' '$$'; do
  if ${MAKE:-make} -s -C "$top" install PREFIX="$scratch/refused${sign}b" >"$scratch/make.log" 2>&1; then
    fail "$sign in PREFIX is not refused"
  fi
  grep -q 'PREFIX.*pkg-config' "$scratch/make.log" || { cat "$scratch/make.log" >&2; fail "why $sign is refused"; }
  [ -z "$(find "$scratch" -name 'refused*')" ] || fail "something was installed below a refused PREFIX"
done

echo "installed folders: what was there stays, what is ours goes"
