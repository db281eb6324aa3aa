#!/bin/sh
# Puts headers and libraries of another architecture into a folder.
#
# Usage: sysroot.sh ARCHITECTURE FOLDER     (arm64, s390x: Debian's name)
#
# They are unpacked, not installed: libevent-dev of another architecture would displace this machine's.
# apt works with lists and settings of its own below FOLDER; those of the system stay as they are.
set -eu

architecture=$1
folder=$2
packages='libevent-dev libevent-core-2.1-7 libevent-extra-2.1-7 libcmocka-dev libcmocka0
  libjansson-dev libjansson4'
[ ! -e "$folder/done" ] || exit 0

command -v apt-get >/dev/null || { echo "the tests of other machines need Debian's apt-get" >&2; exit 1; }
mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial" "$folder/packages"
folder=$(cd "$folder" && pwd)
: >"$folder/apt/status"
cat >"$folder/apt/conf" <<CONF
Dir::State "$folder/apt";
Dir::State::Lists "$folder/apt/lists";
Dir::State::status "$folder/apt/status";
Dir::Cache "$folder/apt";
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
export APT_CONFIG="$folder/apt/conf"
log=$folder/apt/log
{
  apt-get -q update
  cd "$folder/packages"
  rm -f ./*.deb
  # shellcheck disable=SC2086
  apt-get -q download $packages
} >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
for package in "$folder"/packages/*.deb; do
  dpkg-deb -x "$package" "$folder"
done
rm -rf "$folder/apt" "$folder/packages"
touch "$folder/done"
