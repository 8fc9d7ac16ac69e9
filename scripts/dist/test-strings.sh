#!/bin/sh
# Compares strings.swift with the module that it stands in for: sh scripts/dist/test-strings.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
swiftc=${SWIFT:-swift}c
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$here/strings-trial.swift" main.swift
"$swiftc" -O main.swift -o real
"$swiftc" -O -wmo -parse-as-library -module-name _StringProcessing -Xfrontend -disable-implicit-string-processing-module-import \
    -c "$here/strings.swift" -o strings.o
"$swiftc" -O main.swift strings.o -o ours
./real >real.txt
./ours >ours.txt
nm ours | grep -q ' [Tt] .*17_StringProcessingE8contains' || { echo "test-strings.sh: strings.swift was not used" >&2; exit 1; }
diff real.txt ours.txt >difference.txt || { head -n 20 difference.txt; echo "test-strings.sh: strings.swift differs" >&2; exit 1; }
echo "test-strings: $(wc -l <ours.txt) answers are those of the real module"
