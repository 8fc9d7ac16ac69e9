#!/bin/sh
# Installs alcf for one user, from the unpacked archive: sh install.sh [--prefix DIR] [--force]
# Removes it again: sh install.sh --uninstall [--prefix DIR]
#
# DIR, or PREFIX, is ~/.local by default; root is not needed. A list of what was installed is kept with the documents, and removing it leaves
# nothing of it. A file that is there already and that no earlier installation has put there is not written over, unless --force is given.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
list=share/doc/alcf/installed-files
action=install
force=no
prefix=${PREFIX-}

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$*" >&2; exit 1; }
usage() { sed -n '2,6s/^# \{0,1\}//p' "$0"; }

while [ $# -gt 0 ]; do
    case $1 in
    --prefix) [ $# -gt 1 ] || fail "--prefix needs a folder"; prefix=$2; shift ;;
    --prefix=*) prefix=${1#--prefix=} ;;
    --uninstall) action=uninstall ;;
    --force) force=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; fail "'$1' is not known" ;;
    esac
    shift
done
if [ -z "$prefix" ]; then
    # An installed copy of this script removes the installation that it belongs to.
    if [ ! -f "$here/bin/alcf" ] && [ -f "$here/installed-files" ]; then
        prefix=${here%/share/doc/alcf}
    else
        [ -n "${HOME-}" ] || fail "HOME is not set; give a folder: --prefix DIR"
        prefix=$HOME/.local
    fi
fi
case $prefix in /*) ;; *) prefix=$(pwd)/$prefix ;; esac

# Removes the files of a list that are not in another, and the folders that were made for them.
remove() { # list, list of what stays
    while read -r kind path; do
        [ "$kind" = file ] || continue
        grep -qxF "file $path" "$2" || rm -f "$prefix/$path"
    done <"$1"
    sort -r "$1" | while read -r kind path; do
        [ "$kind" = folder ] || continue
        rmdir "$prefix/$path" 2>/dev/null || true
    done
}

if [ "$action" = uninstall ]; then
    [ -f "$prefix/$list" ] || fail "there is no installation of this script's in $prefix"
    copy=$(mktemp)
    trap 'rm -f "$copy"' EXIT
    cat "$prefix/$list" >"$copy"
    remove "$copy" /dev/null
    # The folder of the installation itself, if it was made for it.
    if grep -qx 'folder .' "$copy"; then rmdir "$prefix" 2>/dev/null || true; fi
    say "Removed alcf from $prefix. Tokens, settings and records stay where they are."
    exit 0
fi

# Before anything is written: does it run here at all?
[ -f "$here/bin/alcf" ] || fail "run it from the unpacked archive: $here/bin/alcf is missing"
version=$("$here/bin/alcf" --version 2>&1) || {
    say "$version" >&2
    fail "the program does not run on this machine. It needs Linux on x86-64 with glibc 2.31 or newer (ldd --version shows yours)."
}

new=$(mktemp)
old=$(mktemp)
trap 'rm -f "$new" "$old"' EXIT
if [ -f "$prefix/$list" ]; then cat "$prefix/$list" >"$old"; fi
files=$(cd "$here" && find bin share -type f | LC_ALL=C sort)
files="$files
share/doc/alcf/install.sh
$list"
[ "$force" = yes ] || for file in $files; do
    if { [ -e "$prefix/$file" ] || [ -L "$prefix/$file" ]; } && ! grep -qxF "file $file" "$old"; then
        fail "$prefix/$file is there already, and was not installed by this script. Remove it, choose another folder with --prefix DIR, or write over it with --force."
    fi
done

# Makes a folder, and notes each one that was not there.
folder() {
    [ -d "$prefix/$1" ] || {
        case $1 in */*) folder "${1%/*}" ;; .) ;; *) folder . ;; esac
        mkdir -p "$prefix/$1" || fail "the folder $prefix/$1 cannot be made"
        say "folder $1" >>"$new"
    }
}
grep '^folder ' "$old" >"$new" || true
for file in $files; do
    folder "$(dirname "$file")"
    say "file $file" >>"$new"
