#!/bin/sh
# Rules of the house that no compiler checks. Exits 1 and says which one is broken.
set -u
status=0
fail() { echo "check: $1" >&2; status=1; }

only_in() { # module, folder
    found=$(grep -rlE "^(public |package |@_exported )*import $1\$" Sources | grep -v "^Sources/$2/")
    [ -z "$found" ] || fail "$1 may only be imported in Sources/$2: $found"
}
only_in CCurl HTTP
only_in CLinux HTTP
only_in CJansson JSON
only_in COpenSSL Crypto

# Reports are made from records alone.
found=$(grep -rnE '^(public |package )*import ALCF(Auth|Client|HTTP|Load)$' Sources/Bench/Statistics Sources/Bench/Record Sources/Bench/Report)
[ -z "$found" ] || fail "a network below Sources/Bench/Load: $found"

found=$(grep -rnE '^(public |package )*import Foundation' Sources)
[ -z "$found" ] || fail "Foundation in shipped code: $found"
found=$(grep -rnE --include='*.swift' '\bunsafe [a-z(]' Sources | grep -vE '^Sources/(HTTP|JSON|Crypto)/' | grep -vE ':[0-9]+: *//')
[ -z "$found" ] || fail "unsafe outside the three targets that wrap C: $found"
found=$(grep -rnE 'try!|fatalError\(|@unchecked Sendable' Sources)
[ -z "$found" ] || fail "$found"
exit $status
