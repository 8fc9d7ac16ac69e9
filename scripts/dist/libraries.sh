#!/bin/sh
# Makes what the portable program is linked from, in FOLDER: sh scripts/dist/libraries.sh FOLDER
#
# FOLDER/sysroot    Debian 11's C library, and static OpenSSL, jansson, nghttp2, zlib and C++ runtime
# FOLDER/include    headers of the libraries alone, to be found before the machine's own
# FOLDER/lib        libcurl, with HTTP/1.1, HTTP/2 and proxies and nothing else
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
key=$(cat "$here/sources.txt" "$here/runtime.c" "$0" | sha256sum | cut -c 1-64)
[ "$(cat "$folder/libraries.made" 2>/dev/null)" = "$key" ] && exit 0

sh "$here/fetch.sh" "$folder/downloads"
rm -rf "$folder/libraries.made" "$folder/sysroot" "$folder/include" "$folder/lib" "$folder/curl"
sysroot=$folder/sysroot
mkdir -p "$sysroot" "$folder/include" "$folder/lib"

echo "Unpacking a C library to link against …" >&2
for package in $(sed -n 's/^[0-9a-f]* .*\/\(.*\.deb\)$/\1/p' "$here/sources.txt"); do
    dpkg-deb -x "$folder/downloads/$package" "$sysroot"
done
# Absolute links would lead out of it, to this machine's C library.
find "$sysroot" -type l -lname '/*' | while read -r link; do
    target=$(readlink "$link")
    ln -sfn "$(realpath -m --relative-to "$(dirname "$link")" "$sysroot$target")" "$link"
done
libraries=$sysroot/usr/lib/x86_64-linux-gnu
# Shared ones would be preferred.
for name in crypto ssl jansson nghttp2 z; do
    rm -f "$libraries/lib$name.so"
    cp "$libraries/lib$name.a" "$folder/lib/"
done
rm -f "$sysroot"/usr/lib/gcc/x86_64-linux-gnu/10/*.so
cp -r "$sysroot/usr/include/openssl" "$folder/include/"
cp "$sysroot"/usr/include/x86_64-linux-gnu/openssl/* "$folder/include/openssl/"
cp "$sysroot"/usr/include/jansson*.h "$folder/include/"

echo "Building libcurl …" >&2
mkdir "$folder/curl"
tar -xzf "$folder/downloads/"curl_*.orig.tar.gz -C "$folder/curl" --strip-components 1
tar -xJf "$folder/downloads/"curl_*.debian.tar.xz -C "$folder/curl"
cd "$folder/curl"
# All but the two that make other packages of it.
grep -v '^#' debian/patches/series | while read -r patch; do
    [ -n "$patch" ] || continue
    case $patch in 90_gnutls.patch | 99_nss.patch) continue ;; esac
    patch --quiet -p1 <"debian/patches/$patch" || { echo "libraries.sh: $patch does not apply" >&2; exit 1; }
done
# Patches change times, and make would want to make these anew.
find . -name aclocal.m4 -exec touch {} +
find . -name configure -exec touch {} +
find . '(' -name Makefile.in -o -name curl_config.h.in ')' -exec touch {} +
CC="clang --sysroot=$sysroot --gcc-install-dir=$sysroot/usr/lib/gcc/x86_64-linux-gnu/10 -static-libgcc"
export CC
export CFLAGS="-O2 -fPIC -ffunction-sections -fdata-sections -fstack-protector-strong -D_FORTIFY_SOURCE=2 -ffile-prefix-map=$folder=."
# Found through the compiler's sysroot, and nothing of this machine's.
export PKG_CONFIG=false
./configure --quiet --prefix="$folder/unused" --disable-shared --enable-static --disable-debug --disable-curldebug \
    --with-openssl="$sysroot/usr" --with-nghttp2="$sysroot/usr" --with-zlib="$sysroot/usr" \
    --enable-http --enable-proxy --enable-threaded-resolver --enable-ipv6 --disable-openssl-auto-load-config \
    --without-ca-bundle --without-ca-path --without-ca-fallback \
    --disable-ftp --disable-file --disable-ldap --disable-ldaps --disable-rtsp --disable-dict --disable-telnet \
    --disable-tftp --disable-pop3 --disable-imap --disable-smb --disable-smtp --disable-gopher --disable-mqtt \
    --disable-manual --disable-ntlm --disable-ntlm-wb --disable-tls-srp --disable-unix-sockets --disable-alt-svc \
    --disable-hsts --disable-websockets --disable-doh --disable-netrc --disable-cookies --disable-mime \
    --disable-libcurl-option --disable-ares --disable-dnsshuffle --without-brotli --without-zstd --without-libgsasl --without-libpsl --without-libidn2 --without-librtmp \
    --without-libssh2 --without-libssh --without-gssapi --without-nghttp3 --without-ngtcp2 >"$folder/curl.log"
make -C lib -j "$(nproc)" >>"$folder/curl.log"
cp lib/.libs/libcurl.a "$folder/lib/"
$CC -O2 -fPIC -c "$here/runtime.c" -o "$folder/lib/runtime.o"
cp -r include/curl "$folder/include/"
rm -f "$folder"/include/curl/Makefile*
echo "$key" >"$folder/libraries.made"