done
# The list comes first: an installation that is broken off can be removed, or done again.
note() { # files of lists
    LC_ALL=C sort -u "$@" >"$beside"
    chmod 644 "$beside"
    mv -f "$beside" "$prefix/$list"
}
# Under a name of its own until it is whole, and in the folder where it goes.
beside=$(mktemp "$prefix/$(dirname "$list")/.alcf-XXXXXX") || fail "nothing can be written to $prefix"
trap 'rm -f "$new" "$old" "$beside"' EXIT
note "$new" "$old"
for file in $files; do
    case $file in
    "$list") continue ;;
    share/doc/alcf/install.sh) source=$here/install.sh ;;
    *) source=$here/$file ;;
    esac
    # By way of another name: a program that runs cannot be written over.
    beside=$(mktemp "$prefix/$(dirname "$file")/.alcf-XXXXXX") || fail "nothing can be written to $prefix/$(dirname "$file")"
    cat "$source" >"$beside"
    case $file in bin/*) chmod 755 "$beside" ;; *) chmod 644 "$beside" ;; esac
    mv -f "$beside" "$prefix/$file"
done
remove "$old" "$new"
beside=$(mktemp "$prefix/$(dirname "$list")/.alcf-XXXXXX") || fail "nothing can be written to $prefix"
note "$new"

say "Installed alcf $version in $prefix."
bin=$prefix/bin
shell=$(basename "${SHELL:-sh}")
case ":$PATH:" in
*":$bin:"*)
    found=$(command -v alcf || true)
    [ "$found" = "$bin/alcf" ] || say "But 'alcf' is still $found, which comes earlier in PATH."
    ;;
*)
    say
    say "$bin is not in PATH. Add it, for this and later shells:"
    case $shell in
    zsh) say "  echo 'export PATH=\"$bin:\$PATH\"' >> ~/.zshrc; export PATH=\"$bin:\$PATH\"" ;;
    fish) say "  fish_add_path '$bin'" ;;
    csh | tcsh) say "  echo 'setenv PATH \"$bin:\$PATH\"' >> ~/.cshrc; setenv PATH \"$bin:\$PATH\"" ;;
    bash) say "  echo 'export PATH=\"$bin:\$PATH\"' >> ~/.bashrc; export PATH=\"$bin:\$PATH\"" ;;
    *) say "  echo 'export PATH=\"$bin:\$PATH\"' >> ~/.profile; export PATH=\"$bin:\$PATH\"" ;;
    esac
    ;;
esac
# Completions: bash-completion and fish look in the user's data folder by themselves, and zsh does not.
data=${XDG_DATA_HOME:-${HOME-}/.local/share}
case $shell in
bash)
    [ "$prefix/share" = "$data" ] && [ -f /usr/share/bash-completion/bash_completion ] || {
        say
        say "For completion with Tab:"
        say "  echo '. \"$prefix/share/bash-completion/completions/alcf\"' >> ~/.bashrc"
    }
    ;;
zsh)
    say
    say "For completion with Tab, above 'compinit' in ~/.zshrc:"
    say "  fpath=('$prefix/share/zsh/site-functions' \$fpath)"
    ;;
fish)
    [ "$prefix/share" = "$data" ] || {
        say
        say "For completion with Tab:"
        say "  mkdir -p ~/.config/fish/completions; cp '$prefix/share/fish/vendor_completions.d/alcf.fish' ~/.config/fish/completions/"
    }
    ;;
esac
say
say "Next, an answer of a simulated service, without an account:"
say "  alcf simulate -- alcf chat \"Why is the sky blue?\""
say "Then sign in with Globus:"
say "  alcf authenticate"
say "To remove alcf:"
say "  sh '$prefix/share/doc/alcf/install.sh' --uninstall"
