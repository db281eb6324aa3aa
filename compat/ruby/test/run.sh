#!/bin/sh
# Runs tests of the Ruby binding, or says that they are skipped because this machine has no Ruby.
#
# usage: run.sh RUBY NAME...   NAME: raw for test_raw.rb, and so on; none: all
# With CI or VCE_MAY_NOT_SKIP set in the environment, a missing Ruby is a failure.
set -eu

ruby=$1
shift
if ! command -v "$ruby" >/dev/null; then
  missing="$ruby is not installed"
else
  missing=$("$ruby" -e '
    old = (RUBY_VERSION.split(".").map(&:to_i) <=> [3, 1]) < 0
    abort "Ruby #{RUBY_VERSION} is older than 3.1" if old
    begin
      require "ffi"
      require "minitest"
    rescue LoadError => e
      abort e.message
    end' 2>&1) && missing=
fi
[ -n "$missing" ] || exec "$ruby" -w "$(dirname "$0")/run.rb" "$@"
if [ -n "${CI:-}${VCE_MAY_NOT_SKIP:-}" ]; then
  echo "Ruby binding: may not be skipped here, but: $missing"
  echo "[  FAILED  ] 1 test(s)."
  exit 1
fi
echo "[  SKIPPED ] Ruby binding ($*): $missing; install ruby, ruby-ffi and ruby-minitest"
echo "[  SKIPPED ] 1 test(s)."
