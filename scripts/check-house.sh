#!/bin/sh
# Checks the conventions that no compiler checks. Exits with 1 and names each one that is broken.
set -u
status=0

fail() { echo "check: $1" >&2; status=1; }

only_in() { # module, folder
    found=$(grep -rlE "^(public |package |@_exported )*import $1\$" Sources | grep -v "^Sources/$2/")
    [ -z "$found" ] || fail "$1 may only be imported in Sources/$2: $found"
}
only_in CCurl HTTP
only_in CLinux HTTP
only_in CJansson JSON
only_in COpenSSL Crypto

# Reports are made from records alone.
found=$(grep -rnE '^(public |package )*import ALCF(Auth|Client|HTTP|Load)$' Sources/Bench/Statistics Sources/Bench/Record Sources/Bench/Report)
[ -z "$found" ] || fail "a network below Sources/Bench/Load: $found"

found=$(grep -rnE '^(public |package )*import Foundation' Sources)
[ -z "$found" ] || fail "Foundation in shipped code: $found"
found=$(grep -rnE --include='*.swift' '\bunsafe [a-z(]' Sources | grep -vE '^Sources/(HTTP|JSON|Crypto)/' | grep -vE ':[0-9]+: *//')
[ -z "$found" ] || fail "unsafe outside the three targets that wrap C: $found"
# Raw pointers. In HTTP, JSON and Crypto the compiler checks them; elsewhere they occur only where Glibc is called, in these files.
pointers='Unsafe(Mutable)?(Raw)?(Buffer)?Pointer|withUnsafe|withMemoryRebound|OpaquePointer|Unmanaged'
known="Sources/System/(AtomicFile|Browser|ChildProcess|ChildProcess\\+Output|FileDescriptor|FolderContents|HomeDirectory|Kernel|ListeningSocket"
known="$known|RunQueueReading|ShellCommand|SocketWriter|StandardStreams|TemporaryFolder|Terminal|TerminalMode)\\.swift|Sources/Bench/Record/RecordWriter\\.swift"
known="$known|Sources/Simulator/Null/NullRequest\\.swift"
found=$(grep -rlE --include='*.swift' "$pointers" Sources | grep -vE "^(Sources/(HTTP|JSON|Crypto)/.*|$known)\$")
[ -z "$found" ] || fail "raw pointers in files that are not in the list of this script: $found"

found=$(grep -rnE 'try!|fatalError\(|@unchecked Sendable' Sources)
[ -z "$found" ] || fail "$found"
found=$(grep -rnE '\bHTTPClient\(' Sources --include='*.swift' | grep -vE '^Sources/(HTTP/|Commands/Session/Network\.swift|Client/InferenceClient\+SignedIn\.swift|Bench/Load/Runs/RunEnvironment\.swift)')
[ -z "$found" ] || fail "HTTP clients are made by Network.client(), with the certificates that the environment names: $found"
found=$(grep -rnE '\b(exit|_exit|_Exit|abort|fprintf|printf|puts)\(' Sources/CCurl Sources/CLinux)
[ -z "$found" ] || fail "a library neither prints nor ends the program: $found"

# Suites that read the clock are tagged as such, and run by themselves, or say why they need not be.
for file in $(grep -rlE '(MonotonicTime|ContinuousClock|SuspendingClock)(\(\))?\.now' Tests --include='*Tests.swift'); do
    grep -qE '\.tags\(\.watchesTheClock\)|// Not timed: ' "$file" ||
        fail "$file reads the clock: tag its suite with .watchesTheClock, or say '// Not timed: why'"
done
# What a test waits for has an end, and its random numbers can be repeated.
found=$(grep -rnE --include='*.swift' 'while .*(Task\.sleep|usleep)|for _ in .* where try await' Tests)
[ -z "$found" ] || fail "a wait without end, or for a number of turns: use eventually(): $found"
found=$(grep -rnE --include='*.swift' '\.(random\(in:|randomElement\(|shuffled\()' Tests | grep -vE 'using: ?&|generator\.shuffled|TestRandom\.swift')
[ -z "$found" ] || fail "random numbers that cannot be repeated: use TestRandom: $found"

# Documentation comments. A type's begins with a noun, a function's with a verb; things are no persons.
begins=$(find Sources -name '*.swift' -exec awk '
    FNR == 1 { inside = 0 }
    /^ *\/\/\/$/ { inside = 1; next }
    /^ *\/\/\/ / { if (!inside && $2 ~ /^(What|Whoever|Whose|Where|That|Who|How|Why)$/) print FILENAME ":" FNR ": " $0; inside = 1; next }
    { inside = 0 }' {} +)
[ -z "$begins" ] || fail "comments that do not begin with a noun or a verb: $begins"
found=$(grep -rnE '^ *// (What|Whoever) ' Sources --include='*.swift')
[ -z "$found" ] || fail "comments that do not begin with a noun or a verb: $found"
persons=$(grep -rnEw --include='*.swift' '(//|help:|abstract:).*\<([Ww]hoever|[Hh]im|[Hh]imself)' Sources)
[ -z "$persons" ] || fail "a person for a thing: $persons"
long=$(LC_ALL=C.UTF-8 grep -rnE --include='*.swift' '^.{121,}$' Sources | grep -E '^[^:]*:[0-9]+: *//')
[ -z "$long" ] || fail "comments over 120 columns: $long"

# The version is in one place; the newest changes are of it, and only they may be unreleased.
version=$(sed -n 's/.*static let current = "\(.*\)"/\1/p' Sources/Commands/Version.swift)
newest=$(grep -m 1 '^## ' CHANGELOG.md)
echo "$newest" | grep -qxE "## $version \((unreleased|[0-9]{4}-[0-9]{2}-[0-9]{2})\)" ||
    fail "the newest heading of CHANGELOG.md, '$newest', is not of version $version: '## $version (unreleased)' or its date"
found=$(grep '^## ' CHANGELOG.md | tail -n +2 | grep -vE '^## [0-9]+\.[0-9]+\.[0-9]+ \([0-9]{4}-[0-9]{2}-[0-9]{2}\)$')
[ -z "$found" ] || fail "headings of CHANGELOG.md that are no release: $found"
exit $status
