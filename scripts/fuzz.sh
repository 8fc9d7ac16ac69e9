#!/bin/sh
# Fuzzes every target in turn for some seconds each: fuzz.sh SECONDS [TARGET…]. By libFuzzer where a program with it can be linked, else by
# our own runner, which needs nothing. Findings, and the inputs that libFuzzer keeps, are in .build-fuzz/work.
set -eu
seconds=$1
shift
cd "$(dirname "$0")/.."
work=$PWD/.build-fuzz/work
mkdir -p "$work"
export ALCF_FUZZ=1
build="-c release --package-path Fuzz --scratch-path .build-fuzz -Xswiftc -enable-testing"

# libFuzzer brings a main function of its own, and that is the one that counts.
echo 'print(0)' >"$work/probe.swift"
if [ "${FUZZER:-lib}" = lib ] && swiftc -sanitize=fuzzer -Xlinker -z -Xlinker muldefs "$work/probe.swift" \
    -o "$work/probe" 2>/dev/null; then
    build="-c release --package-path Fuzz --scratch-path .build-libfuzzer -Xswiftc -enable-testing --sanitize=fuzzer"
    build="$build -Xswiftc -DLIBFUZZER -Xlinker -z -Xlinker muldefs"
    swift build $build 2>&1 | grep -v 'Cannot export local symbol'
    # Otherwise Swift's own handler would be called for a crash, and the input be lost.
    export SWIFT_BACKTRACE=enable=no
    status=0
    for target in ${*:-$(ls Fuzz/Corpus)}; do
        mkdir -p "$work/$target"
        echo "$target, $seconds s by libFuzzer"
        FUZZ_TARGET=$target "$(swift build $build --show-bin-path)/fuzz" -max_total_time="$seconds" -timeout=10 \
            -rss_limit_mb=1024 -max_len=65536 -print_final_stats=1 -verbosity=0 -artifact_prefix="$work/$target-" \
            "$work/$target" "Fuzz/Corpus/$target" || status=1
    done
    exit $status
fi
swift build $build
"$(swift build $build --show-bin-path)/fuzz" run "${@:-all}" --seconds "$seconds" --findings "$work"
