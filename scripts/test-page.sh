#!/bin/sh
# Tests the page of `alcf serve` in Chromium: sh scripts/test-page.sh [PROGRAM]
# With a PROGRAM, also that page and server fit together. Passes over all, and says so, where Chromium or PyPI is not there.
# JOBS files of tests run at a time, each with a Chromium of its own; as many as there are processors, where nothing is said.
set -eu
cd "$(dirname "$0")/.."
found=
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null && { found=$name; break; }
done
[ -n "$found" ] || { echo "test-page: skipped, there is no Chromium (apt-get install chromium)"; exit 0; }

venv=${PAGE_VENV:-.build/page-venv}
if ! "$venv/bin/python" -c 'import playwright' 2>/dev/null; then
    python3 -m venv "$venv" && "$venv/bin/pip" install -q playwright ||
        { echo "test-page: skipped, Playwright cannot be installed from PyPI"; exit 0; }
fi
[ $# = 0 ] || { ALCF=$(realpath "$1"); export ALCF; }
python=$(realpath -s "$venv/bin/python")
cd Tests/Page
export PYTHONDONTWRITEBYTECODE=1
printf '%s\n' test_*.py | xargs -P "${JOBS:-$(nproc)}" -n 1 "$python" -m unittest
