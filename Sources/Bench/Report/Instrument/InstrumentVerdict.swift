package import ALCFJSON
package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Whether the instrument was finer than what it measured: see `docs/method.md`.
package struct InstrumentVerdict: Sendable, Hashable {
    /// The largest share of a metric that the instrument's lag may be.
    package static let largestLag = 0.01
    /// The largest share of a core, for each event loop, that a run may take.
    package static let largestCPUShare = 0.8

    /// Reasons that the run is invalid, a clause each; empty if it is valid, or was not checked.
    package let reasons: [String]
    /// Remedy.
    package let remedy: String
    /// Results of the checks in a line; nil if nothing was checked.
    package let line: String?
    private let checks: [InstrumentCheck]

    /// Whether no figure of the run may be relied on.
    package var isInvalid: Bool { !reasons.isEmpty }

    /// Whether anything is known of the instrument.
    package var isChecked: Bool { checks.contains { $0.error != nil } }

    /// The reasons, after the word that no reader must miss.
    package var sentence: String { "INVALID: " + reasons.joined(separator: "; ") }

    /// The verdict on a run.
    package init(_ record: Record, targets: [TargetSummary]) {
        checks = record.instrument
        let errors = checks.compactMap(\.error)
        let courses = checks.compactMap(\.course)
        let lags = targets.flatMap { Self.lags(errors, $0) } + Self.courseReasons(record, courses, targets)
        // Of an instant there is no share to speak of, as where a run that was complete is continued.
        let shares = checks.compactMap(\.usage).filter { $0.wallSeconds >= 0.5 }.map(\.share)
        let busy = shares.filter { $0 > Self.largestCPUShare }.max().map { share in
            "this process used \(NumberText.percent(share)) of a core for each event loop while it measured, and above "
                + "\(NumberText.percent(Self.largestCPUShare)) it may be the bottleneck itself"
        }
        reasons = lags + (busy.map { [$0] } ?? [])
        remedy =
            lags.isEmpty
            ? "reduce the load (--concurrency, --rate), or spread it over more event loops (--loops) or machines"
            : "measure from a machine with idle cores, reduce the load (--concurrency, --rate), or use more event loops "
                + "(--loops); see 'alcf benchmark self-check'"
        line = Self.line(checks, shares)
    }

    /// Medians against medians; 99th percentiles where both the run and the check have enough requests for them.
    private static func lags(_ errors: [InstrumentError], _ target: TargetSummary) -> [String] {
        func reason(
            _ figure: Figure<Sample>, _ spread: KeyPath<InstrumentError, InstrumentError.Spread?>
        ) -> String? {
            guard let metric = target[figure] else { return nil }
            let spreads = errors.compactMap { $0[keyPath: spread] }
            func text(_ lag: Double, _ name: String, _ value: Double) -> String? {
                guard abs(lag) > largestLag * value else { return nil }
                return
                    "the instrument's own error is \(milliseconds(abs(lag))) ms, which is more than \(NumberText.percent(largestLag)) of "
                    + "\(target.target.label)'s \(name) \(figure.metric.title) (\(milliseconds(value)) ms)"
            }
            let median = spreads.map(\.median).max { abs($0) < abs($1) }
            if let found = median.flatMap({ text($0, "median", metric.median) }) { return found }
            let enough = Statistics.minimumCount(forQuantile: 0.99)
            let far = spreads.filter { $0.count >= enough }.map(\.p99).max()
            return far.flatMap { far in metric.p99.flatMap { text(far, "99th percentile of", $0) } }
        }
        return [
            reason(.timeToFirstToken, \.firstToken),
            reason(.serviceLatency, \.lastToken),
            // The error is in the time from the first token to the last; the number of tokens depends on the answer.
            reason(.decodingTime, \.decoding),
        ].compactMap(\.self)
    }

    private static func line(_ checks: [InstrumentCheck], _ shares: [Double]) -> String? {
        guard !checks.isEmpty else { return nil }
        let errors = checks.compactMap(\.error)
        func worst(_ spread: KeyPath<InstrumentError, InstrumentError.Spread?>) -> String? {
            let spreads = errors.compactMap { $0[keyPath: spread] }
            guard let median = spreads.map(\.median).max(), let p99 = spreads.map(\.p99).max() else { return nil }
            return "\(milliseconds(median)) ms (p99 \(milliseconds(p99)))"
        }
        var parts: [String] = []
        if let first = worst(\.firstToken) { parts.append("lag at the first token \(first)") }
        if let last = worst(\.lastToken) { parts.append("at the last \(last)") }
        if let late = worst(\.dispatch) { parts.append("sent late by \(late)") }
        parts += courseWords(checks.compactMap(\.course))
        if let share = shares.max() { parts.append("\(NumberText.percent(share)) of a core while it ran") }
        if let failure = checks.lazy.compactMap(\.failure).first { parts.append("not checked: \(failure)") }
        return parts.isEmpty ? nil : "instrument: " + parts.joined(separator: ", ")
    }

    static func milliseconds(_ seconds: Double) -> String { NumberText.significant(1000 * seconds, 2) }

    /// Warning for readers; nil for none.
    var warning: Warning? {
        guard isInvalid else { return nil }
        return Warning(.invalidInstrument, sentence, remedy: remedy)
    }

    /// For the summary.
    package var json: JSONValue {
        [
            "valid": checks.isEmpty ? .null : .bool(!isInvalid), "reasons": .array(reasons.map(JSONValue.string)),
            "checks": .array(checks.map(\.json)),
        ]
    }
}
