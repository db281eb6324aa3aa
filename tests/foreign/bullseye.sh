#!/bin/sh
# Builds and tests the library on Debian 11: glibc 2.31, gcc 10, Python 3.9, in a folder of its own.
#
# Usage: bullseye.sh FOLDER [MAKE_ARGUMENT...]     (at the top of the tree, as root)
#
# The system is made in FOLDER the first time. What is mounted there is seen by this process alone, and
# ends with it, so the folder may be deleted at any time.
set -eu

folder=$1
shift
packages='ca-certificates g++ libcmocka-dev libevent-dev libjansson-dev make procps python3'

[ "$(id -u)" = 0 ] || { echo "the tests on Debian 11 need root: they change the root folder" >&2; exit 1; }
if [ ! -e "$folder/done" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  log=$folder.log
  debootstrap --variant=minbase --include="$(echo $packages | tr ' ' ,)" bullseye "$folder" >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; exit 1; }
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$folder/etc/hosts"
  touch "$folder/done"
fi

# The sources as they are, without what was built of them; what was built there before stays.
mkdir -p "$folder/src"
find "$folder/src" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
tar -cf - --exclude=./build --exclude=./.git --exclude=node_modules . | tar -xf - -C "$folder/src"

# Its root folder becomes that of this process, and not by chroot alone: in a chroot tests cannot have
# namespaces of their own, in which they set up name servers.
exec unshare --mount sh -ec '
  mount --bind "$1" "$1"
  cd "$1"
  shift
  mount -t proc proc proc
  mount --rbind /dev dev
  mkdir -p outside
  pivot_root . outside
  umount -l outside
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin make -C /src "$@"' bullseye "$folder" "$@"
