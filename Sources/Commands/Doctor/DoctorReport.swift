import ALCFJSON
import ALCFSystem

/// The outcome of all checks: a verdict, an exit code, and the checks themselves.
struct DoctorReport: Sendable {
    /// In the order of the report.
    let results: [CheckResult]
    /// Versions of the program, of what it is linked to, and of the system.
    let versions: ProgramVersions
    /// Whether no connection was made.
    let isOffline: Bool

    init(_ results: [CheckResult], versions: ProgramVersions, isOffline: Bool) {
        let places = Dictionary(uniqueKeysWithValues: Check.allCases.enumerated().map { ($1, $0) })
        self.results = results.sorted { places[$0.check, default: 0] < places[$1.check, default: 0] }
        self.versions = versions
        self.isOffline = isOffline
    }

    /// Exit codes from the one that stands for the most to the one that stands for the least: without a network nobody
    /// can sign in, and without a sign-in nothing else matters.
    static let importance = [
        Failure.ExitCode.unavailable, Failure.ExitCode.signIn, Failure.ExitCode.tryAgain, Failure.ExitCode.usage,
        Failure.ExitCode.failed,
    ]

    /// 0, or the code of the most important failure.
    var exitCode: Int32 {
        let codes = Set(failed.map(\.exitCode))
        return codes.isEmpty ? 0 : Self.importance.first(where: codes.contains) ?? Failure.ExitCode.failed
    }

    private func all(_ status: CheckResult.Status) -> [CheckResult] { results.filter { $0.status == status } }
    private var failed: [CheckResult] { all(.failed) }

    /// All in one or two sentences.
    var verdict: String {
        let (warnings, notTried) = (all(.warning), all(.notTried))
        let made = results.count - notTried.count
        var sentences: [String] = []
        if failed.isEmpty {
            let well =
                notTried.isEmpty
                ? "All is well" : isOffline ? "All that was checked offline is well" : "No check failed"
            sentences.append(warnings.isEmpty ? well + "." : "\(well), with \(Self.list(warnings, "warning"))")
        } else {
            sentences.append(
                "\(failed.count) of \(made) checks failed: \(failed.map(\.brief).joined(separator: "; ")).")
            if !warnings.isEmpty { sentences.append(Self.list(warnings, "warning")) }
        }
        if !notTried.isEmpty { sentences.append("\(NumberText.count(notTried.count, "check")) not tried.") }
        return sentences.joined(separator: " ")
    }

    private static func list(_ results: [CheckResult], _ noun: String) -> String {
        NumberText.count(results.count, noun) + ": " + results.map(\.brief).joined(separator: "; ") + "."
    }
}

extension DoctorReport: JSONEncodable {
    /// The document of `alcf doctor --json`; docs/doctor.md describes it.
    var json: JSONValue {
        [
            "verdict": .string(verdict), "exit_code": .int(Int(exitCode)), "offline": .bool(isOffline),
            "versions": versions.json,
            "checks": .array(results.map(\.json)),
        ]
    }
}

extension CheckResult: JSONEncodable {
    /// An element of `checks`.
    var json: JSONValue {
        [
            "id": .string(check.rawValue), "group": .string(check.group.rawValue), "status": .string(status.rawValue),
            "found": .string(found), "remedy": JSONValue(remedy),
            "seconds": JSONValue(seconds.map { ($0 * 1e6).rounded() / 1e6 }), "exit_code": .int(Int(exitCode)),
        ]
    }
}
