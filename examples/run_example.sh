#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Runs an example as a test: with the DynamoDB in DYNAMODB_ENDPOINT, region and keys of the environment, and nothing else of
# the user's own AWS set-up. Exits with
# 77, which CTest reports as skipped, without that variable; fails when the program does, or when its output lacks one of
# the given texts. Tables of fixed names that the program makes are deleted after it, by `table_tool`; one that was there
# before is somebody's and stays.
#
#   run_example.sh PROGRAM [--tables TABLE_TOOL name... --] [--args argument... --] [text...]
set -euo pipefail

if [ -z "${DYNAMODB_ENDPOINT:-}" ]; then
    echo "skipped: no DynamoDB; run \`scripts/dynamodb-server run --auth -- ctest --test-dir <build folder>\`, or set" \
        "DYNAMODB_ENDPOINT to a server that may be written to"
    exit 77
fi

program="$1" && shift
tables=()
if [ "${1:-}" = --tables ]; then
    table_tool="$2" && shift 2
    while [ "${1:---}" != -- ]; do tables+=("$1") && shift; done
    [ $# -eq 0 ] || shift
fi
arguments=()
if [ "${1:-}" = --args ]; then
    shift
    while [ "${1:---}" != -- ]; do arguments+=("$1") && shift; done
    [ $# -eq 0 ] || shift
fi

for name in $(compgen -e AWS_ || true); do
    case "$name" in
        AWS_REGION | AWS_ACCESS_KEY_ID | AWS_SECRET_ACCESS_KEY | AWS_SESSION_TOKEN) ;;
        *) unset "$name" ;;
    esac
done
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_ENDPOINT_URL_DYNAMODB="$DYNAMODB_ENDPOINT"
export AWS_REGION="${AWS_REGION:-us-east-1}"
export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-local}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-local}"

new_tables=()
for table in "${tables[@]}"; do
    found=0
    "$table_tool" exists "$table" || found=$?
    case "$found" in
        0) echo "the table $table was there before, and stays" ;;
        1) new_tables+=("$table") ;;
        *) exit 1 ;;
    esac
done

status=0
output="$("$program" "${arguments[@]}" 2>&1)" || status=$?
printf '%s\n' "$output"
for table in "${new_tables[@]}"; do
    "$table_tool" delete "$table" || status=$?
done
if [ "$status" -ne 0 ]; then
    echo "failed: exit code $status, of the example or of the deletion of its tables"
    exit 1
fi
for text in "$@"; do
    if ! grep -qF -- "$text" <<<"$output"; then
        echo "failed: the output lacks: $text"
        exit 1
    fi
done
