#!/bin/sh
# Tests of the packages that people use, from PyPI, against `alcf serve`:  test-clients.sh ALCF
#
# They run over a gateway that misbehaves on purpose, and over the simulated service. WITH_AIDER=no leaves Aider out.
# Where PyPI is not reached, all are skipped, and the exit code is 0.
set -u
alcf=$(realpath "${1:?usage: test-clients.sh ALCF}") || exit 1
cd "$(dirname "$0")/.." || exit 1
tests=$PWD/Tests/Clients
build=$PWD/.build
status=0

skip() { echo "test-clients: skipped: $1"; }

python3 -c 'import sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || {
    skip "there is no Python 3.10 or later with venv"
    exit 0
}

# A virtual environment with what a file of requirements names; made anew when that changes.
environment() { # name, requirements
    folder=$build/$1
    cmp -s "$2" "$folder/installed.txt" && return 0
    python3 -m pip --disable-pip-version-check --retries 1 --timeout 10 index versions openai >/dev/null 2>&1 || return 2
    echo "test-clients: installing $(basename "$2") into .build/$1"
    rm -rf "$folder"
    python3 -m venv "$folder" &&
        "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2" &&
        cp "$2" "$folder/installed.txt"
}

environment clients-venv "$tests/requirements.txt"
case $? in
0) ;;
2) skip "PyPI is not reachable"; exit 0 ;;
*) echo "test-clients: the packages cannot be installed" >&2; exit 1 ;;
esac
aider=
if [ "${WITH_AIDER:-yes}" = no ]; then
    skip "Aider, which was left out"
elif environment aider-venv "$tests/requirements-aider.txt"; then
    aider=$build/aider-venv/bin/aider
else
    skip "Aider, which cannot be installed here"
fi

python=$build/clients-venv/bin/python
cd "$tests" || exit 1
export PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore ALCF="$alcf"

# Runs tests, shows those that did not pass, and counts.
run() { # name of the log, command
    log=$build/$1.log
    shift
    "$@" >"$log" 2>&1 || {
        status=1
        grep -vE '\.\.\. (ok|skipped.*)$' "$log"
    }
    passed=$(grep -c ' \.\.\. ok$' "$log")
    # Within the simulated service, and only there, its own tests are run.
    skipped=$(grep ' \.\.\. skipped' "$log" | grep -vc "not within 'alcf simulate")
    failed=$(grep -cE '^(ERROR|FAIL): ' "$log")
    echo "test-clients: $(basename "$log" .log): $passed passed, $failed failed, $skipped skipped"
}

run clients env -u AIDER ${aider:+AIDER="$aider"} "$python" -m unittest discover -v -s .
run clients-simulated env ALCF_CLIENTS=simulated "$alcf" simulate --speed 100 -- "$alcf" serve --requests-per-second 0 -- \
    "$python" -m unittest -v test_simulated
exit $status
