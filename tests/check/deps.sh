#!/bin/sh
# Installs what is missing, or says what is.
#
# Usage: deps.sh build|docs|test|bench|lint|coverage|fuzz|arena|servers|compilers|foreign|bullseye
# compilers: the newest ones of Debian 12, for what they warn of, and one of another C library. foreign, bullseye: for `make foreign`,
# `make bullseye`.
# servers: not ours, and not needed; if they are there vce-conntest and the sample metrics are tried with
# them, in CI always.
# On Debian and Ubuntu, as root or with sudo, missing packages are installed with apt-get. Elsewhere,
# or without the right to, they are named with the package that has them, and nothing else happens.
# With DEPS=no in the environment they are named only, and that is no failure: what is missed may be
# there under another name.
set -eu

build='g++ binutils libevent-dev python3'
docs="$build doxygen"
test="$docs libcmocka-dev libjansson-dev libsqlite3-dev pkg-config valgrind clang groff man-db procps curl ruby ruby-ffi ruby-minitest python3-venv mypy tshark luajit lua5.4 liblua5.4-dev nodejs npm"
bench="$build libuv1-dev libasio-dev"
lint="$build clang-tidy cppcheck"
coverage="$test gcovr"
fuzz="$build clang libclang-rt-14-dev"
arena="$build libsqlite3-dev"
servers='nginx-light redis-server prometheus'
compilers="$build clang-19 musl-tools"
foreign='make python3 qemu-user g++-aarch64-linux-gnu g++-s390x-linux-gnu'
bullseye='debootstrap'
case ${1:-} in
build) packages=$build ;;
docs) packages=$docs ;;
test) packages=$test ;;
bench) packages=$bench ;;
lint) packages=$lint ;;
coverage) packages=$coverage ;;
fuzz) packages=$fuzz ;;
arena) packages=$arena ;;
servers) packages=$servers ;;
compilers) packages=$compilers ;;
foreign) packages=$foreign ;;
bullseye) packages=$bullseye ;;
*) echo "usage: deps.sh build|docs|test|bench|lint|coverage|fuzz|arena|servers|compilers|foreign|bullseye" >&2; exit 2 ;;
esac

debian() { command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; }

compiles() { # HEADER
  command -v g++ >/dev/null && echo "#include <$1>" | g++ -xc++ -fsyntax-only - 2>/dev/null
}

# On systems without dpkg a package is there if what it is needed for is there.
present() {
  case $1 in # from elsewhere they are as good
  nodejs) command -v node >/dev/null && return ;;
  npm) command -v npm >/dev/null && return ;;
  nginx-light) [ -x /usr/sbin/nginx ] && return ;;
  prometheus) command -v promtool >/dev/null && return ;;
  musl-tools) command -v musl-gcc >/dev/null && return ;;
  esac
  if debian; then
    dpkg-query -W -f='${Status}\n' "$1" 2>/dev/null | grep -q 'ok installed'
    return
  fi
  case $1 in
  binutils) command -v objcopy >/dev/null && command -v ld >/dev/null ;;
  libevent-dev) compiles event2/event.h ;;
  libuv1-dev) compiles uv.h ;;
  libasio-dev) compiles asio/version.hpp ;;
  libcmocka-dev) echo '#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>' | cc -xc -fsyntax-only - 2>/dev/null ;;
  libjansson-dev) compiles jansson.h ;;
  libsqlite3-dev) compiles sqlite3.h ;;
  man-db) command -v man >/dev/null ;;
  python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
  ruby-ffi | ruby-minitest) ruby -e "require '${1#ruby-}'" 2>/dev/null ;;
  liblua5.4-dev) pkg-config --exists lua5.4 2>/dev/null ;;
  libclang-rt-14-dev) echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=fuzzer,address -xc -o /dev/null - 2>/dev/null ;;
  qemu-user) command -v qemu-s390x >/dev/null ;;
  g++-aarch64-linux-gnu) command -v aarch64-linux-gnu-g++ >/dev/null ;;
  g++-s390x-linux-gnu) command -v s390x-linux-gnu-g++ >/dev/null ;;
  *) command -v "$1" >/dev/null ;;
  esac
}

missing=
for p in $packages; do
  present "$p" || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

if [ "${DEPS:-}" = no ]; then
  echo "perhaps missing (names of Debian packages):$missing" >&2
  exit 0
fi

if debian; then
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null || as_root=none
  fi
  if [ "$as_root" != none ]; then
    echo "  INSTALL $missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    if { $as_root apt-get -qq update && $as_root apt-get -qq install -y --no-install-recommends $missing; } \
        >"$log" 2>&1; then
      rm -f "$log"
      exit 0
    fi
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
fi
echo "missing, please install (names of Debian packages):$missing" >&2
exit 1
