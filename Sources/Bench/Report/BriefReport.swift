import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// A report of five lines: who is faster, by how much, how sure that is, what failed, and the caveats with the gravest
/// of them.
package enum BriefReport {
    /// The lines, each ending in a newline.
    ///
    /// - Parameter source: where the caveats are to be read, as in `run.md`; nil for the report without `--brief`.
    package static func text(_ analysis: Analysis, source: String? = nil) -> String {
        let parts = analysis.strata.isEmpty ? [("", analysis)] : analysis.strata.map { ("\($0.title): ", $0.analysis) }
        func joined(_ line: (Analysis) -> String) -> String {
            parts.map { name, part in
                let text = line(part)
                return name.isEmpty ? Report.sentence(text) : name + text
            }.joined(separator: "; ")
        }
        let alarm =
            (analysis.record.manifest.simulation == nil ? "" : "SIMULATED: ")
            + (analysis.instrument.isInvalid ? "INVALID: " : "")
        let lines = [
            alarm + joined { who($0) + time($0) }, "By how much: " + joined(howMuch), "How sure: " + joined(howSure),
            "Failures: " + failures(analysis),
            "Caveats: " + BriefCaveats(analysis).text(source: source),
        ]
        return lines.map { $0 + "\n" }.joined()
    }

    /// The stretch of time of the first line, which is quoted by itself.
    private static func time(_ analysis: Analysis) -> String {
        Verdicts.time(analysis.comparisons.lazy.compactMap(\.latency.stretch).first)
    }

    private static func who(_ analysis: Analysis) -> String {
        let names = analysis.targets.map(\.target.label)
        guard !analysis.comparisons.isEmpty else {
            return names.isEmpty ? "no target was measured" : "\(Report.list(names)) was measured alone"
        }
        return analysis.comparisons.map { comparison in
            let (first, second) = (comparison.first.label, comparison.second.label)
            return switch comparison.latency.verdict {
            case .withheld: Verdicts.briefWithheld(comparison)
            case .firstFaster: "\(first) answers faster than \(second)"
            case .secondFaster: "\(second) answers faster than \(first)"
            case .equivalent:
                "\(first) and \(second) are equivalent in latency within \(Verdicts.margin(comparison.latency))"
            case .noDifferenceShown: "no significant difference in latency between \(first) and \(second)"
            case .described: "the latency of \(first) and \(second) is described, not tested"
            case .tooFewSessions: "too few sessions to say which of \(first) and \(second) is faster"
            case .cannotTell: "this run is too short to tell \(first) and \(second) apart"
            case .tooFewPairs: "\(first) and \(second) cannot be compared"
            }
        }.joined(separator: ", ")
    }

    private static func howMuch(_ analysis: Analysis) -> String {
        guard !analysis.comparisons.isEmpty else {
            let medians = analysis.targets.map { target -> String in
                let median = "\(target.target.label) \(NumberText.significant(target[.serviceLatency]?.median)) s"
                guard target.successes < target.attempts, let all = target.failuresAsSlowest[.serviceLatency]?.median
                else {
                    return median
                }
                return
                    "\(median) of answered requests (\(NumberText.open(all))\(all.isFinite ? " s" : "") with failures as slowest)"
            }
            return "median latency \(Report.list(medians))"
        }
        return analysis.comparisons.map { comparison in
            guard let ratio = comparison.latency.ratio, let means = comparison.latency.geometricMeans else {
                return "\(NumberText.count(comparison.latency.pairs, "pair")) only"
            }
            func seconds(_ value: Double) -> String { "\(NumberText.significant(value)) s" }
            return
                "\(NumberText.ratio(max(ratio.ratio, 1 / ratio.ratio))) times, \(comparison.first.label) \(seconds(means.first)), "
                + "\(comparison.second.label) \(seconds(means.second)) (geometric means of latency\(comparison.latency.failures?.hasFailures == true ? ", answered requests only" : ""))"
        }.joined(separator: ", ")
    }

    private static func howSure(_ analysis: Analysis) -> String {
        guard !analysis.comparisons.isEmpty else {
            return analysis.targets.map { target in
                guard let interval = target[.serviceLatency]?.medianInterval else {
                    return "\(NumberText.count(target.successes, "answer")), too few for an interval"
                }
                return
                    "95 % interval \(NumberText.significant(interval.lower)) to \(NumberText.significant(interval.upper)) s, "
                    + NumberText.count(target.successes, "answer")
            }.joined(separator: ", ")
        }
        return analysis.comparisons.map { comparison in
            guard let ratio = comparison.latency.ratio else {
                return "unknown, because \(RatioComparison.minimumPairs) pairs are needed"
            }
            if comparison.latency.verdict == .equivalent, let p = comparison.latency.adjustedEquivalenceP {
                return
                    "equivalence \(NumberText.p(p)) (Holm-corrected), ratio: "
                    + Verdicts.evidence(ratio.interval, comparison.latency)
            }
            let p = comparison.latency.adjustedP.map { ", \(NumberText.p($0)) (Holm-corrected)" } ?? ""
            let interval = ratio.ratio < 1 ? ratio.interval.reciprocal : ratio.interval
            return Verdicts.evidence(interval, comparison.latency) + p
        }.joined(separator: ", ")
    }

    private static func failures(_ analysis: Analysis) -> String {
        Report.list(
            analysis.targets.map { "\($0.target.label) \($0.attempts - $0.successes) of \($0.attempts)" }) + "."
    }
}
