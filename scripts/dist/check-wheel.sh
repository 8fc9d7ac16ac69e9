#!/bin/sh
# Holds the wheel against the rules of PyPI, and installs it by pip, uv and uvx: sh scripts/dist/check-wheel.sh WHEEL
#
# The tools come from PyPI into .build/wheel-venv.
set -eu
wheel=$(realpath "$1")
cd "$(dirname "$0")/../.."
venv=$PWD/.build/wheel-venv
[ -x "$venv/bin/uv" ] || {
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check twine check-wheel-contents auditwheel wheel uv
}
export PATH="$venv/bin:$PATH"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "check-wheel: $*" >&2; exit 1; }

twine check --strict "$wheel"
check-wheel-contents "$wheel"
tag=${wheel##*-none-} tag=${tag%.whl}
auditwheel show "$wheel" >"$work/audit" || fail "auditwheel: $(cat "$work/audit")"
case $tag in
manylinux*) tr '\n' ' ' <"$work/audit" | grep -q "consistent with.*\"$tag\"" || fail "auditwheel: $(cat "$work/audit")" ;;
*) echo "check-wheel: the tag $tag is for this machine alone" ;;
esac
wheel unpack --dest "$work/unpacked" "$wheel" >/dev/null
chmod +x "$work"/unpacked/*/*.data/scripts/alcf
wheel pack --dest-dir "$work" "$work"/unpacked/* >/dev/null
[ "$(basename "$wheel")" = "$(cd "$work" && echo alcf-*.whl)" ] || fail "another name by its own tags: $(cd "$work" && echo alcf-*.whl)"
echo "check-wheel: $(basename "$wheel"): metadata, contents and tag are right"

export HOME="$work/home" UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never UV_OFFLINE=1
export UV_TOOL_DIR="$work/tools" UV_TOOL_BIN_DIR="$work/bin"
mkdir "$HOME"
python3 -m venv "$work/pip"
(cd "$work/pip" && find . -not -type d -not -path '*/__pycache__*' | sort) >"$work/before"
"$work/pip/bin/pip" install --quiet --no-index --disable-pip-version-check "$wheel"
"$work/pip/bin/alcf" --version
"$work/pip/bin/python" -c 'import alcf, sys; assert alcf._program() == sys.prefix + "/bin/alcf", alcf._program()'
"$work/pip/bin/pip" check --disable-pip-version-check
"$work/pip/bin/pip" uninstall --quiet --yes --disable-pip-version-check alcf
(cd "$work/pip" && find . -not -type d -not -path '*/__pycache__*' | sort) >"$work/after"
cmp "$work/before" "$work/after" || fail "pip uninstall leaves something: $(comm -3 "$work/before" "$work/after")"
echo "check-wheel: pip installs it, and removes every file of it"

# To a folder of its own, as `pip install --target` does.
"$work/pip/bin/pip" install --quiet --no-index --disable-pip-version-check --target "$work/target" "$wheel"
PYTHONPATH=$work/target "$work/pip/bin/python" -c 'import alcf; print(alcf._program())' | grep -qx "$work/target/bin/alcf" ||
    fail "pip install --target: the module does not find its program"

uv tool install --quiet "$wheel"
"$work/bin/alcf" simulate -- "$work/bin/alcf" token-status >/dev/null
uv tool uninstall --quiet alcf
[ -z "$(find "$work/tools" "$work/bin" -name '*alcf*')" ] || fail "uv tool uninstall leaves something"
uvx --quiet --from "$wheel" alcf --version
echo "check-wheel: uv tool install and uvx run it"
