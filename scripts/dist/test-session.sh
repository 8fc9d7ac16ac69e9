#!/bin/sh
# The steps in one chroot, in namespaces of its own; called by test.sh: test-session.sh HERE CHROOT TLS
set -eu
here=$1
chroot=$2
tls=$3
mount --make-rprivate /
mount -t proc proc "$chroot/proc"
# The loopback of a new namespace is down.
python3 -c '
import fcntl, socket, struct
with socket.socket() as s:
    fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 1 | 64))'
python3 "$here/tls-front.py" 8443 8123 "$tls/server.pem" "$tls/server.key" 2>/dev/null &

inside() {
    chroot --userspec=4711:4711 "$chroot" /usr/bin/env -i HOME=/home/someone SHELL=/bin/bash LANG=C.UTF-8 TERM=dumb \
        PATH=/usr/local/bin:/usr/bin:/bin sh /test/test-inside.sh "$1"
}
files() { find "$chroot" -xdev '(' -path "$chroot/proc" -o -path "$chroot/test" -o -path "$chroot/tmp" ')' -prune -o -print | sort; }

files >"$tls/before"
inside install
inside use
inside trust-nothing
# As on SUSE, and OpenSSL's configurations of other systems: one for OpenSSL 1.1.1, one that is broken.
cp "$tls/ca.pem" "$chroot/etc/ssl/ca-bundle.pem" 2>/dev/null || { mkdir -p "$chroot/etc/ssl"; cp "$tls/ca.pem" "$chroot/etc/ssl/ca-bundle.pem"; }
inside trust-system
rm "$chroot/etc/ssl/ca-bundle.pem"
for place in etc/pki/tls/certs/ca-bundle.crt etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem var/lib/ca-certificates/ca-bundle.pem \
    etc/ssl/cert.pem etc/ssl/certs/ca-certificates.crt; do
    mkdir -p "$chroot/$(dirname "$place")"
    cp "$tls/ca.pem" "$chroot/$place"
    inside trust-system
    rm "$chroot/$place"
done
mkdir -p "$chroot/usr/lib/ssl"
printf 'openssl_conf = a\n[a]\nengines = b\nproviders = b\nssl_conf = c\n[b]\nnone = d\n[d]\nactivate = 1\nmodule = /nowhere.so\n[c]\nsystem_default = e\n[e]\nMaxProtocol = TLSv1\n' \
    >"$chroot/usr/lib/ssl/openssl.cnf"
inside trust-file
printf 'not a = [configuration\n' >"$chroot/usr/lib/ssl/openssl.cnf"
inside trust-file
rm -rf "$chroot/etc/pki" "$chroot/var/lib/ca-certificates"
inside remove
files >"$tls/after"
# Only folders that these steps made for the certificates of other systems.
left=$(comm -13 "$tls/before" "$tls/after" | grep -vE '/(etc|usr/lib)/ssl(/|$)' || true)
[ -z "$left" ] || { echo "left behind:" >&2; echo "$left" >&2; exit 1; }
gone=$(comm -23 "$tls/before" "$tls/after")
[ -z "$gone" ] || { echo "removed, though it was there before:" >&2; echo "$gone" >&2; exit 1; }
