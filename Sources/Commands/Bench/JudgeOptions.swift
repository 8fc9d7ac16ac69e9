import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The options that set the form of the results, and when they count as a failure.
struct JudgeOptions: ParsableArguments {
    @Flag(help: "Print five lines: which is faster, by how much, how sure, failures, and the caveats with the gravest.")
    var brief = false

    @Option(
        help: ArgumentHelp(
            "Exit with 1 if a figure is beyond a limit or unknown, as in 'ttft p95 > 2s' or 'sophia latency > 3s'. May be repeated.",
            valueName: "condition"))
    var failIf: [String] = []

    @Option(
        help: ArgumentHelp(
            "Exit with 1 if the run is 'invalid', or has more errors than a limit, as in 'errors>5%'. May be repeated or joined by commas.",
            valueName: "condition"))
    var failOn: [String] = []

    private var failOnParts: [String] { failOn.flatMap { $0.split { $0 == "," || $0 == "|" }.map(String.init) } }

    func validate() throws {
        do { _ = try conditions() } catch { throw ValidationError(error) }
        let known = failOnParts.allSatisfy { part in
            let word = part.filter { $0 != " " }.lowercased()
            return word == "invalid" || word.hasPrefix("error") || word.hasPrefix("fail")
        }
        try require(
            known, "'--fail-on' takes 'invalid' and 'errors>5%'; give conditions on other figures to '--fail-if'.")
        try require(failOn.isEmpty || !failOnParts.isEmpty, "'--fail-on' takes 'invalid' and 'errors>5%'.")
    }

    private func conditions() throws(BenchError) -> [FailCondition] {
        var all: [FailCondition] = []
        for text in failIf + failOnParts { all.append(try FailCondition(text)) }
        return all
    }

    /// - Throws: `UsageError` for a condition on a target that is not among these.
    func check(_ targets: [RunManifest.Target]) throws {
        for condition in try conditions() where !targets.contains(where: condition.isAbout) {
            throw UsageError(
                "the condition '\(condition.text)' names a target that is not in the run",
                remedy: "The targets are \(targets.map(\.name).joined(separator: " and ")).")
        }
    }

    /// Says which conditions are met, or that none is.
    ///
    /// - Parameter isQuiet: whether to say nothing where none is.
    /// - Throws: `ExitCode` 1 where any is.
    func judge(_ analysis: Analysis, isQuiet: Bool = false) throws {
        let conditions = try conditions()
        try Self.judge(
            conditions.map(\.text), failures: conditions.flatMap { $0.failures(analysis) }, isQuiet: isQuiet)
    }

    /// The same of conditions that were judged already.
    ///
    /// - Parameters:
    ///   - conditions: all of them, as they were given.
    ///   - failures: a sentence for each that is met.
    static func judge(_ conditions: [String], failures: [String], isQuiet: Bool = false) throws {
        for failure in failures { Console.note("Failed by \(failure).") }
        guard failures.isEmpty else { throw ExitCode(Failure.ExitCode.failed) }
        guard !conditions.isEmpty, !isQuiet else { return }
        let quoted = conditions.map { "'\($0)'" }.joined(separator: ", ")
        Console.note(
            "Passed: \(conditions.count == 1 ? "the condition" : "none of the conditions") \(quoted) is \(conditions.count == 1 ? "not " : "")met."
        )
    }

    /// Prints a report.
    ///
    /// - Parameter source: the file that has the whole report.
    func show(_ analysis: Analysis, as form: DocumentForm = .terminal, source: String? = nil) {
        guard form != .terminal || !brief else {
            return StandardStreams.out(BriefReport.text(analysis, source: source).safeButStyled)
        }
        Console.print(analysis.document, as: form, width: Terminal.width(.output) ?? 120)
    }
}

extension ValidationError {
    /// A condition that is not understood.
    init(_ error: BenchError) {
        self.init(([Report.sentence(error.message)] + [error.remedy].compactMap(\.self)).joined(separator: "\n"))
    }
}
