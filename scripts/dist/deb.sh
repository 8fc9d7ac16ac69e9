#!/bin/sh
# Packs the program for Debian: sh scripts/dist/deb.sh PROGRAM MANUAL OUTPUT
#
# PROGRAM is a release build with the system's libraries, MANUAL the folder of its manual pages. OUTPUT, a folder, gets
# alcf_VERSION-1_ARCHITECTURE.deb. The same program gives the same package: dpkg-deb sorts, and takes the time of SOURCE_DATE_EPOCH or of
# the last commit. Needs dpkg-dev. docs/releasing.md says what lintian finds.
set -eu
program=$(realpath "$1")
manual=$(realpath "$2")
mkdir -p "$3"
output=$(cd "$3" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' "$root/Sources/Commands/Version.swift")
# Debian sorts a ~ before everything, so that 1.0.0~rc.1 is older than 1.0.0.
full=$(printf '%s' "$version" | tr - '~')-1
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
maintainer=${DEB_MAINTAINER:-"$(git -C "$root" log -1 --format='%an <%ae>')"}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
tree=$work/tree
documents=$tree/usr/share/doc/alcf
sh "$here/lay-out.sh" "$program" "$manual" "$tree/usr"
strip --remove-section=.comment --remove-section=.note "$tree/usr/bin/alcf"

# Debian's places: licences in `copyright`, changes as `changelog`, completions of zsh among those of packages.
rm "$documents/LICENSE"
mv "$documents/CHANGELOG.md" "$documents/changelog"
sed -i '1{/^#!/d}' "$tree/usr/share/bash-completion/completions/alcf" # it is read, and not run
mv "$tree/usr/share/zsh/site-functions" "$tree/usr/share/zsh/vendor-completions"
cp "$here/copyright" "$documents/copyright"
cat >"$documents/changelog.Debian" <<EOF
alcf ($full) unstable; urgency=medium

  * Version $version. /usr/share/doc/alcf/changelog.gz has the changes.

 -- $maintainer  $(date --utc --date="@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S +0000')
EOF
gzip -9n "$documents/changelog" "$documents/changelog.Debian" "$tree"/usr/share/man/man1/*.1
mkdir -p "$tree/usr/share/lintian/overrides"
cp "$here/lintian-overrides" "$tree/usr/share/lintian/overrides/alcf"
find "$tree" -type f -exec chmod u=rw,go=r {} +
chmod 755 "$tree/usr/bin/alcf"

# The libraries that it is linked to. libcurl is loaded when it is first needed (Sources/CCurl/lazy.c), so that no tool can see it.
mkdir "$work/debian" "$tree/DEBIAN"
printf 'Source: alcf\n\nPackage: alcf\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O "$tree/usr/bin/alcf" | sed -n 's/^shlibs:Depends=//p')

(cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
cat >"$tree/DEBIAN/control" <<EOF
Package: alcf
Version: $full
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du --apparent-size -sk "$tree/usr" | cut -f1)
Depends: $libraries, libcurl4, ca-certificates
Section: science
Priority: optional
Description: command-line client and benchmark for the ALCF Inference Service
 Sign in with Globus once, ask the large language models that the Argonne
 Leadership Computing Facility serves on Metis and Sophia, from a shell, a
 script or a batch job, and get a token for any other tool in milliseconds.
 .
 The benchmark compares endpoints: the same prompts, interleaved at random,
 every failure counted, and an interval on every ratio. A local server speaks
 the APIs of OpenAI and Anthropic. A simulated service needs no account.
EOF
package=$output/alcf_${full}_$architecture.deb
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$tree" "$work/new.deb" >/dev/null
mv "$work/new.deb" "$package"
chmod 644 "$package"
echo "$package"
