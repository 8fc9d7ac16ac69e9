#!/bin/sh
# Builds the program that runs on other machines, FOLDER/alcf, and collects FOLDER/licences: sh scripts/dist/portable.sh FOLDER
#
# It is linked against an older C library and holds all others. Needs Swift, and what libraries.sh needs.
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
swift=${SWIFT:-swift}
sh "$here/libraries.sh" "$folder"

# Found before this machine's own by the package's manifest.
mkdir -p "$folder/pkgconfig"
for library in libcrypto:crypto jansson:jansson; do
    printf 'Name: %s\nDescription: static\nVersion: 0\nCflags: -I%s\nLibs: -L%s -l%s\n' "${library%%:*}" \
        "$folder/include" "$folder/lib" "${library##*:}" >"$folder/pkgconfig/${library%%:*}.pc"
done
export ALCF_PORTABLE=1 PKG_CONFIG_PATH="$folder/pkgconfig"
sysroot=$folder/sysroot
# Named by Swift's module of glibc and needed for nothing: the static one adds nothing.
rm -f "$sysroot/usr/lib/x86_64-linux-gnu/libutil.so"
linker="-use-ld=lld -Xclang-linker --sysroot=$sysroot -Xclang-linker -static-libgcc
    -Xclang-linker --gcc-install-dir=$sysroot/usr/lib/gcc/x86_64-linux-gnu/10"

# In place of Foundation, of which argument-parser uses little.
mkdir -p "$folder/foundation"
foundation=$folder/foundation/FoundationEssentials
[ "$foundation.o" -nt "$here/foundation.swift" ] || "$swift"c -O -wmo -parse-as-library -module-name FoundationEssentials \
    -emit-module -emit-module-path "$foundation.swiftmodule" -c "$here/foundation.swift" -o "$foundation.o"

# In place of the module that the compiler imports everywhere, for what is used of it.
strings=$folder/foundation/strings.o
[ "$strings" -nt "$here/strings.swift" ] || "$swift"c -O -wmo -parse-as-library -module-name _StringProcessing \
    -Xfrontend -disable-implicit-string-processing-module-import -c "$here/strings.swift" -o "$strings"

build() {
    "$swift" build --package-path "$root" --scratch-path "$folder/swift" -c release --product alcf --static-swift-stdlib \
        -debug-info-format none --disable-local-rpath -Xswiftc -Osize -Xswiftc -I -Xswiftc "$folder/foundation" \
        -Xcc "-I$folder/include" -Xswiftc -file-prefix-map -Xswiftc "$root=." -Xcc "-ffile-prefix-map=$root=." \
        $(for word in $linker; do echo "-Xswiftc $word"; done) \
        -Xlinker "$folder/lib/runtime.o" -Xlinker "$foundation.o" -Xlinker "-L$folder/lib" "$@"
}
build
objects=$(build --show-bin-path)/alcf.product/Objects.LinkFileList

# Linked once more, without what only a debugger or an exception of C++ would look for: tables of stack frames, names of all functions. No
# exception passes through code of Swift's or of these libraries, and they are an eighth of the program.
rm -rf "$folder/objects"
mkdir "$folder/objects"
bare() { xargs -0 -P "$(nproc)" -n 2 objcopy --remove-section=.eh_frame --remove-section=.rela.eh_frame; }
sed "s/^'//; s/'\$//" "$objects" | awk -v to="$folder/objects" '{ printf "%s%c%s/%d.o%c", $0, 0, to, NR, 0 }' | bare
awk -v to="$folder/objects" '{ printf "%s/%d.o\n", to, NR }' "$objects" >"$folder/objects/list"
runtime=$("$swift" -print-target-info | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')_static/linux
for library in "$folder"/lib/*.a "$runtime/libswiftCore.a" "$runtime/libswift_Concurrency.a"; do
    printf '%s\0%s/%s\0' "$library" "$folder/objects" "$(basename "$library")"
done | bare
# shellcheck disable=SC2086
"$swift"c -emit-executable -static-stdlib -o "$folder/objects/alcf" "@$folder/objects/list" $linker \
    "$folder/lib/runtime.o" "$foundation.o" "$strings" \
    -Xlinker --defsym=main=alcf_main -Xlinker --no-export-dynamic -Xlinker --icf=all \
    -Xlinker --gc-sections -Xlinker --as-needed -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker noexecstack \
    "$folder"/objects/lib*.a -lpthread
strip -o "$folder/alcf" "$folder/objects/alcf"

# Its manual pages, by argument-parser's own tool, which becomes a product where that package is the root.
parser=$folder/swift/checkouts/swift-argument-parser
day=$(git -C "$root" log -1 --format=%cd --date=format:%Y-%m-%d 2>/dev/null || date -u +%Y-%m-%d)
env -u ALCF_PORTABLE "$swift" build --package-path "$parser" --scratch-path "$folder/manual-tool" --product generate-manual
rm -rf "$folder/manual"
mkdir "$folder/manual"
"$folder/manual-tool/debug/generate-manual" "$folder/alcf" --multi-page --date "$day" --output-directory "$folder/manual"

# Licences of all that is in the program, from where it was taken.
rm -rf "$folder/licences"
mkdir "$folder/licences"
put() { cat "$@" >"$folder/licences/$name.txt"; }
documents=$sysroot/usr/share/doc
for part in openssl:libssl-dev jansson:libjansson-dev nghttp2:libnghttp2-dev zlib:zlib1g-dev \
    libstdc++-and-libgcc:gcc-10-base; do
    name=${part%%:*}
    put "$documents/${part##*:}/copyright"
done
name=curl && put "$folder/curl/COPYING"
name=swift-runtime && put "$runtime/../../../share/swift/LICENSE.txt"
for name in swift-argument-parser swift-nio swift-atomics swift-collections swift-system; do
    package=$folder/swift/checkouts/$name
    put "$package/LICENSE.txt" $(ls "$package/NOTICE.txt" 2>/dev/null)
done

# What it was made of.
{
    echo "alcf $(sed -n 's/.*current = "\(.*\)".*/\1/p' "$root/Sources/Commands/Version.swift"), the portable program for Linux on x86-64"
    echo
    echo "commit    $(git -C "$root" log -1 --format=%H 2>/dev/null || echo unknown)"
    echo "compiler  $("$swift" --version 2>/dev/null | head -n 1)"
    echo "SHA-256   $(sha256sum <"$folder/alcf" | cut -c 1-64)  bin/alcf"
    echo
    echo "Packages of Swift's in it:"
    sed -n -e 's/.*"identity" : "\(.*\)",/\1/p' -e 's/.*"version" : "\(.*\)"/\1/p' "$root/Package.resolved" |
        paste -d ' ' - - | sed 's/^/  /'
    echo
    echo "Files of Debian's that it was built from, with their SHA-256:"
    sed -n 's/^\([0-9a-f]\{64\}\) .*\/\(.*\)$/  \1  \2/p' "$here/sources.txt"
} >"$folder/BUILD.txt"
