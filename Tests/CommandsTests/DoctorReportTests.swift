import ALCFClient
import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFCommands

/// The verdict over all checks, its exit code, and the forms of the report.
@Suite struct DoctorReportTests {
    private func report(_ results: CheckResult..., offline: Bool = false) -> DoctorReport {
        DoctorReport(results, versions: .sample(), isOffline: offline)
    }

    private static let ok = CheckResult.ok(.version, "fine")
    private static let slow = CheckResult.failed(
        .clock, "4 minutes behind", brief: "clock 4 minutes slow",
        remedy: "Set the clock, as in: sudo timedatectl set-ntp true",
        exitCode: 1)
    private static let nobody = CheckResult.failed(
        .tokenFile, "there is none", brief: "not signed in", remedy: "Sign in with: alcf authenticate", exitCode: 77)
    private static let unreached = CheckResult.failed(
        .gateway, "no connection", brief: "the gateway cannot be reached", remedy: "x", exitCode: 69)
    private static let cold = CheckResult.warning(.models, "cold", brief: "a model is cold", remedy: "x")
    private static let skipped = CheckResult.notTried(.whoami, "the gateway was not reached")

    @Test func theVerdictSaysAll() {
        #expect(report(Self.ok).verdict == "All is well.")
        #expect(report(Self.ok, Self.cold).verdict == "All is well, with 1 warning: a model is cold.")
        #expect(
            report(Self.ok, Self.nobody, Self.slow).verdict
                == "2 of 3 checks failed: clock 4 minutes slow; not signed in.")
        #expect(
            report(Self.ok, Self.unreached, Self.cold, Self.skipped).verdict
                == "1 of 3 checks failed: the gateway cannot be reached. 1 warning: a model is cold. 1 check not tried."
        )
        #expect(report(Self.ok, Self.skipped).verdict == "No check failed. 1 check not tried.")
        #expect(
            report(Self.ok, Self.skipped, offline: true).verdict
                == "All that was checked offline is well. 1 check not tried.")
    }

    @Test func theMostImportantFailureGivesTheExitCode() {
        #expect(report(Self.ok, Self.cold, Self.skipped).exitCode == 0, "a warning is no failure")
        #expect(report(Self.slow).exitCode == 1)
        #expect(report(Self.slow, Self.nobody).exitCode == 77)
        #expect(report(Self.nobody, Self.unreached, Self.slow).exitCode == 69)
    }

    @Test func aLineForEachCheckAndItsRemedyBelow() {
        let text = DoctorText(report(Self.slow, Self.ok, Self.skipped), colour: false, width: nil).text
        #expect(
            text == """
                1 of 2 checks failed: clock 4 minutes slow. 1 check not tried.

                Program
                  ok        alcf         fine

                Network
                  FAILED    Clock        4 minutes behind
                                         → Set the clock, as in: sudo timedatectl set-ntp true

                Service
                  not tried Accepted     the gateway was not reached
                """)
        let coloured = DoctorText(report(Self.slow), colour: true, width: nil).text
        #expect(coloured.contains("\u{1B}[1;31mFAILED\u{1B}[0m"))
    }

    @Test(arguments: [40, 60, 80, 120])
    func itKeepsToTheWidth(width: Int) {
        var long = Self.cold
        long.found =
            "something rather long that was found here and there, over and over again, until there was no room left"
        let text = DoctorText(report(Self.slow, long), colour: false, width: width).text
        for line in text.split(separator: "\n") {
            // A command to be copied stays in one piece.
            #expect(DisplayWidth.of(String(line)) <= width || line.contains("timedatectl"), "\(line)")
        }
    }

    @Test func theDocumentForPrograms() throws {
        let json = report(Self.slow, Self.ok).json
        #expect(json["exit_code"] == 1 && json["offline"] == false && json["versions"]?["libcurl"] == "8.14.1")
        #expect(json["verdict"]?.string?.hasPrefix("1 of 2") == true)
        let clock = try #require(json["checks"]?.array?.last)
        #expect(
            clock == [
                "id": "clock", "group": "network", "status": "failed", "found": "4 minutes behind",
                "remedy": "Set the clock, as in: sudo timedatectl set-ntp true", "seconds": .null, "exit_code": 1,
            ])
    }

    @Test func idsAndTitlesAreDistinct() {
        #expect(Set(Check.allCases.map(\.title)).count == Check.allCases.count)
        #expect(Check.allCases.allSatisfy { $0.title.count < 13 })
        // Groups are in one piece and in the order of their headings.
        let groups = Check.allCases.map(\.group)
        #expect(groups == CheckGroup.allCases.flatMap { group in groups.filter { $0 == group } })
    }

    /// docs/doctor.md has a row for every check, and for nothing else.
    @Test func everyCheckIsDescribed() throws {
        let text = String(decoding: try FileContents(path: Examples.root + "/docs/doctor.md").bytes, as: UTF8.self)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .map { $0.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") } }
            .filter { $0.count == 4 }
        #expect(rows.map { $0[0] } == Check.allCases.map { "`\($0.rawValue)`" })
        #expect(rows.map { $0[1] } == Check.allCases.map(\.title))
        let json = String(decoding: try FileContents(path: Examples.root + "/docs/json.md").bytes, as: UTF8.self)
        for group in CheckGroup.allCases { #expect(json.contains("`\(group.rawValue)`"), "\(group)") }
        for code in [ClockCheck.harmless, ClockCheck.tolerance] { #expect(text.contains("\(Int(code)) seconds")) }
    }

    @Test func noRemedyAdvisesToRunWhatIsRunning() {
        let result = CheckResult.failed(.whoami, ClientError(.connection, "x"), brief: "y")
        #expect(result.remedy == "Check the network, then try again.")
    }

    // MARK: Privacy

    @Test func nothingPrivateIsShown() {
        let privacy = DoctorPrivacy(secrets: [Secret("AgSecretOfTheUser12345")], home: "/home/user/")
        var result = CheckResult.ok(
            .tokenFile, "/home/user/.globus in /home/user, not /home/user2 nor /srv/home/user/x")
        #expect(privacy(result).found == "~/.globus in ~, not /home/user2 nor /srv/home/user/x")
        result.found = "cannot open '/home/user/a b': no, AgSecretOfTheUser12345"
        #expect(privacy(result).found == "cannot open '~/a b': no, ***")
        result.found = "http://me:password@proxy.example/"
        #expect(!privacy(result).found.contains("password"))
        result.remedy = "Remove their access: chmod 600 /home/user/x"
        #expect(privacy(result).remedy == "Remove their access: chmod 600 ~/x")
        result.remedy = "Remove their access: chmod 600 '/home/user/a b'"
        #expect(privacy(result).remedy == "Remove their access: chmod 600 \"$HOME\"'/a b'")
        #expect(DoctorPrivacy(secrets: [], home: nil)(.ok(.cache, "/x")).found == "/x")
        #expect(DoctorPrivacy(secrets: [], home: "/")(.ok(.cache, "/x")).found == "/x")
    }

    @Test func nothingIsWaitedForLongerThanItsLimit() async {
        let late = await Deadline.run(.milliseconds(20)) { () -> Int in
            await BlockingWork.run { _ = sleep(1) }
            return 1
        }
        #expect(late == nil)
        let intime = await Deadline.run(.seconds(60)) { 2 }
        #expect(intime == 2)
    }
}
