#!/bin/bash
# vce-conntest against servers that take, refuse, ignore, drop and contradict it.
#
# Usage: conntest.sh VCE_CONNTEST ECHO_SERVER FULL_SERVER     (the latter two built from samples/)
set -euo pipefail

conntest=$(realpath "$1")
echo_server=$(realpath "$2")
full_server=$(realpath "$3")
PATH=$PATH:/usr/sbin # nginx
scratch=$(mktemp -d)
declare -A servers=() # process by name
test=
trap 'kill "${servers[@]}" $test 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$scratch"' EXIT
cd "$scratch"

fail() {
  echo "conntest: $*" >&2
  exit 1
}

# until_true SECONDS WHAT COMMAND...: waits for the command to succeed.
until_true() {
  local deadline=$((SECONDS + $1 + 1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -le "$deadline" ] || fail "$what: not within time"
    sleep 0.01
  done
}

# start NAME COMMAND...: in the background; sets port, the last word of its first line.
start() {
  rm -f "$1.out" # of an earlier start
  "${@:2}" >"$1.out" 2>"$1.err" &
  servers[$1]=$!
  until_true 5 "first line of $1" grep -q . "$1.out"
  port=$(head -n 1 "$1.out")
  port=${port##* }
}

stop() {
  kill "${servers[$1]}"
  wait "${servers[$1]}" 2>/dev/null || true
  unset "servers[$1]"
}

# code WANTED COMMAND...
code() {
  local wanted=$1 got=0
  shift
  "$@" >code.out 2>code.err || got=$?
  [ "$got" = "$wanted" ] || fail "$* ended with $got and not $wanted: $(cat code.out code.err)"
}

# run WANTED_STATUS ARGUMENTS...: a test of $port, with a report for is_true. Where a server turns
# peers away it gets half a second for that.
run() {
  code "$1" "$conntest" --json --settle 0.1 --hold 0.1 "${@:2}" 127.0.0.1 "$port"
}

# is_true EXPRESSION...: of Python, in which r is the last report.
is_true() {
  python3 - code.out "$@" <<'PY' || fail "$(cat code.out)"
import json, sys
r = json.load(open(sys.argv[1]))
for expression in sys.argv[2:]:
    if not eval(expression):
        sys.exit("conntest: not true: " + expression)
if r["attempts"] != sum(r[k] for k in ("established", "refused", "timed_out", "full", "failed",
                                       "no_local_port", "no_descriptor", "abandoned")):
    sys.exit("conntest: the outcomes do not add up to the attempts")
PY
}

# begin ARGUMENTS...: a test of $port in the background, with text as report.
begin() {
  rm -f test.out test.err
  "$conntest" --settle 0.2 "$@" 127.0.0.1 "$port" >test.out 2>test.err &
  test=$!
}

# end WANTED_STATUS [SIGNAL]: lets it finish, or sends it the signal.
end() {
  local got=0
  [ $# -eq 1 ] || kill -s "$2" "$test"
  wait "$test" || got=$?
  test=
  [ "$got" = "$1" ] || fail "ended with $got and not $1: $(cat test.out test.err)"
}

says() {
  grep -Eq -- "$1" test.out || fail "the report does not say \"$1\": $(cat test.out)"
}

# A server that misbehaves: "closed" holds a port without listening, "deaf" does not accept, the
# others answer lines: "changes" a letter, "swaps" pairs of them, "forgets" every other one.
cat >peer.py <<'PY'
import asyncio, signal, socket, sys

how = sys.argv[1]
s = socket.socket()
s.bind(("127.0.0.1", 0))
if how != "closed":
    s.listen(0 if how == "deaf" else 100)
print("peer on port", s.getsockname()[1], flush=True)

async def serve(reader, writer):
    kept = None
    try:
        while line := await reader.readline():
            if how == "changes":
                writer.write(line[:-2] + b"?\n")
            elif kept is None:
                kept = line
            else:
                writer.write(line + kept if how == "swaps" else line)
                kept = None
    except ConnectionError:
        pass
    writer.close()

async def main():
    async with await asyncio.start_server(serve, sock=s) as server:
        await server.serve_forever()

if how in ("closed", "deaf"):
    signal.pause()
else:
    asyncio.run(main())
PY
peer() { start peer python3 peer.py "$1"; }

# --- Had: 200 connections whose records come back, with a word of welcome before ---

start full "$full_server" 0 300 300
run 0 -n 200 --send text --rate 20 --greeting 1 --hold 0.5
is_true 'r["good"]' 'r["established"] == r["wanted"] == r["open_at_once"] == 200' \
  'r["stopped"] == "complete"' 'r["sent"] == r["echoed"] == r["latency_ms"]["count"] > 1000' \
  'r["missing"] == r["wrong"] == 0' 'r["connect_ms"]["count"] == 200' \
  '0 < r["latency_ms"]["p50"] <= r["latency_ms"]["p90"] <= r["latency_ms"]["p99"]' \
  'r["latency_ms"]["p99"] <= r["latency_ms"]["p99_9"] <= r["latency_ms"]["max"]'
run 1 -n 10 --send text # the welcome is no echo
is_true 'r["wrong"] == 10' '"nobody asked for" in r["first_wrong"]'
run 0 -n 201 --processes 2 --send text --rate 0 --greeting 1
is_true 'r["processes"] == 2' 'r["established"] == r["open_at_once"] == 201' \
  'r["sent"] == r["echoed"] > 201'
run 0 -n 40 --open-rate 100 # a rate is a bound
is_true 'r["waves"][0]["open_seconds"] > 0.35'
code 1 bash -c 'ulimit -n 40; exec "$@"' - "$conntest" --json --settle 0.2 --hold 0.2 -n 60 \
  127.0.0.1 "$port"
is_true 'r["no_descriptor"] == 1' 'r["stopped"] == "no_descriptor"' '20 < r["established"] < 40' \
  '"open files" in r["first_failure"]'
stop full

# --- Ways to hold: waves, sources, a signal ---

start echo "$echo_server" 0
run 0 -n 60 --waves 3 --wave-hold 0.1 --processes 2
is_true 'r["wanted"] == r["established"] == 180' 'r["open_at_once"] == 60' \
  '[w["established"] for w in r["waves"]] == [60, 60, 60]'

begin -n 60 --hold forever --source 127.0.0.2-127.0.0.4,127.0.0.5 --send text
until_true 5 "holding" grep -q '^holding: 60 of 60 open' test.err
python3 - "$port" <<'PY' || fail "the connections do not come from the four addresses"
import collections, sys
server = "0100007F:%04X" % int(sys.argv[1])
rows = [line.split() for line in open("/proc/net/tcp")]
seen = collections.Counter(r[1].split(":")[0] for r in rows if r[2] == server and r[3] == "01")
sys.exit(seen != {"0200007F": 15, "0300007F": 15, "0400007F": 15, "0500007F": 15})
PY
end 0 INT
says '^  established +60$'
says '^  why it stopped +all wanted connections were had$'
says '^  latency +p50 '
says '^  from .* ms  #'

begin -n 1000 --open-rate 30 --hold forever
until_true 5 "opening" grep -Eq '^opening: [1-9][0-9]* of 1000 open' test.err
end 1 TERM
says '^  why it stopped +interrupted$'

begin -n 60 --hold forever --processes 2
until_true 5 "holding" grep -q '^holding: 60 of 60 open' test.err
kill -s KILL "$(pgrep -P "$test" | head -n 1)"
end 1 INT
says '^  why it stopped +1 of 2 processes of the test were lost$'

# The last bar stood as it was at some moment of the closing, or empty: whatever the end, it is full.
python3 - "$conntest" "$port" <<'PY' || fail "no bar on a terminal, or the last one is not full"
import os, pty, re, signal, sys

def bars(arguments, interrupt_at):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.argv[1], [sys.argv[1], "--settle", "0.2", *arguments, "127.0.0.1", sys.argv[2]])
    seen = b""
    try:
        while data := os.read(terminal, 65536):
            seen += data
            if interrupt_at and interrupt_at in seen:
                os.kill(pid, signal.SIGINT)
                interrupt_at = None
    except OSError:
        pass # the other end is closed
    os.waitpid(pid, 0)
    return re.findall(rb"\r\[([#.]+)\] (?:wave \d of \d, )?(\w+: \d+ of \d+ open)", seen)

def is_full(bar):
    return set(bar) == set(b"#")

for arguments, interrupt_at in (
        (["-n", "50", "--hold", "0.2"], None),
        (["-n", "60", "--waves", "2", "--wave-hold", "0.1", "--processes", "2"], None),
        (["-n", "150", "--hold", "0.1"], None), # of which this server takes 100
        (["-n", "50", "--hold", "forever"], b"holding: 50 of 50 open"),
        (["-n", "1000", "--open-rate", "30"], b"opening: ")):
    found = bars(arguments, interrupt_at)
    if arguments[1] == "50" and not any(
            is_full(bar) and text == b"holding: 50 of 50 open" for bar, text in found):
        sys.exit("conntest: %s: no full bar while holding: %r" % (arguments, found))
    if not found or not is_full(found[-1][0]) or not found[-1][1].startswith(b"closing: 0 of"):
        sys.exit("conntest: %s: the last bar is %r" % (arguments, found[-1:]))
PY

# --- Not had, and why ---

run 1 -n 200 --settle 0.5 # of which this server takes 100
is_true 'r["established"] == r["full"] == 100' 'not r["good"]' 'r["server_said"] is None'
begin -n 60 --hold forever
until_true 5 "holding" grep -q '^holding: 60 of 60 open' test.err
stop echo
end 1
says '^  established +60$'
says '^  ended later +60$'

start full "$full_server" 0 5 900
run 1 -n 400 --settle 0.5 --give-up 20
is_true 'r["established"] == 5' '20 <= r["full"] < 395' 'r["server_said"] == "full"' \
  'r["stopped"] == "gave_up"'
stop full
start full "$full_server" 0 0 0
run 1 -n 10
is_true 'r["full"] == 10' 'r["refused"] == 0'
stop full

peer closed
run 1 -n 50
is_true 'r["refused"] == 50' '"connect to 127.0.0.1 port" in r["first_failure"]' \
  '"Connection refused" in r["first_failure"]' 'r["established"] == 0'
stop peer
peer deaf
run 1 -n 10 --timeout 0.3
is_true '0 < r["timed_out"] == 10 - r["established"]' 'r["refused"] == r["full"] == 0'
stop peer

# --- Echoes that are none ---

peer changes
run 1 -n 20 --send text --rate 0
is_true 'r["wrong"] == 20' '"changed content" in r["first_wrong"]' 'r["echoed"] == 0'
stop peer
peer swaps
run 1 -n 1 --send text --rate 50
is_true 'r["wrong"] == 1' '"out of its order" in r["first_wrong"]'
stop peer
peer forgets
run 1 -n 1 --send text --rate 50
is_true 'r["wrong"] == 1' 'r["missing"] > 0'
stop peer

# --- Wrong arguments ---

code 2 "$conntest"
code 2 "$conntest" 127.0.0.1 0
code 2 "$conntest" --send bin16 --size 65536 127.0.0.1 1
code 2 "$conntest" --source 127.0.0.9-127.0.0.2 127.0.0.1 1
code 2 "$conntest" --source 192.0.2.1 127.0.0.1 1 # for documentation only, so not of this host
code 0 "$conntest" --help

# --- Where it is possible: too few ports, and servers that are not ours ---

if unshare -n true 2>/dev/null; then
  # shellcheck disable=SC2016
  code 0 unshare -n bash -c '
    set -e
    ip link set lo up
    echo "40000 40049" >/proc/sys/net/ipv4/ip_local_port_range
    "$2" 0 >namespace.out &
    trap "kill $!" EXIT
    until grep -q . namespace.out; do sleep 0.01; done
    port=$(head -n 1 namespace.out)
    for sources in 127.0.0.2 127.0.0.3,127.0.0.4; do
      "$1" --json --settle 0.2 --hold 0.2 -n 80 --source $sources 127.0.0.1 ${port##* } \
        >$sources.json || echo "$sources: $?"
    done' - "$conntest" "$echo_server"
  [ "$(cat code.out)" = "127.0.0.2: 1" ] || fail "without ports: $(cat code.out)"
  cp 127.0.0.2.json code.out
  is_true '49 <= r["established"] <= 50' 'r["no_local_port"] == 1' 'r["stopped"] == "no_local_port"'
else
  echo "skipped: no network namespace to run out of ports in"
fi

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port"); }
missing() {
  [ -z "${CI:-}" ] || fail "$1 is not installed, and nothing may be skipped here"
  echo "skipped: $1 not installed"
}

if command -v nginx >/dev/null; then
  port=$(free_port)
  cat >nginx.conf <<CONF
daemon off; worker_processes 1; pid $scratch/nginx.pid; error_log $scratch/nginx.log;
events { worker_connections 160; }
http {
  access_log off; client_body_temp_path $scratch/t1; proxy_temp_path $scratch/t2;
  fastcgi_temp_path $scratch/t3; uwsgi_temp_path $scratch/t4; scgi_temp_path $scratch/t5;
  server { listen 127.0.0.1:$port; }
}
CONF
  nginx -c "$scratch/nginx.conf" >/dev/null 2>&1 &
  servers[nginx]=$!
  until_true 5 "nginx" answers
  run 0 -n 100
  is_true 'r["established"] == r["open_at_once"] == 100'
  run 1 -n 300
  is_true 'r["open_at_once"] <= 160' 'r["full"] + r["ended_later"] >= 140'
  stop nginx
else
  missing nginx
fi

if command -v redis-server >/dev/null; then
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --save "" --maxclients 50 >/dev/null 2>&1 &
  servers[redis]=$!
  until_true 5 "redis-server" answers
  run 1 -n 80 --settle 0.5
  is_true 'r["established"] == 50' 'r["full"] == 30' '"max number of clients" in r["server_said"]'
  stop redis
else
  missing redis-server
fi

echo "conntest: all outcomes are told apart, all echoes are checked"
