# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
# Ports of servers on this machine. Sourced, not run.

# listens <pid> <port>: whether that very process (and not a stranger) has the port.
listens() {
    local hex inode
    hex="$(printf '%04X' "$2")"
    for inode in $(awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10 }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null); do
        find "/proc/$1/fd" -lname "socket:\[$inode\]" 2>/dev/null | grep -q . && return 0
    done
    return 1
}

# answers <port>: whether an HTTP request gets an answer.
answers() {
    local line
    # In a subshell: the connection is closed at its end, and a refused one says nothing.
    line="$( (
        exec 3<>"/dev/tcp/127.0.0.1/$1"
        printf 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
        read -r -t 5 line <&3 && printf '%s' "$line"
    ) 2>/dev/null)" || return 1
    [[ "$line" == HTTP/1.* ]]
}

# free_port [folder]: a port that nobody listens on, and that has no entry in the folder.
free_port() {
    local port
    for _ in $(seq 200); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)) # below the range that the kernel hands out
        [ -n "${1:-}" ] && [ -e "$1/$port" ] && continue
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
        echo "$port"
        return 0
    done
    return 1
}
