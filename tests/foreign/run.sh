#!/bin/sh
# Runs test programs of another machine under its emulator.
#
# Usage: run.sh QEMU ROOT FOLDER TEST...     ROOT: where its C library is; a test is FOLDER/TEST
# LIBRARIES has the folders of its other libraries; PYTHON may name another Python.
set -eu

qemu=$1
root=$2
folder=$3
shift 3
unsupported=$(dirname "$0")/unsupported
chosen=
for name; do
  if reason=$(grep "^$name: " "$unsupported"); then
    echo "skipped: $reason"
    continue
  fi
  chosen="$chosen $name"
  set -- "$@" "$name=$qemu -L $root -E LD_LIBRARY_PATH=$LIBRARIES $folder/$name"
done
# The names stand in front of the commands made of them.
for name; do
  case $name in *=*) break ;; esac
  shift
done
exec "${PYTHON:-python3}" -B "$(dirname "$0")/../run.py" "$@"
