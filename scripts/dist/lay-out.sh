#!/bin/sh
# Lays out what every package installs below a prefix: sh scripts/dist/lay-out.sh PROGRAM MANUAL PREFIX [PORTABLE]
#
# PROGRAM is the built `alcf`, MANUAL the folder of its manual pages (`make man`). `make install`, the tarball, the wheel and the .deb
# all call this, so that the same files are in each of them. With PORTABLE, the folder that `make portable` fills, the licences of what is
# in the program come too, and the list of what it was built from.
set -eu
program=$1
manual=$2
prefix=$3
portable=${4-}
here=$(cd "$(dirname "$0")/../.." && pwd)

put() { install -D -m "$1" "$2" "$prefix/$3"; }

put 755 "$program" bin/alcf
strip "$prefix/bin/alcf"

complete() {
    mkdir -p "$prefix/$(dirname "$2")"
    "$prefix/bin/alcf" --generate-completion-script "$1" > "$prefix/$2"
    chmod 644 "$prefix/$2"
}
complete bash share/bash-completion/completions/alcf
complete zsh share/zsh/site-functions/_alcf
complete fish share/fish/vendor_completions.d/alcf.fish

# Their date is the last commit's: the day of a build is no part of what it makes.
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$here" log -1 --format=%ct 2>/dev/null || true)}
date=${epoch:+$(LC_ALL=C date --utc --date="@$epoch" '+%B %-d, %Y')}
mkdir -p "$prefix/share/man/man1"
for page in "$manual"/*.1; do
    name=$(basename "$page" .1 | tr . -)
    awk -v date="$date" -f "$here/scripts/dist/manual.awk" "$page" >"$prefix/share/man/man1/$name.1"
    chmod 644 "$prefix/share/man/man1/$name.1"
done

put 644 "$here/README.md" share/doc/alcf/README.md
put 644 "$here/CHANGELOG.md" share/doc/alcf/CHANGELOG.md
put 644 "$here/LICENSE" share/doc/alcf/LICENSE
put 644 "$here/SECURITY.md" share/doc/alcf/SECURITY.md
put 644 "$here/CONTRIBUTING.md" share/doc/alcf/CONTRIBUTING.md
for snippet in "$here"/Snippets/*.swift; do put 644 "$snippet" "share/doc/alcf/Snippets/$(basename "$snippet")"; done
for page in "$here"/docs/*.md; do put 644 "$page" "share/doc/alcf/docs/$(basename "$page")"; done
for picture in "$here"/docs/pictures/*.svg; do put 644 "$picture" "share/doc/alcf/docs/pictures/$(basename "$picture")"; done

# What the documents link to is installed with them.
(
    cd "$prefix/share/doc/alcf"
    for page in *.md docs/*.md; do
        grep -o '](\([^)#]*\)' "$page" | sed 's/^](//' | grep -v '://' | sort -u | while read -r link; do
            [ -z "$link" ] || [ -e "$(dirname "$page")/$link" ] || { echo "lay-out.sh: $page links to $link, which is not installed" >&2; exit 1; }
        done || exit 1
    done
)

if [ -n "$portable" ]; then
    put 644 "$portable/BUILD.txt" share/doc/alcf/BUILD.txt
    for licence in "$portable"/licences/*.txt; do put 644 "$licence" "share/doc/alcf/licences/$(basename "$licence")"; done
fi
