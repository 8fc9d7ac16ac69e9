#!/bin/sh
# Checks a portable program by its file alone: sh scripts/dist/check.sh PROGRAM
# No symbol newer than glibc 2.31, no library but glibc's, at most 24 MB, hardened as compilers do by default.
set -eu
program=$1
status=0
fail() { echo "check.sh: $program: $*" >&2; status=1; }

newest=$(readelf --wide --dyn-syms "$program" | grep -o 'GLIBC_[0-9.]*' | sort -u -V | tail -n 1)
[ "$(printf '%s\nGLIBC_2.31\n' "$newest" | sort -V | tail -n 1)" = GLIBC_2.31 ] || {
    fail "it needs $newest, for:"
    readelf --wide --dyn-syms "$program" | grep -E 'GLIBC_2\.(3[2-9]|[4-9][0-9])' >&2
}
foreign=$(readelf --wide --dyn-syms "$program" | grep -oE '@(GLIBCXX|CXXABI|GCC|OPENSSL|CURL)_[A-Z0-9_.]*' | sort -u || true)
[ -z "$foreign" ] || fail "it needs symbols of other libraries: $foreign"
libraries=$(readelf --wide --dynamic "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
for library in $libraries; do
    case $library in
    libc.so.6 | libm.so.6 | libpthread.so.0 | libdl.so.2 | librt.so.1 | ld-linux-x86-64.so.2) ;;
    *) fail "it needs $library" ;;
    esac
done
size=$(stat -c %s "$program")
[ "$size" -le 26000000 ] || fail "it has $size bytes, more than 26 MB"
readelf --wide --dynamic "$program" | grep -q 'FLAGS_1.*PIE' || fail "its address is fixed"
readelf --wide --program-headers "$program" | grep -q GNU_RELRO || fail "its relocations stay writable"
readelf --wide --program-headers "$program" | grep GNU_STACK | grep -q 'RWE' && fail "its stack is executable"
readelf --wide --dynamic "$program" | grep -qE 'RPATH|RUNPATH' && fail "it looks for libraries where it was built"
[ $status = 0 ] && echo "$(basename "$program"): $size bytes; newest symbol $newest; needs $(echo $libraries)"
exit $status
