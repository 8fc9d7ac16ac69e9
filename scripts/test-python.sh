#!/bin/sh
# Tests of the Python module with the packages that it works with, from PyPI:  test-python.sh ALCF
#
# Where PyPI is not reached, they are skipped, and the exit code is 0.
set -u
ALCF=$(realpath "${1:?usage: test-python.sh ALCF}") || exit 1
cd "$(dirname "$0")/.." || exit 1
venv=$PWD/.build/python-venv
requirements=Tests/Python/requirements.txt

skip() { echo "test-python: skipped: $1"; exit 0; }

python3 -c 'import sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    skip "there is no Python 3.10 or later with venv"
if ! cmp -s "$requirements" "$venv/installed.txt"; then
    python3 -m pip --disable-pip-version-check --retries 1 --timeout 10 index versions pytest >/dev/null 2>&1 ||
        skip "PyPI is not reachable"
    echo "test-python: installing $requirements into .build/python-venv"
    rm -rf "$venv"
    python3 -m venv "$venv" &&
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" &&
        cp "$requirements" "$venv/installed.txt" || { echo "test-python: the packages cannot be installed" >&2; exit 1; }
fi
export ALCF PYTHONDONTWRITEBYTECODE=1
exec "$venv/bin/python" -m pytest -q -p no:cacheprovider Tests/Python
