#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Runs the program as on an instance: no variable but the address of the metadata service, which stands for 169.254.169.254.
#
#   run.sh PROGRAM
set -euo pipefail

program="$1"
if [ "${DYNAMODB_SERVER:-}" != ministack ]; then
    echo "skipped: needs the metadata service of MiniStack, which scripts/dynamodb-server run starts"
    exit 77
fi
if ldd "$program" >/dev/null 2>&1; then
    echo "the program needs shared libraries" >&2
    exit 1
fi
status=0
for service in "$DYNAMODB_ENDPOINT" "${EC2_METADATA_ENDPOINT:-}"; do
    [ -n "$service" ] || continue # see scripts/metadata-server
    output="$(env -i "AWS_EC2_METADATA_SERVICE_ENDPOINT=$service" "$program")"
    echo "$output"
    [ "$output" = $'region us-east-1\nAWS credentials of instance' ] || status=1
done
exit "$status"
