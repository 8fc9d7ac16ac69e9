#!/bin/sh
# Writes SHA256SUMS for the packages of this version in FOLDER: sh scripts/dist/sums.sh FOLDER
set -eu
version=$(sed -n 's/.*current = "\(.*\)".*/\1/p' "$(dirname "$0")/../../Sources/Commands/Version.swift")
cd "$1"
for file in alcf[-_]"$version"[-_]*; do [ -f "$file" ] && sha256sum "$file"; done >SHA256SUMS
