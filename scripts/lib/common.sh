# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash disable=SC2034 # some names are for the callers
# What the scripts share: how they speak, where they keep things, how they install distribution packages.
# Sourced, not run. The caller has set `-euo pipefail`.

PROGRAM="${0##*/}"
SOURCE_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
CACHE="${DYNASIO_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/dynasio}"

# With standard input closed, the next file opened would take its place.
{ : <&0; } 2>/dev/null || exec </dev/null

# Everything said goes to standard error; standard output is for results.
say() { printf '%s: %s\n' "$PROGRAM" "$*" >&2; }

fail() {
    printf '%s: failed: %s\n' "$PROGRAM" "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# with_lock <name> <command...>: one at a time on this machine. The lock is closed for the command's children that
# outlive it by `9>&-` where they are started.
with_lock() {
    local name="$1" status=0
    shift
    mkdir -p "$CACHE" || fail "cannot create the cache folder $CACHE (set DYNASIO_CACHE to a writable one)"
    exec 9>"$CACHE/$name.lock" || fail "cannot write to the cache folder $CACHE (set DYNASIO_CACHE to a writable one)"
    if ! flock -n 9; then
        say "waiting for another run that holds $CACHE/$name.lock"
        flock -w 1500 9 || fail "no turn within 25 minutes; is another run stuck?"
    fi
    "$@" || status=$?
    exec 9>&-
    return "$status"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif have sudo; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        return 126
    fi
}

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# apt_install <package...>: installs those that are missing, nothing when all are there.
apt_install() {
    local missing=() package log
    have dpkg-query && have apt-get || fail "this is neither Debian nor Ubuntu; install by hand what corresponds to: $*"
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] || have sudo ||
        fail "not root and no sudo; please install: ${missing[*]}"

    say "installing distribution packages: ${missing[*]}"
    log="$(mktemp)"
    local install=(apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends --no-remove "${missing[@]}")
    if ! as_root "${install[@]}" >"$log" 2>&1 9>&-; then
        say "the package lists are missing or old, fetching them"
        # A third-party source that does not answer is no reason to give up; the second try tells.
        as_root apt-get -o DPkg::Lock::Timeout=300 update >>"$log" 2>&1 9>&- || true
        if ! as_root "${install[@]}" >>"$log" 2>&1 9>&-; then
            tail -n 20 "$log" >&2
            rm -f "$log"
            fail "apt-get could not install: ${missing[*]}"
        fi
    fi
    rm -f "$log"
}

# apt_has <package>: whether the distribution knows the package, after fetching the lists once when it does not.
apt_has() {
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1 && return 0
    [ -z "${LISTS_FETCHED:-}" ] || return 1
    LISTS_FETCHED=1
    as_root apt-get -o DPkg::Lock::Timeout=300 update >/dev/null 2>&1 || true
    apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}
