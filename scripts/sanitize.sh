#!/bin/sh
# Runs the tests that watch no clock under a sanitizer, in a build of its own: sanitize.sh address|thread SKIPPED [FILTER]
# With 'address', leaks are looked for too; first it is shown that one is found. Swift has no sanitizer of undefined behaviour on Linux:
# the C of the package is compiled so that it stops the program.
set -eu
kind=$1 skipped=$2 filter=${3:-.}
cd "$(dirname "$0")/.."
build="--sanitize=$kind --scratch-path .build-$kind -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined"
rules=$PWD/scripts/sanitizers

# Statistics are optimised, as in `make test`. A report fails the run that it is of.
export ALCF_FAST_TESTS=1
export ASAN_OPTIONS="detect_leaks=1:exitcode=99"
export LSAN_OPTIONS="print_suppressions=0"
export TSAN_OPTIONS="suppressions=$rules/thread.txt:exitcode=99"
# Otherwise Swift's own handler would be called for a crash.
export SWIFT_BACKTRACE=enable=no

run() { swift test --skip-build --disable-xctest $build "$@"; }

swift build --build-tests $build
if [ "$kind" = address ]; then
    log=.build-address/leak.log
    if ALCF_TEST_LEAK=1 run --filter 'SystemTests\.LeakTests' >"$log" 2>&1; then
        echo "sanitize: a test leaked on purpose, and the check for leaks did not say so" >&2
        exit 1
    fi
    grep -q 'LeakSanitizer: detected memory leaks' "$log" || {
        cat "$log" >&2
        echo "sanitize: the test that leaks on purpose failed for another reason" >&2
        exit 1
    }
    echo "sanitize: a leak made on purpose was found; now the tests"
fi
run --filter "$filter" --skip "$skipped"
