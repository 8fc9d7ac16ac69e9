#!/bin/sh
# How long `alcf token` takes from a valid cache, beside `curl --version`, in pairs: medians and their ratio.
set -eu
alcf=$1
runs=${2:-30}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
umask 077
expires=$(($(date +%s) + 86400))
cat > "$folder/tokens.json" <<JSON
{"data": {"DEFAULT": {"681c10cc-f684-4540-bcd7-0b4df3bc26ef": {"resource_server": "681c10cc-f684-4540-bcd7-0b4df3bc26ef", "identity_id": "11111111-2222-3333-4444-555555555555", "scope": "https://auth.globus.org/scopes/681c10cc-f684-4540-bcd7-0b4df3bc26ef/action_all", "access_token": "AgEXAMPLE", "refresh_token": "AgrEXAMPLE", "expires_at_seconds": $expires, "token_type": "Bearer"}}}, "format_version": "2.0", "globus-sdk.version": "4.9.1"}
JSON
export ALCF_TOKENS_FILE="$folder/tokens.json"
"$alcf" token > /dev/null

# User and system seconds of one command, in milliseconds, by the shell's own account of its children.
cpu() {
    bash -c 'TIMEFORMAT="%U %S %R"; time "$@" >/dev/null' _ "$@" 2>&1 | tail -1 | awk '{print ($1 + $2) * 1000, $3 * 1000}'
}
median() { sort -n | awk '{a[NR] = $1} END {print (NR % 2) ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2}'; }

i=0
while [ $i -lt "$runs" ]; do
    cpu "$alcf" token >> "$folder/a"
    cpu curl --version >> "$folder/b"
    i=$((i + 1))
done
for field in 1 2; do
    a=$(cut -d' ' -f$field "$folder/a" | median)
    b=$(cut -d' ' -f$field "$folder/b" | median)
    name=$([ $field = 1 ] && echo CPU || echo wall)
    echo "$a $b $name" | awk '{printf "%-5s alcf token %.1f ms, curl --version %.1f ms: %.2f times\n", $3, $1, $2, $1 / $2}'
done
