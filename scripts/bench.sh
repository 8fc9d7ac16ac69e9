#!/bin/sh
# What a cached token costs, beside `curl --version` on the same machine: 30 runs of each, taking turns.
# Usage: bench.sh PATH-TO-ALCF [DOCUMENT]; needs python3, and strace for the last line. The figures replace those in DOCUMENT.
set -eu
alcf=${1:?the program to measure}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
end=$(($(date +%s) + 100000))
service=681c10cc-f684-4540-bcd7-0b4df3bc26ef
umask 077
cat >"$folder/tokens.json" <<JSON
{"data": {"DEFAULT": {"$service": {"resource_server": "$service", "identity_id": "i",
"scope": "https://auth.globus.org/scopes/$service/action_all", "access_token": "AgMeasured", "refresh_token": "Agr",
"expires_at_seconds": $end, "token_type": "Bearer"}}}, "format_version": "2.0", "globus-sdk.version": "4.9.1"}
JSON
export ALCF_TOKENS_FILE="$folder/tokens.json"
[ "$("$alcf" token)" = AgMeasured ]
python3 - "$alcf" "${2-}" <<'PYTHON'
import os, statistics, sys, time

def once(words):
    null = os.open(os.devnull, os.O_WRONLY)
    start = time.perf_counter()
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    os.close(null)
    assert status == 0
    return wall * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_maxrss / 1024

programs = {"alcf token": [sys.argv[1], "token"], "curl --version": ["curl", "--version"]}
runs = {name: [] for name in programs}
for _ in range(31):
    for name, words in programs.items():
        runs[name].append(once(words))
lines = ["| | wall, ms | CPU, ms | peak memory, MiB |", "| :-- | --: | --: | --: |"]
for name, figures in runs.items():
    wall, cpu, memory = (statistics.median(column) for column in zip(*figures[1:]))
    print(f"{name:15} median of 30: {wall:5.1f} ms wall, {cpu:5.1f} ms CPU, {memory:5.1f} MiB")
    lines.append(f"| `{name}` | {wall:.1f} | {cpu:.1f} | {memory:.1f} |")
ratio = statistics.median(ours[1] / theirs[1] for ours, theirs in zip(*(figures[1:] for figures in runs.values())))
print(f"ratio of CPU, median of pairs: {ratio:.2f}")
if sys.argv[2]:
    text = open(sys.argv[2]).read()
    start = text.index("<!-- alcf token -->") + len("<!-- alcf token -->")
    end = text.index("<!-- end -->", start)
    lines.append(f"\nMedians of 30 runs each, taking turns; ratio of CPU {ratio:.2f}.")
    open(sys.argv[2], "w").write(text[:start] + "\n\n" + "\n".join(lines) + "\n\n" + text[end:])
PYTHON
if command -v strace >/dev/null; then
    calls=$(strace -f -e trace=network "$alcf" token 2>&1 >/dev/null | grep -c '(' || true)
    echo "network system calls of 'alcf token': $calls"
fi
