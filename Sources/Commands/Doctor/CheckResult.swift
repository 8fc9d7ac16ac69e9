import ALCFSystem

/// The outcome of one check.
struct CheckResult: Sendable, Equatable {
    /// A kind of outcome; the raw value is its word in JSON.
    enum Status: String, Sendable {
        case ok, warning, failed
        case notTried = "not_tried"

        /// The word in the report.
        var word: String {
            switch self {
            case .ok: "ok"
            case .warning: "warning"
            case .failed: "FAILED"
            case .notTried: "not tried"
            }
        }

        /// Style of the word.
        var style: TextStyle {
            switch self {
            case .ok: .green
            case .warning: .yellow
            case .failed: .alarm
            case .notTried: .dim
            }
        }
    }

    /// The check.
    let check: Check
    /// Kind of outcome.
    let status: Status
    /// Sentence or part of one that says what was found; of a check that was not tried, the reason.
    var found: String
    /// The same in a few words, for the verdict; empty unless something is wrong.
    var brief = ""
    /// Advice to the user.
    var remedy: String?
    /// Seconds that it took, where that tells something.
    var seconds: Double?
    /// Exit code that goes with a failure; 0 for any other outcome.
    var exitCode: Int32 = 0

    static func ok(_ check: Check, _ found: String, seconds: Double? = nil) -> CheckResult {
        CheckResult(check: check, status: .ok, found: found, seconds: seconds)
    }

    static func notTried(_ check: Check, _ reason: String) -> CheckResult {
        CheckResult(check: check, status: .notTried, found: reason)
    }

    /// Something that may go wrong later, or elsewhere.
    static func warning(
        _ check: Check, _ found: String, brief: String, remedy: String?, seconds: Double? = nil
    ) -> CheckResult {
        CheckResult(
            check: check, status: .warning, found: found, brief: brief, remedy: remedy, seconds: seconds)
    }

    static func failed(
        _ check: Check, _ found: String, brief: String, remedy: String?, exitCode: Int32, seconds: Double? = nil
    ) -> CheckResult {
        // This is what the errors of other commands advise to run.
        let remedy = remedy?.replacing(" ('alcf doctor' does)", with: "")
        return CheckResult(
            check: check, status: .failed, found: found, brief: brief, remedy: remedy, seconds: seconds,
            exitCode: exitCode)
    }

    /// The failure that a command would have ended with, with its exit code.
    ///
    /// - Parameter remedy: what fits better than the error's own.
    static func failed(
        _ check: Check, _ error: any Error, brief: String, remedy: String? = nil, seconds: Double? = nil
    ) -> CheckResult {
        let failure = Failure(error)
        return failed(
            check, failure?.message ?? "\(error)", brief: brief, remedy: remedy ?? failure?.remedy,
            exitCode: failure?.exitCode ?? Failure.ExitCode.failed, seconds: seconds)
    }
}
