#!/bin/bash
# What a stranger does: install, compile each sample with the line in its head, run them.
#
# Usage: installed_samples.sh SOURCE_FOLDER     (of the project; MAKE may be another make, with arguments)
set -euo pipefail

top=$(cd "$1" && pwd)
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT

fail() {
  echo "installed samples: $*" >&2
  exit 1
}

${MAKE:-make} -s -C "$top" install PREFIX="$scratch/usr" >"$scratch/install.log" 2>&1 ||
  { cat "$scratch/install.log" >&2; fail "make install failed"; }
pc=$(find "$scratch/usr" -name vce.pc)
[ -n "$pc" ] || fail "make install put no vce.pc anywhere"
export PKG_CONFIG_PATH=${pc%/*}
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(pkg-config --variable=libdir vce)
mkdir "$scratch/samples"
cp "$top"/samples/*.c "$scratch/samples"
cd "$scratch/samples"

for source in *.c; do
  line=$(sed -n 's/^ \* Compile:  *//p' "$source")
  [ -n "$line" ] || fail "$source does not say how it is compiled"
  sh -c "$line" 2>"$scratch/warnings" || { cat "$scratch/warnings" >&2; fail "$line"; }
  [ ! -s "$scratch/warnings" ] || { cat "$scratch/warnings" >&2; fail "$line: warnings"; }
  [ -x "${source%.c}" ] || fail "$line made no ${source%.c}"
done

# start SAMPLE ARGUMENTS...: in the background; sets server and port (the last word of its first line).
start() {
  rm -f "$scratch/$1.out" # of an earlier start
  "./$1" "${@:2}" >"$scratch/$1.out" 2>"$scratch/$1.err" &
  server=$!
  local deadline=$((SECONDS + 5))
  until [ -s "$scratch/$1.out" ]; do
    kill -0 "$server" 2>/dev/null || fail "$1 did not start: $(cat "$scratch/$1.err")"
    [ "$SECONDS" -le "$deadline" ] || fail "$1 said nothing"
    sleep 0.01
  done
  port=$(head -n 1 "$scratch/$1.out")
  port=${port##* }
}

# stop SAMPLE SIGNAL: the signal ends it, with exit code 0.
stop() {
  kill -s "$2" "$server"
  local code=0
  wait "$server" || code=$?
  server=
  [ "$code" = 0 ] || fail "$1 ended by SIG$2 with exit code $code"
}

# hears FD TEXT: the next line on that descriptor, within 5 seconds.
hears() {
  local line
  read -rt 5 line <&"$1" || line="${line:-}(end)"
  [ "$line" = "$2" ] || fail "heard \"$line\" and not \"$2\""
}

# code WANTED COMMAND...
code() {
  local wanted=$1 got=0
  shift
  "$@" >"$scratch/code.out" 2>&1 || got=$?
  [ "$got" = "$wanted" ] || fail "$* ended with $got and not $wanted: $(cat "$scratch/code.out")"
}

start echo_server 0
for client in connect_blocking connect_nonblocking; do
  code 0 ./$client "$port"
  [ "$(cat "$scratch/code.out")" = "answer: hello" ] || fail "$client: $(cat "$scratch/code.out")"
  code 0 ./$client "$port" localhost "good day"
  [ "$(cat "$scratch/code.out")" = "answer: good day" ] || fail "$client: $(cat "$scratch/code.out")"
done
code 1 ./echo_server "$port" # taken
stop echo_server TERM
for client in connect_blocking connect_nonblocking; do
  code 1 ./$client "$port" # nobody there any more
  grep -q "port $port: Connection refused" "$scratch/code.out" || fail "$client does not say why"
  code 2 ./$client port
done
for sample in echo_server full_server line_chat custom_parser two_loops; do
  code 2 ./$sample 65536
done

start full_server 0 2 4
exec 3<>"/dev/tcp/127.0.0.1/$port"
hears 3 welcome
exec 4<>"/dev/tcp/127.0.0.1/$port"
hears 4 welcome
exec 5<>"/dev/tcp/127.0.0.1/$port"
hears 5 full
hears 5 "(end)"
echo "still here" >&3
hears 3 "still here"
exec 3>&- 4>&- 5>&-
stop full_server INT
start full_server 0 0 0
code 1 ./connect_blocking "$port"
stop full_server TERM

start line_chat 0
exec 3<>"/dev/tcp/127.0.0.1/$port"
hears 3 "* you are guest1; /name NAME, /who, /quit"
exec 4<>"/dev/tcp/127.0.0.1/$port"
hears 4 "* you are guest2; /name NAME, /who, /quit"
hears 3 "* guest2 comes in"
echo "/name Ann" >&3
hears 4 "* guest1 is now Ann"
echo "hello" >&3
hears 4 "Ann: hello"
echo "/who" >&4
hears 4 "guest2"
hears 4 "Ann"
echo "/quit" >&4
hears 4 "(end)"
hears 3 "* guest2 leaves (CLOSE_REASON_APPLICATION)"
stop line_chat TERM
hears 3 "* the room closes"
hears 3 "(end)"
exec 3>&- 4>&-

start custom_parser 0
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf '5:hello,0:,3:a' >&3
printf 'bc,x' >&3
hears 3 "5:olleh,0:,3:cba,(end)"
exec 3>&-
stop custom_parser TERM

start two_loops 0
first=$(sed -n 's/^processes \([0-9]*\) and .*/\1/p' "$scratch/two_loops.out")
second=$(sed -n 's/^processes [0-9]* and \([0-9]*\) .*/\1/p' "$scratch/two_loops.out")
for pid in "$first" "$second"; do
  # With the other one stopped, this one answers.
  other=$([ "$pid" = "$first" ] && echo "$second" || echo "$first")
  kill -s STOP "$other"
  code 0 ./connect_blocking "$port"
  kill -s CONT "$other"
  [ "$(cat "$scratch/code.out")" = "answer: hello from process $pid" ] ||
    fail "two_loops, process $pid: $(cat "$scratch/code.out")"
done
stop two_loops TERM
code 1 ./connect_blocking "$port" # both are gone

echo "installed samples: all compiled with the line in their head, all did what they say"
