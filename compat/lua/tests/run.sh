#!/bin/sh
# Runs tests of the Lua binding, or says that they are skipped for lack of the interpreter.
#
# usage: run.sh INTERPRETER BUILD TEST...      BUILD: folder with libvce.so and lua/vce/core.so
# With CI or VCE_MAY_NOT_SKIP set in the environment, a missing interpreter is a failure.
set -eu
interpreter=$1 build=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
missing=
command -v "$interpreter" >/dev/null || missing="$interpreter is not installed"
case $interpreter in
luajit*) ;;
*) [ -e "$build/lua/vce/core.so" ] || missing="${missing:-the C module is not built, liblua5.4-dev is missing}" ;;
esac
if [ -n "$missing" ]; then
  if [ -n "${CI:-}${VCE_MAY_NOT_SKIP:-}" ]; then
    echo "Lua binding: may not be skipped here, but: $missing"
    echo "[  FAILED  ] 1 test(s)."
    exit 1
  fi
  echo "[  SKIPPED ] Lua binding ($*): $missing; install luajit, lua5.4 and liblua5.4-dev"
  echo "[  SKIPPED ] 1 test(s)."
  exit 0
fi
VCE_LIBRARY=$build/libvce.so
LUA_PATH="$here/?.lua;$here/../?.lua;$here/../?/init.lua"
LUA_CPATH="$build/lua/?.so"
VCE_TEST_INTERPRETER=$interpreter
export VCE_LIBRARY LUA_PATH LUA_CPATH VCE_TEST_INTERPRETER
exec "$interpreter" "$here/run.lua" "$@"
