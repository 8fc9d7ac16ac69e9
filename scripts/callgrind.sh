#!/bin/sh
# Counts instructions by callgrind: those of each part of Benchmarks/Micro for each of its units, which are the same whatever else the
# machine does, and those of the whole program (Benchmarks/instructions.py), which are so within 1 %. Fails where one takes more than
# TOLERANCE % over the recorded count. Usage: callgrind.sh ALCF [--record]; needs valgrind.
set -eu
alcf=${1:?the program to measure}
shift
tolerance=${TOLERANCE:-5}
baseline=Benchmarks/instructions.txt
options="-c release --package-path Benchmarks/Micro --static-swift-stdlib -Xswiftc -enable-testing"
command -v valgrind >/dev/null || { echo "valgrind is needed: sudo apt-get install -y valgrind"; exit 1; }
# shellcheck disable=SC2086
swift build $options
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Stripped: valgrind does not understand all of the debug information, nor the shared Swift runtime.
# shellcheck disable=SC2086
strip -o "$folder/micro" "$(swift build $options --show-bin-path)/micro"

instructions() { # part, times
    SWIFT_DETERMINISTIC_HASHING=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$folder/micro" "$1" "$2" 2>&1 |
        sed -n 's/.*Collected : *//p'
}

status=0
for part in sse-record:132:50 sse-parse:132:50 json-parse:1:1000 json-write:1:1000 store-read:1:200 record-read:100:3; do
    name=${part%%:*} rest=${part#*:}
    units=${rest%:*} times=${rest#*:}
    # What twice as many more take, so that starting up does not count.
    few=$(instructions "$name" "$times") many=$(instructions "$name" "$((3 * times))")
    echo "$name $(((many - few) / (2 * times) / units))"
done >"$folder/found"
python3 Benchmarks/instructions.py "$alcf" >>"$folder/found"
while read -r name count; do
    known=$(awk -v name="$name" '$1 == name { print $2 }' "$baseline" 2>/dev/null || true)
    if [ -z "$known" ]; then
        echo "$name: $count instructions"
    elif [ "$((count * 100))" -gt "$((known * (100 + tolerance)))" ]; then
        echo "$name: $count instructions, $known recorded: over by more than $tolerance %"
        status=1
    else
        echo "$name: $count instructions, $known recorded"
    fi
done <"$folder/found"
[ "${1-}" != --record ] || cp "$folder/found" "$baseline"
exit $status
