#!/bin/sh
# Whether every link between the libraries' documentation and their symbols leads somewhere, and every snippet is there.
# Wants the debug build that the tests make; takes some seconds. Exits 1 and says which link is dead.
set -u
swift=${SWIFT:-swift}
modules=$($swift build --show-bin-path)/Modules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
maps=$(for map in Sources/C*/module.modulemap; do printf ' -Xcc -fmodule-map-file=%s' "$map"; done)
for catalog in $(find Sources -name '*.docc'); do
    module=$(sed -n 's/^# ``\(ALCF[A-Za-z]*\)``$/\1/p' "$catalog"/*.md | head -1)
    mkdir -p "$work/$module"
    swift-symbolgraph-extract -module-name "$module" -I "$modules" $maps -target "$(uname -m)-unknown-linux-gnu" \
        -minimum-access-level public -skip-synthesized-members -output-dir "$work/$module" || exit 1
    docc convert "$catalog" --additional-symbol-graph-dir "$work/$module" --output-path "$work/$module.doccarchive" \
        --fallback-display-name "$module" --fallback-bundle-identifier "$module" >"$work/$module.log" 2>&1 || {
        cat "$work/$module.log"
        exit 1
    }
    # What else docc warns of is not of links; snippets are known to its plug-in only, and looked at below.
    dead=$(grep -A1 -E "^warning: .*(doesn't exist at|is ambiguous at|No symbol|couldn't be resolved|Can't resolve|isn't a disambiguation)" "$work/$module.log")
    [ -z "$dead" ] || { echo "check: dead links in the documentation of $module:"; echo "$dead"; status=1; } >&2
done
for use in $(grep -rhoE '@Snippet\(path: "alcf/[^"]+", slice: "[^"]+"\)' Sources --include='*.md' |
    sed -E 's/.*"alcf\/(.*)", slice: "(.*)".*/\1:\2/'); do
    grep -qE "^// snippet\.${use#*:}\$" "${use%:*}.swift" 2>/dev/null ||
        { echo "check: there is no snippet ${use%:*}, ${use#*:}" >&2; status=1; }
done
exit $status
