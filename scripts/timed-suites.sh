#!/bin/sh
# Prints the suites that are tagged as watching the clock, as a regular expression for `swift test --filter` and `--skip`.
find Tests -name '*.swift' -exec awk '
    /^@Suite\(.*\.tags\(\.watchesTheClock\)/ { tagged = 1 }
    tagged && match($0, /struct [A-Za-z]+/) {
        split(FILENAME, folders, "/")
        print folders[2] "\\." substr($0, RSTART + 7, RLENGTH - 7) "/"
        tagged = 0
    }' {} + | sort | paste -s -d '|' -
