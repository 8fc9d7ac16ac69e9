package import ALCFJSON
package import ALCFRecord
package import ALCFStatistics
import ALCFSystem

/// The A/A control: a target measured twice under two names, like two targets. What is found between the two is what
/// the method finds where there is no difference.
package struct ControlCheck: Sendable, Hashable {
    /// The target.
    package let target: String
    /// The interval of the ratio of the two; nil where too few pairs were answered.
    package let ratio: GeometricRatio?
    /// The target's name for people.
    let label: String
    /// The time that was compared; nil where nothing tells.
    let stretch: Stretch?
    /// Reason that the run is too short to tell, with a remedy; nil if it is long enough.
    let reason: String?

    /// Apparent difference that two equal targets may show in this set-up, as in 0.05: half the width of the interval.
    /// A smaller difference cannot be shown.
    package var halfWidth: Double? { ratio.map { $0.interval.upper / $0.ratio - 1 } }

    /// Whether the interval holds 1, as 95 of 100 must; nil where there is none.
    package var passes: Bool? { ratio.map { $0.interval.contains(1) } }

    /// Ends the name of a twin.
    package static let suffix = "-control"

    /// Whether a target is the twin of another one.
    static func isTwin(_ target: RunManifest.Target) -> Bool { target.name.hasSuffix(suffix) }

    /// The checks that a record holds; empty where no target was doubled.
    package static func all(_ record: Record) -> [ControlCheck] {
        guard record.manifest.design.isControlled == true else { return [] }
        let targets = record.manifest.targets
        return targets.compactMap { target in
            guard let twin = targets.first(where: { $0.name == target.name + suffix }) else { return nil }
            let latency = Comparison(
                target, with: twin, samples: record.samples, seed: record.manifest.seed
            ).latency
            return ControlCheck(
                target: target.name, ratio: latency.ratio, label: target.label, stretch: latency.stretch,
                reason: TimeWords.reason(latency))
        }
    }

    /// Conclusion of the check.
    package var sentence: String {
        guard let ratio, let halfWidth else {
            return "Control: too few pairs of \(label) with itself for a conclusion."
        }
        let percent = NumberText.significant(100 * halfWidth, 2)
        let found =
            "\(label) against itself \(NumberText.ratio(ratio.ratio)) (95 % interval \(NumberText.ratioRange(ratio.interval)), "
            + NumberText.count(ratio.pairs, "pair")
            + (stretch.map { ", \($0.words)" } ?? "") + ")"
        if ratio.interval.contains(1) {
            return
                "Control: \(found): no significant difference between equals, as it should be. This set-up cannot show differences "
                + "below about \(percent) %." + (reason.map { " The reason: \($0)." } ?? "")
        }
        return
            "Control FAILED: \(found): the interval does not contain 1. One control in twenty fails by chance; repeat it. If a second "
            + "one fails too, the order of requests or the time of day has more influence than the interval allows for, so do not "
            + "trust the other ratios of this run." + (reason.map { " A possible reason: \($0)." } ?? "")
    }
}

extension ControlCheck: JSONEncodable {
    /// Member of the summary.
    package var json: JSONValue {
        [
            "target": .string(target), "ratio": JSONValue(ratio?.ratio), "lower": JSONValue(ratio?.interval.lower),
            "upper": JSONValue(ratio?.interval.upper), "half_width": JSONValue(halfWidth),
            "pairs": JSONValue(ratio?.pairs), "seconds": JSONValue(stretch?.seconds),
            "can_tell": JSONValue(ratio?.canTell), "passes": JSONValue(passes),
        ]
    }
}
