#!/bin/sh
# Puts the report of the last `make demo` into README.md, between the fences that follow "It ends like this".
set -eu
alcf=$1
"$alcf" benchmark report demo-results.jsonl > .build/demo-report.txt
awk -v report=.build/demo-report.txt '
    /ends like this:/ { print; after = 1; next }
    after && /^```text/ { print; while ((getline line < report) > 0) print line; inside = 1; after = 0; next }
    inside && /^```/ { inside = 0 }
    !inside { print }
' README.md > .build/README.md
cp .build/README.md README.md
