#!/bin/sh
# Puts the report of the last `make demo` into the documents: all of it into docs/report-example.md, between its fences, and pictures
# into docs/pictures. Usage: readme-report.sh PROGRAM [RECORD]
set -eu
alcf=$1
record=${2:-demo-results.jsonl}
report=$(mktemp)
trap 'rm -f "$report"' EXIT
"$alcf" benchmark report "$record" >"$report"
page=docs/report-example.md
awk -v report="$report" '
    /^```text/ { print; while ((getline line < report) > 0) print line; inside = 1; next }
    inside && /^```/ { inside = 0 }
    !inside { print }
' "$page" >"$page.new"
mv "$page.new" "$page"
python3 scripts/pictures.py "$alcf" "$record" docs/pictures
"$alcf" benchmark report "$record" --brief --plot ecdf=docs/pictures/latency.svg >/dev/null
rm -f docs/pictures/latency.csv
