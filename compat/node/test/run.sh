#!/bin/sh
# Runs tests of the Node binding, or says that they are skipped because something is missing.
#
# usage: run.sh FOLDER NAME...   FOLDER: made by prepare.sh; NAME: raw for raw.test.js, and so on
# With CI or VCE_MAY_NOT_SKIP set in the environment, what is missing is a failure.
set -eu

folder=$1
shift
if [ ! -e "$folder/missing" ]; then
  exec node "$folder/test/run.js" "$@"
fi
reason=$(cat "$folder/missing")
if [ -n "${CI:-}${VCE_MAY_NOT_SKIP:-}" ]; then
  echo "Node binding: may not be skipped here, but: $reason"
  echo "[  FAILED  ] 1 test(s)."
  exit 1
fi
echo "[  SKIPPED ] Node binding ($*): $reason"
echo "[  SKIPPED ] 1 test(s)."
