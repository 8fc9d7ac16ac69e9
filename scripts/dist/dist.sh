#!/bin/sh
# Packs the portable program for people: sh scripts/dist/dist.sh PORTABLE OUTPUT
#
# PORTABLE is the folder that portable.sh has filled. OUTPUT gets alcf-VERSION-linux-x86_64.tar.gz and SHA256SUMS. The same program gives
# the same archive: names sorted, owner 0, the time of the last commit (or SOURCE_DATE_EPOCH), nothing of this machine.
set -eu
portable=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' "$root/Sources/Commands/Version.swift")
name=alcf-$version-linux-$(uname -m)
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$here/lay-out.sh" "$portable/alcf" "$portable/manual" "$work/$name" "$portable"
cp "$here/install.sh" "$root/LICENSE" "$work/$name/"
chmod 755 "$work/$name/install.sh"
chmod 644 "$work/$name/LICENSE"
tar --directory="$work" --sort=name --format=ustar --owner=0 --group=0 --numeric-owner --mtime="@$epoch" \
    --mode=u=rwX,go=rX -cf - "$name" | gzip -9 -n >"$output/$name.tar.gz"
sh "$here/sums.sh" "$output"
ls -l "$output/$name.tar.gz" >&2
