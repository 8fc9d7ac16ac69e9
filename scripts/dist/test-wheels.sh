#!/bin/sh
# Tries the wheel in fresh Debian 11, 12 and 13, or in SUITEs: sh scripts/dist/test-wheels.sh BASES WHEEL [SUITE...]
#
# BASES is as for chroot.sh. Needs root, debootstrap, and a mirror of Debian.
set -eu
[ "$(id -u)" = 0 ] || { echo "test-wheels.sh: needs root, for chroots" >&2; exit 1; }
bases=$1 wheel=$2
shift 2
[ $# -gt 0 ] || set -- bullseye bookworm trixie
here=$(dirname "$0")
for suite; do
    echo "== $(basename "$wheel") in $suite"
    chroot=$(mktemp -d)
    chmod 755 "$chroot"
    trap 'rm -rf "$chroot"' EXIT
    sh "$here/chroot.sh" "$bases" "$suite" "$chroot" python3-venv
    [ -z "$(find "$chroot/usr" -name 'libcurl*' -o -name 'gcc*' -path '*/bin/*')" ] || { echo "test-wheels.sh: $suite has libcurl or gcc" >&2; exit 1; }
    sh "$here/test-wheel.sh" "$chroot" "$wheel"
    rm -rf "$chroot"
done
