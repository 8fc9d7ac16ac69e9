public import ALCFJSON

/// The A/A control: a target measured twice under two names, like two targets. What is found between the two is what
/// the method finds where there is no difference.
public struct ControlCheck: Sendable, Hashable {
    /// The target.
    public let target: String
    /// The interval of the ratio of the two; nil where too few pairs were answered.
    public let ratio: GeometricRatio?

    /// Whether the interval holds 1, as 95 of 100 must; nil where there is none.
    public var passes: Bool? { ratio.map { $0.interval.contains(1) } }

    private static let suffix = "-control"

    /// Whether a target is the twin of another one.
    static func isTwin(_ target: RunManifest.Target) -> Bool { target.name.hasSuffix(suffix) }

    /// The same list, the first target twice.
    public static func doubling(_ targets: [BenchmarkTarget]) -> [BenchmarkTarget] {
        guard let first = targets.first else { return [] }
        var twin = first
        twin.name += suffix
        return [first, twin] + targets.dropFirst()
    }

    /// The checks that a record holds; empty where no target was doubled.
    public static func all(_ record: Record) -> [ControlCheck] {
        guard record.manifest.options["control"]?.bool == true else { return [] }
        let targets = record.manifest.targets
        return targets.compactMap { target in
            guard let twin = targets.first(where: { $0.name == target.name + suffix }) else { return nil }
            let latency = Comparison(
                target, with: twin, samples: record.samples, seed: record.manifest.seed
            ).latency
            return ControlCheck(target: target.name, ratio: latency.ratio)
        }
    }

    /// What the check says.
    public var sentence: String {
        guard let ratio else { return "Control: too few pairs of \(target) with itself to say anything." }
        let interval =
            "\(NumberText.fixed(ratio.ratio, 3)) (\(NumberText.fixed(ratio.interval.lower, 3))–"
            + "\(NumberText.fixed(ratio.interval.upper, 3)))"
        return ratio.interval.contains(1)
            ? "Control passed: \(target) against itself gives a ratio of \(interval), which holds 1."
            : "Control FAILED: \(target) against itself gives a ratio of \(interval), which does not hold 1. One control of "
                + "twenty does so by chance; if a second one does too, the order of requests matters, and the other ratios of this "
                + "run cannot be trusted."
    }
}

extension ControlCheck: JSONEncodable {
    /// As in the summary.
    public var json: JSONValue {
        [
            "target": .string(target), "ratio": JSONValue(ratio?.ratio), "lower": JSONValue(ratio?.interval.lower),
            "upper": JSONValue(ratio?.interval.upper), "passes": JSONValue(passes),
        ]
    }
}
