#!/bin/sh
# Tries install.sh with an archive that is made up: sh scripts/dist/test-install.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
archive="$work/alcf-0-linux"
home="$work/home of mine"
prefix=$home/.local
mkdir -p "$archive/bin" "$archive/share/man/man1" "$home"
cp "$here/install.sh" "$archive/"
printf '#!/bin/sh\necho 0.0.0\n' >"$archive/bin/alcf"
chmod 755 "$archive/bin/alcf"
echo page >"$archive/share/man/man1/alcf.1"

install() { HOME=$home SHELL=/bin/bash sh "$archive/install.sh" "$@" >"$work/output" 2>&1; }
files() { (cd "$home" && find . | LC_ALL=C sort); }
fail() {
    echo "test-install.sh: $*" >&2
    cat "$work/output" >&2
    exit 1
}

# What is there before is there afterwards.
mkdir -p "$prefix/bin"
echo mine >"$prefix/bin/alcf.new"
before=$(files)
install || fail "it does not install"
[ "$("$prefix/bin/alcf")" = 0.0.0 ] || fail "the program is not there"
install || fail "it does not install again"
[ "$(cat "$prefix/bin/alcf.new")" = mine ] || fail "a file of another was written over"
eval "$(sed -n 's/^  sh \(.*--uninstall\)$/HOME=$home sh \1/p' "$work/output")" >"$work/output" 2>&1 || fail "it does not uninstall"
[ "$(files)" = "$before" ] || fail "uninstalling left or took: $(files)"

# What is not its own is refused: a file, and a link that leads nowhere.
for make in 'echo mine >' 'ln -s /nonexistent/alcf'; do
    eval "$make \"\$prefix/bin/alcf\""
    if install; then fail "it wrote over what another had installed ($make)"; fi
    grep -q 'was not installed by this script' "$work/output" || fail "the refusal does not say why ($make)"
    rm "$prefix/bin/alcf"
done
[ "$(files)" = "$before" ] || fail "a refusal left: $(files)"
