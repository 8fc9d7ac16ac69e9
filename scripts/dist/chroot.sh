#!/bin/sh
# Makes a fresh Debian with an ordinary user, `someone`: sh scripts/dist/chroot.sh BASES SUITE FOLDER [PACKAGE...]
#
# BASES keeps what debootstrap made of each SUITE and list of packages, so that it is made once. Needs root and debootstrap.
set -eu
bases=$1 suite=$2 folder=$3
shift 3
mirror=${DEBIAN_MIRROR:-http://deb.debian.org}/debian
mkdir -p "$bases" "$folder"

unpacked() { # tar
    tar -C "$folder" -xf "$1"
    chmod 755 "$folder"
}
pack() { # tar
    chmod 755 "$folder"
    rm -rf "$folder"/var/cache/apt/archives/*.deb "$folder"/var/lib/apt/lists/*
    tar -C "$folder" -cf "$1.new" .
    mv "$1.new" "$1"
}
base=$bases/$suite.tar
with=$(printf '%s' "$suite"; [ $# = 0 ] || printf '+%s' "$@")
if [ -f "$bases/$with.tar" ]; then
    unpacked "$bases/$with.tar"
else
    if [ -f "$base" ]; then
        unpacked "$base"
    else
        echo "chroot.sh: making $suite" >&2
        debootstrap --variant=minbase --include=man-db,bash-completion,python3-minimal "$suite" "$folder" "$mirror" \
            >"$bases/$suite.log" 2>&1 || { tail -n 20 "$bases/$suite.log" >&2; exit 1; }
        pack "$base"
    fi
    if [ $# -gt 0 ]; then
        cp /etc/resolv.conf "$folder/etc/resolv.conf"
        {
            chroot "$folder" apt-get update -qq &&
                chroot "$folder" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
        } >"$bases/$with.log" 2>&1 || { tail -n 20 "$bases/$with.log" >&2; exit 1; }
        pack "$bases/$with.tar"
    fi
fi
grep -q '^someone:' "$folder/etc/passwd" || {
    echo 'someone:x:4711:4711::/home/someone:/bin/bash' >>"$folder/etc/passwd"
    echo 'someone:x:4711:' >>"$folder/etc/group"
}
mkdir -p "$folder/home/someone"
chown 4711:4711 "$folder/home/someone"
printf '127.0.0.1 localhost\n' >"$folder/etc/hosts"
