#!/bin/sh
# Tests the page of `alcf serve` in Chromium: sh scripts/test-page.sh [PROGRAM]
# With a PROGRAM, also that page and server fit together. Passes over all, and says so, where Chromium or PyPI is not there.
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
PYTHONDONTWRITEBYTECODE=1 exec "$venv/bin/python" -m unittest discover -s Tests/Page
