#!/bin/sh
# Installs and uses the archive as a user of fresh systems would: sh scripts/dist/test.sh PORTABLE DIST [SUITE...]
#
# For each SUITE of Debian (bullseye, bookworm and trixie by default) a chroot is made by debootstrap, once: kept in PORTABLE/chroots.
# None has a compiler or libcurl. There is no network in it but a loopback of its own, with a server for TLS whose certificate is of an
# authority made here. Needs root, debootstrap, openssl, python3, curl and Swift.
set -eu
[ "$(id -u)" = 0 ] || { echo "test.sh: needs root, for chroots" >&2; exit 1; }
portable=$(cd "$1" && pwd)
dist=$(cd "$2" && pwd)
shift 2
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' "$root/Sources/Commands/Version.swift")
archive=$dist/alcf-$version-linux-x86_64.tar.gz
mirror=${DEBIAN_MIRROR:-http://deb.debian.org}/debian
[ $# -gt 0 ] || set -- bullseye bookworm trixie

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "== the program's file"
sh "$here/check.sh" "$portable/alcf"
(cd "$dist" && grep "alcf-$version-linux-x86_64.tar.gz" SHA256SUMS | sha256sum --check --quiet -)
echo "== CPU of 'alcf token' beside 'curl --version'"
sh "$root/scripts/bench.sh" "$portable/alcf" | tee "$work/bench"
sed -n 's/^ratio of CPU.*: //p' "$work/bench" | awk '{ if ($1 > 0.5) { print "test.sh: more than 0.5" > "/dev/stderr"; exit 1 } }'

# An authority, and a certificate of its for a name that only /etc/hosts of the chroots has.
mkdir "$work/tls"
(
    cd "$work/tls"
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj '/CN=Test authority'
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj '/CN=gateway.test'
    printf 'subjectAltName=DNS:gateway.test\n' >server.ext
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
    mkdir folder
    cp ca.pem "folder/$(openssl x509 -in ca.pem -noout -hash).0"
) >"$work/tls.log" 2>&1 || { cat "$work/tls.log" >&2; exit 1; }

mkdir -p "$portable/chroots"
for suite; do
    echo "== $suite"
    base=$portable/chroots/$suite.tar
    if [ ! -f "$base" ]; then
        debootstrap --variant=minbase --include=man-db,bash-completion,python3-minimal "$suite" "$work/$suite" "$mirror" \
            >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
        rm -rf "$work/$suite"/var/cache/apt/archives/*.deb "$work/$suite"/var/lib/apt/lists/*
        tar -C "$work/$suite" -cf "$base.new" .
        mv "$base.new" "$base"
        rm -rf "${work:?}/$suite"
    fi
    chroot=$work/$suite
    mkdir "$chroot"
    tar -C "$chroot" -xf "$base"
    echo 'someone:x:4711:4711::/home/someone:/bin/bash' >>"$chroot/etc/passwd"
    echo 'someone:x:4711:' >>"$chroot/etc/group"
    printf '127.0.0.1 localhost gateway.test\n' >"$chroot/etc/hosts"
    : >"$chroot/etc/resolv.conf"
    mkdir -p "$chroot/home/someone" "$chroot/test"
    cp "$archive" "$here/test-inside.sh" "$work/tls/ca.pem" "$chroot/test/"
    cp -r "$work/tls/folder" "$chroot/test/"
    chown 4711:4711 "$chroot/home/someone"
    for tool in cc gcc clang curl swift; do
        [ ! -e "$chroot/usr/bin/$tool" ] || { echo "test.sh: $suite has $tool" >&2; exit 1; }
    done
    [ -z "$(find "$chroot/usr/lib" -name 'libcurl*')" ] || { echo "test.sh: $suite has libcurl" >&2; exit 1; }
    unshare --mount --net --pid --fork --kill-child sh "$here/test-session.sh" "$here" "$chroot" "$work/tls"
    rm -rf "$chroot"
done
echo "All passed."
