#!/bin/sh
# Installs, uses and purges the package in a fresh Debian: sh scripts/dist/test-deb.sh BASES PACKAGE [SUITE]
#
# SUITE is bookworm, Debian 12, unless another is named. BASES is as for chroot.sh. Needs root, debootstrap, and a mirror of Debian.
set -eu
here=$(dirname "$0")

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
    chroot=$2
    mount --make-rprivate /
    mount -t proc proc "$chroot/proc"
    in_root() {
        chroot "$chroot" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
    }
    files() { find "$chroot" -xdev '(' -path "$chroot/proc" -o -path "$chroot/test" -o -path "$chroot/var/cache" ')' -prune -o -print | sort; }
    in_root apt-get update -qq
    files >"$chroot/test/bare"
    expect "apt-get install ./$3" 'Setting up alcf ' in_root apt-get install -y "/test/$3"
    expect "its certificates came with it" . ls "$chroot/etc/ssl/certs/ca-certificates.crt"
    chroot --userspec=4711:4711 "$chroot" /usr/bin/env -i HOME=/home/someone SHELL=/bin/bash LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/bin:/usr/bin:/bin sh /test/test-deb.sh --inside
    in_root dpkg --verify alcf
    in_root dpkg --listfiles alcf | grep -v '^/\.$' >"$chroot/test/installed"
    expect "apt-get purge" 'Removing alcf ' in_root apt-get purge -y alcf
    in_root apt-get autoremove --purge -y >/dev/null 2>&1
    while read -r path; do
        [ ! -f "$chroot$path" ] || { echo "FAIL  $path is left"; exit 1; }
    done <"$chroot/test/installed"
    # The dependencies are removed by apt, and leave folders and links of theirs; what is alcf's must be gone.
    files >"$chroot/test/after"
    left=$(comm -13 "$chroot/test/bare" "$chroot/test/after" | grep -i alcf || true)
    [ -z "$left" ] || { echo "FAIL  left behind:"; echo "$left"; exit 1; }
    echo "ok    purging leaves nothing"
    exit
    ;;
--inside)
    mkdir -p /tmp/work
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
        { _comp_load alcf || _completion_loader alcf; } 2>/dev/null
        complete -p alcf'
    expect "documents are there" README ls /usr/share/doc/alcf
    cd /
    rm -r /tmp/work
    exit
    ;;
esac

[ "$(id -u)" = 0 ] || { echo "test-deb.sh: needs root, for chroots" >&2; exit 1; }
package=$(realpath "$2")
suite=${3:-bookworm}
echo "== $(basename "$package") in $suite"
chroot=$(mktemp -d)
chmod 755 "$chroot"
trap 'rm -rf "$chroot"' EXIT
sh "$here/chroot.sh" "$1" "$suite" "$chroot"
cp /etc/resolv.conf "$chroot/etc/resolv.conf"
mkdir -p "$chroot/test"
cp "$package" "$0" "$chroot/test/"
chmod -R a+rX "$chroot/test"
unshare --mount --pid --fork --kill-child sh "$0" --mounted "$chroot" "$(basename "$package")"
