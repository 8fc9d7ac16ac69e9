#!/bin/sh
# Installs and uses the wheel in a Debian, as an ordinary user: sh scripts/dist/test-wheel.sh CHROOT WHEEL
#
# CHROOT is one of chroot.sh with python3-venv. Nothing of the network is needed. Needs root.
set -eu

# Runs a command, and sees that it ends with 0 and prints what matches PATTERN.
expect() { # title, pattern, command...
    title=$1 pattern=$2
    shift 2
    code=0
    output=$("$@" 2>&1 </dev/null) || code=$?
    if [ "$code" = 0 ] && printf '%s\n' "$output" | grep -qE -e "$pattern"; then
        echo "ok    $title"
    else
        echo "FAIL  $title: exit $code, wanted '$pattern'"
        printf '%s\n' "$output" | tail -n 30
        exit 1
    fi
}

case $1 in
--mounted)
    mount --make-rprivate /
    mount -t proc proc "$2/proc"
    exec chroot --userspec=4711:4711 "$2" /usr/bin/env -i HOME=/home/someone SHELL=/bin/bash LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/bin:/usr/bin:/bin sh /test/test-wheel.sh --inside
    ;;
--inside) ;;
*)
    mkdir -p "$1/test"
    cp "$0" "$2" "$1/test/"
    exec unshare --mount --pid --fork --kill-child sh "$0" --mounted "$1"
    ;;
esac

# From here on: as the user within the chroot.
cd "$HOME"
# pip leaves folders that have become empty.
files() { find "$HOME" -not -type d | LC_ALL=C sort; }

python3 -m venv "$HOME/venv"
files >/tmp/before
expect "pip install" 'Successfully installed alcf' venv/bin/pip install --no-index --disable-pip-version-check /test/alcf-*.whl
export PATH="$HOME/venv/bin:$PATH"
mkdir /tmp/work
cd /tmp/work
expect "alcf --version" '^[0-9.]+' alcf --version
expect "alcf doctor --offline" 'All that was checked offline is well' alcf simulate -- alcf doctor --offline
expect "alcf simulate -- alcf token-status" 'Signed in as' alcf simulate -- alcf token-status
expect "alcf simulate -- alcf chat" . alcf simulate --speed 20 -- alcf chat hi
expect "alcf benchmark --simulate" SIMULATED \
    alcf benchmark --simulate --speed 50 --samples 5 --no-self-check --output run
expect "man alcf" 'Inference Service' env MANPAGER=cat man alcf
expect "man alcf chat" "alcf chat" env MANPAGER=cat man alcf chat
expect "completion" 'complete .*alcf' bash -c '
    . /usr/share/bash-completion/bash_completion
    . "$HOME/venv/share/bash-completion/completions/alcf"
    complete -p alcf'
expect "licences are there" LICENSE ls "$HOME"/venv/lib/python3*/site-packages/alcf-*.dist-info/licenses
expect "import alcf; alcf.token()" '^same$' alcf simulate -- python -c '
import alcf, subprocess
assert alcf._program().startswith(__import__("sys").prefix), alcf._program()
assert alcf.token() == subprocess.run(["alcf", "token"], stdout=subprocess.PIPE, text=True).stdout.strip()
print("same")'
expect "alcf.SignInNeeded" '^needed: .*alcf authenticate' python -c '
import alcf
try: alcf.token()
except alcf.SignInNeeded as error: print("needed:", " ".join(str(error).split()))'
expect "alcf.read_record()" '^12 True$' python -c '
import alcf
rows = alcf.read_record("run.jsonl")
print(len(rows), rows.attrs["manifest"]["simulated"])'
cd "$HOME"
rm -r /tmp/work
expect "pip uninstall" 'Successfully uninstalled' venv/bin/pip uninstall --yes --disable-pip-version-check alcf
# Byte code of pip itself is its own.
files | grep -v __pycache__ >/tmp/after
left=$(grep -v __pycache__ /tmp/before | comm -3 - /tmp/after)
[ -z "$left" ] || { echo "FAIL  uninstalling leaves or takes:"; echo "$left"; exit 1; }
echo "ok    uninstalling leaves no file"
rm -rf "$HOME/venv" /tmp/before /tmp/after
