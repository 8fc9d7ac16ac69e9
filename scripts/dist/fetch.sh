#!/bin/sh
# Fetches each file of sources.txt into FOLDER, unless it is there: sh scripts/dist/fetch.sh FOLDER
# A file with another SHA-256 than the one recorded is refused.
set -eu
folder=$1
list=$(dirname "$0")/sources.txt
mirror=${DEBIAN_MIRROR:-http://deb.debian.org}
# The day on which the list was made.
snapshot=https://snapshot.debian.org/archive
day=20261127T000000Z
mkdir -p "$folder"

matches() { echo "$1  $2" | sha256sum --check --status 2>/dev/null; }

grep -v '^#' "$list" | while read -r sum archive path; do
    file=$folder/$(basename "$path")
    if [ -f "$file" ] && matches "$sum" "$file"; then continue; fi
    for address in "$mirror/$archive/$path" "$snapshot/$archive/$day/$path"; do
        curl --silent --fail --location --max-time 600 --output "$file.part" "$address" || continue
        matches "$sum" "$file.part" && break
    done
    matches "$sum" "$file.part" || { echo "fetch.sh: cannot be had with SHA-256 $sum: $path" >&2; exit 1; }
    mv "$file.part" "$file"
done
