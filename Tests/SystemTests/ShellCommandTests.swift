import Glibc
import Testing

@testable import ALCFSystem

@Suite struct ShellCommandTests {
    @Test func givesTheFirstLine() async throws {
        let outcome = try await ShellCommand.run("printf 'one\\ntwo\\n'; exit 3")
        #expect(outcome.firstLine == "one")
        #expect(outcome.exitCode == 3)
    }

    @Test func givesNothingWhereThereIsNothing() async throws {
        let quiet = try await ShellCommand.run("cat")
        #expect(quiet.firstLine == nil)
        #expect(quiet.exitCode == 0)
        #expect(try await ShellCommand.run("kill -9 $$").exitCode == 137)
        #expect(try await ShellCommand.run("no-such-program 2>/dev/null").exitCode == 127)
    }

    @Test func takesMoreThanAPipeHolds() async throws {
        let outcome = try await ShellCommand.run("echo first; head -c 1000000 /dev/zero")
        #expect(outcome.firstLine == "first")
        #expect(outcome.exitCode == 0)
    }
}

@Suite struct HTTPDateTests {
    @Test func readsWhatServersSend() {
        #expect(HTTPDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(HTTPDate.seconds("Sun, 22 Nov 2026 08:30:00 GMT") == 1_795_336_200)
        #expect(HTTPDate.seconds("Tue, 29 Feb 2000 23:59:60 GMT") == 951_868_800)
    }

    /// The three forms of RFC 9110 §5.6.7, with its own example, which is 784111777 (date -ud @784111777).
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func readsEachForm(_ text: String) { #expect(HTTPDate.seconds(text, now: 784_000_000) == 784_111_777) }

    @Test func writesWhatItReads() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        for time in [0.0, 951_782_400, 1_795_336_200, 4_102_444_799] {
            #expect(HTTPDate.seconds(HTTPDate.text(time)) == time)
        }
    }

    /// A year of two digits is at most 50 years ahead.
    @Test func findsTheCentury() {
        let now = 1_795_336_200.0  // 2026
        #expect(HTTPDate.seconds("Sunday, 22-Nov-26 08:30:00 GMT", now: now) == now)
        #expect(HTTPDate.seconds("Tuesday, 01-Jan-80 00:00:00 GMT", now: now) == 315_532_800)
        #expect(HTTPDate.seconds("Wednesday, 01-Jan-76 00:00:00 GMT", now: now) == 3_345_062_400)
    }

    @Test(arguments: [
        "", "Sun, 22 Nov 2026 08:30:00", "Sun, 22 Nov 2026 08:30:00 CET", "Sun, 31 Feb 2026 08:30:00 GMT",
        "Sunday, 22-Nov-2026 08:30:00 GMT", "Sun, 22-Nov-26 08:30:00 GMT", "Sunday, 22 Nov 2026 08:30:00 GMT",
        "Sun Nov 31 08:30:00 2026", "Sun Nov 22 08:30:00 26", "Sun, 22 Nov 2026 8:3 GMT", "Sun, 22 Nov 2026 8:3:1 GMT",
        "Sun, -2 Nov 2026 08:30:00 GMT", "Sun, 22 Foo 2026 08:30:00 GMT", "Sun, 22 Nov 2026 24:30:00 GMT",
    ])
    func readsNothingElse(_ text: String) { #expect(HTTPDate.seconds(text) == nil) }
}

@Suite struct LeftoverTests {
    @Test func removesWhatKilledProcessesLeft() throws {
        var template = Array("/tmp/alcf-system-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer {
            for name in ["t.json", "t.json.1.a.tmp", "t.json.2.b.tmp", "t.json.lock", "other.1.a.tmp"] {
                remove(folder + "/" + name)
            }
            rmdir(folder)
        }
        func exists(_ name: String) -> Bool { access(folder + "/" + name, F_OK) == 0 }
        for name in ["t.json", "t.json.1.a.tmp", "t.json.2.b.tmp", "t.json.lock", "other.1.a.tmp"] {
            try AtomicFile.write([1], to: folder + "/" + name)
        }
        var times = [timeval(tv_sec: time(nil) - 1000, tv_usec: 0), timeval(tv_sec: time(nil) - 1000, tv_usec: 0)]
        utimes(folder + "/t.json.1.a.tmp", &times)
        AtomicFile.removeLeftovers(of: folder + "/t.json", olderThan: 600)
        #expect(!exists("t.json.1.a.tmp") && exists("t.json.2.b.tmp"), "a young one may be somebody's")
        AtomicFile.removeLeftovers(of: folder + "/t.json", olderThan: 0)
        #expect(!exists("t.json.2.b.tmp"))
        #expect(exists("t.json") && exists("t.json.lock") && exists("other.1.a.tmp"))
    }
}
