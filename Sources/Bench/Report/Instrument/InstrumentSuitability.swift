package import ALCFJSON
package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The smallest times that the instrument may measure: those of which its lag is 1 %, as ``InstrumentVerdict`` demands.
package struct InstrumentSuitability: Sendable, Hashable {
    /// The smallest time to first token, in seconds; nil where the check has none.
    package let firstToken: Double?
    /// The smallest latency.
    package let latency: Double?
    /// The smallest time from first token to last.
    package let decoding: Double?
    /// Events a second that are recorded when nothing waits; nil where that was not tried.
    package let ceiling: Double?
    /// Reasons that it is not good enough for the load of the check, a clause each; empty if it is.
    package let reasons: [String]
    private let check: InstrumentCheck

    /// Whether a service that answers as the check's did could be measured under such a load.
    package var isGood: Bool { reasons.isEmpty }

    /// Judges a check.
    package init(_ check: InstrumentCheck) {
        self.check = check
        let error = check.error
        func smallest(_ spread: InstrumentError.Spread?) -> Double? {
            // The tail counts where a run could have enough requests to be judged by it.
            spread.map { spread in
                let lag =
                    spread.count >= Statistics.minimumCount(forQuantile: 0.99)
                    ? max(abs(spread.median), spread.p99) : abs(spread.median)
                return lag / InstrumentVerdict.largestLag
            }
        }
        firstToken = smallest(error?.firstToken)
        latency = smallest(error?.lastToken)
        decoding = smallest(error?.decoding)
        ceiling = check.ceiling
        var reasons: [String] = []
        if let failure = check.failure { reasons.append(failure) }
        if (error?.requests ?? 0) == 0 { reasons.append("no request was measured") }
        if let failed = error?.failed, failed > 0 { reasons.append("\(NumberText.count(failed, "request")) failed") }
        if let share = check.cpuShare, share > InstrumentVerdict.largestCPUShare {
            reasons.append(
                "it used \(NumberText.percent(share)) of a core, and above \(NumberText.percent(InstrumentVerdict.largestCPUShare)) it may "
                    + "be the bottleneck itself"
            )
        }
        if let load = check.load, let firstToken, load.firstToken > 0, firstToken > load.firstToken / 1_000 {
            reasons.append(
                "its lag is above \(NumberText.percent(InstrumentVerdict.largestLag)) of the time to first token it was checked with"
            )
        }
        if let load = check.load, let latency, load.answerSeconds > 0, latency > load.answerSeconds {
            reasons.append(
                "its lag is above \(NumberText.percent(InstrumentVerdict.largestLag)) of the latency it was checked with"
            )
        }
        self.reasons = reasons
    }

    /// In a few lines: the verdict first.
    package var text: String {
        let load = check.load.map { "With \($0.text): " } ?? ""
        func least(_ seconds: Double?) -> String? { seconds.map { "\(NumberText.significant(1_000 * $0, 2)) ms" } }
        var parts: [String] = []
        if let first = least(firstToken) { parts.append("times to first token from \(first)") }
        if let last = least(latency) { parts.append("latencies from \(last)") }
        if let span = least(decoding) { parts.append("and, for the time per token, streams that last from \(span)") }
        let range =
            parts.isEmpty
            ? ""
            : "\nGood enough for \(parts.joined(separator: ", ")): for these, the lag is at most "
                + "\(NumberText.percent(InstrumentVerdict.largestLag)), which a valid run needs."
        guard isGood else {
            return
                "Verdict: NOT good enough. \(load)\(reasons.joined(separator: "; ")).\(range)\nReduce the load, use more event loops "
                + "(--loops), or a machine with idle cores."
        }
        let events = ceiling.map {
            " It can record about \(NumberText.rounded($0 * InstrumentVerdict.largestCPUShare)) tokens a second over all requests."
        }
        return "Verdict: good enough. \(load)nothing failed, and the lag is small.\(range)\(events ?? "")"
    }
}

extension InstrumentSuitability: JSONEncodable {
    /// One JSON object; seconds.
    package var json: JSONValue {
        [
            "good": .bool(isGood), "reasons": .array(reasons.map(JSONValue.string)),
            "smallest_ttft": JSONValue(firstToken),
            "smallest_latency": JSONValue(latency), "smallest_decoding": JSONValue(decoding),
        ]
    }
}
