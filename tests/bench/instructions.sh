#!/bin/sh
# Counts the instructions that a heartbeat spends per echoed record, with valgrind's callgrind, and
# fails if they are more than MOST. Two lengths of the same run are compared, so that what happens
# once (opening, closing) does not count.
#
# usage: instructions.sh PROGRAM [MOST]
set -eu
program=$1
most=${2:-}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

count() { # ROUNDS: instructions inside of vce_heartbeat
  valgrind --tool=callgrind --toggle-collect=vce_heartbeat --callgrind-out-file="$out/$1" \
    "$program" "$1" >"$out/records$1" 2>"$out/messages" || { cat "$out/messages" >&2; exit 1; }
  sed -n 's/^summary: *\([0-9]*\).*/\1/p' "$out/$1"
}

short=$(count 20)
long=$(count 120)
records=$(($(cat "$out/records120") - $(cat "$out/records20")))
tenths=$(((long - short) * 10 / records))
echo "instructions per record, 64 connections with 32 records in flight: $((tenths / 10)).$((tenths % 10))${most:+ (at most $most)}"
[ -z "$most" ] || [ "$tenths" -le $((most * 10)) ] || {
  echo "more than $most: see what the hot path (receive, parse, write, flush) does that it did not" >&2
  exit 1
}
