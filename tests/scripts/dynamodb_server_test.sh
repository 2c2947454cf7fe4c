#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Tries scripts/dynamodb-server: that it starts and ends servers, hands out keys, and says what is wrong. Needs what
# `scripts/dynamodb-server install` installs, and exits with 77, which CTest reports as skipped, without it.
#
# DynamoDB Local itself is not run here: a stand-in for `java` shows only that it is started in the right way.
#
#   dynamodb_server_test.sh SOURCE_FOLDER
set -euo pipefail

script="$1/scripts/dynamodb-server"
work="$(mktemp -d)"
export DYNASIO_STATE="$work/state"
unset DYNAMODB_ENDPOINT DYNAMODB_LOCAL_HOME
trap 'rm -rf "$work"' EXIT

failures=0
# check <what> <command...>: the command must succeed.
check() {
    local what="$1"
    shift
    if ! "$@"; then
        echo "failed: $what"
        failures=$((failures + 1))
    fi
}

# says <text> <arguments...>: the script must fail, and say the text.
says() {
    local text="$1" output
    shift
    if output="$("$script" "$@" 2>&1)"; then
        echo "failed: 'dynamodb-server $*' should fail"
        failures=$((failures + 1))
    fi
    check "'dynamodb-server $*' says '$text', but: $output" grep -qF -- "$text" <<<"$output"
}

# gone <pid>: waits until the process has ended, 10 seconds at most.
gone() {
    local state
    for _ in $(seq 200); do
        state="$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c 1)" || true
        [ -n "$state" ] && [ "$state" != Z ] || return 0
        sleep 0.05
    done
    return 1
}

server_pid() { cat "$DYNASIO_STATE"/*/pid; }

# --- mistakes ------------------------------------------------------------------------------------------------------

says "unknown server 'redis': ministack, dynoxide, moto or dynamodb-local" start --server redis
says "dynoxide does not verify signatures" run --server dynoxide --auth -- true
says "--port needs a number from 1 to 65535" start --port 65536
says "--server needs a value" start --server
says "usage:" run
says "usage:" start --wrong
says "this script does not download it" start --server dynamodb-local
DYNAMODB_LOCAL_HOME="$work" says "has no DynamoDBLocal.jar" start --server=dynamodb-local
check "nothing was started" test ! -e "$DYNASIO_STATE"

# --- DynamoDB Local, as far as a stand-in shows it ---------------------------------------------------------------------

mkdir -p "$work/home" "$work/bin"
touch "$work/home/DynamoDBLocal.jar"
cat >"$work/bin/java" <<'JAVA'
#!/bin/sh
# Says how it was started, then answers HTTP on the port.
echo "java $*" >"$HOME/arguments"
while [ "$1" != -port ]; do shift; done
exec python3 -m http.server --bind 127.0.0.1 "$2"
JAVA
chmod +x "$work/bin/java"
local_server() { PATH="$work/bin:$PATH" DYNAMODB_LOCAL_HOME="$work/home" "$script" "$@"; }

echo "DynamoDB Local is tried with a stand-in for java only."
eval "$(local_server start --server dynamodb-local)"
check "the endpoint answers" grep -q '^http://127.0.0.1:' <<<"$DYNAMODB_ENDPOINT"
check "its keys have letters and digits only" test "$AWS_ACCESS_KEY_ID" = local
port="${DYNAMODB_ENDPOINT##*:}"
check "java gets the jar and the port" grep -qF -- "-jar $work/home/DynamoDBLocal.jar -inMemory -sharedDb -port $port" \
    "$DYNASIO_STATE/$port/arguments"
pid="$(server_pid)"
check "the same one is found again" test "$(local_server start --server dynamodb-local --port "$port" 2>/dev/null |
    sed -n 's/^export DYNAMODB_ENDPOINT=//p')" = "$DYNAMODB_ENDPOINT"
check "stop ends it" "$script" stop
check "it is gone" gone "$pid"
check "stop without one is fine" "$script" stop
unset DYNAMODB_ENDPOINT AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_REGION

# --- MiniStack -----------------------------------------------------------------------------------------------------

if ! compgen -G "${DYNASIO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dynasio}/ministack-*/complete" >/dev/null; then
    [ "$failures" -eq 0 ] || exit 1
    echo "skipped: MiniStack is not installed; run scripts/dynamodb-server install"
    exit 77
fi

status=0
output="$(AWS_PROFILE=mine AWS_SESSION_TOKEN=mine "$script" run --auth -- sh -c 'env; exit 7' 2>/dev/null)" || status=$?
check "run exits as its command did" test "$status" -eq 7
for name in DYNAMODB_ENDPOINT=http://127.0.0.1: AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=AKIA AWS_SECRET_ACCESS_KEY= \
    DYNAMODB_SERVER=ministack DYNAMODB_SESSION_ACCESS_KEY_ID= DYNAMODB_SESSION_SECRET_ACCESS_KEY= DYNAMODB_SESSION_TOKEN=; do
    check "run sets $name" grep -q "^$name" <<<"$output"
done
check "the caller's AWS environment is left out" test -z "$(grep -E '^AWS_(PROFILE|SESSION_TOKEN)=' <<<"$output")"
check "run leaves nothing behind" test -z "$(ls "$DYNASIO_STATE")"
check "run takes the server that is there" test "$(DYNAMODB_ENDPOINT=http://there "$script" run -- \
    sh -c 'echo $DYNAMODB_ENDPOINT' 2>/dev/null)" = http://there

# A caller that is killed takes the server with it.
"$script" run -- sleep 60 2>/dev/null &
caller=$!
for _ in $(seq 200); do
    compgen -G "$DYNASIO_STATE/*/borrowed" >/dev/null && break
    sleep 0.05
done
pid="$(server_pid)"
children="$(ps -o pid= --ppid "$caller" | tr -d ' ')"
kill -KILL "$caller"
check "the server ends with a killed caller" gone "$pid"
for each in $children; do kill "$each" 2>/dev/null || true; done

# A caller that is asked to end does so in order.
rm -rf "$DYNASIO_STATE"
"$script" run -- sleep 60 2>/dev/null &
caller=$!
for _ in $(seq 200); do
    compgen -G "$DYNASIO_STATE/*/borrowed" >/dev/null && break
    sleep 0.05
done
pid="$(server_pid)"
kill -TERM "$caller"
status=0
wait "$caller" || status=$?
check "a caller that is asked to end says so (exit code $status)" test "$status" -eq 143
check "its server has ended" gone "$pid"
check "nothing is left of it" test -z "$(ls "$DYNASIO_STATE")"

[ "$failures" -eq 0 ] || { echo "$failures checks failed" && exit 1; }
echo "all checks passed"
