package import ALCFJSON

/// The conclusions of a run of two equal services, taken from its summary and its report, as a reader would.
package struct EndToEndOutcome: Sendable, Hashable {
    /// Whether the interval of the ratio of service latencies holds 1; nil where there is none.
    package let holds: Bool?
    /// Whether a target is called faster in a figure that was declared.
    package let saysFaster: Bool
    /// Whether any sentence claims a difference.
    package let claims: Bool
    /// Whether nothing is said of who is faster, not even that no difference is shown.
    package let cannotTell: Bool

    private static let faster: Set<String> = ["first_faster", "second_faster"]
    private static let known = faster.union(["equivalent", "no_difference_shown"])

    /// - Parameters:
    ///   - summary: the run's summary in JSON.
    ///   - report: its report in Markdown.
    package init?(summary: JSONValue, report: String) {
        guard let comparison = summary["comparison"]?[0], let latency = comparison["latency"] else { return nil }
        let interval = latency["ratio_interval"]
        holds = interval?["lower"]?.double.flatMap { lower in
            interval?["upper"]?.double.map { lower <= 1 && 1 <= $0 }
        }
        let verdicts = [latency["verdict"]?.string, comparison["ttft"]?["verdict"]?.string].compactMap(\.self)
        saysFaster = verdicts.contains(where: Self.faster.contains)
        let claimed = (comparison["claims"]?.array ?? []).compactMap(\.string)
        claims =
            Self.sentences(report).contains(where: Self.claims)
            || claimed.contains { ["first_is_higher", "second_is_higher"].contains($0) }
        cannotTell = !Self.known.contains(latency["verdict"]?.string ?? "")
    }

    /// The list of what the data show.
    static func sentences(_ report: String) -> [Substring] {
        let lines = report.split(separator: "\n")
        guard let heading = lines.firstIndex(of: "## What the data show") else { return [] }
        return Array(lines[(heading + 1)...].prefix { !$0.hasPrefix("## ") })
    }

    /// Whether a sentence says that two targets differ.
    static func claims(_ sentence: some StringProtocol) -> Bool {
        let claims = [
            "faster than", "slower than", "higher than", "lower than", "more of the same requests",
            "more exact answers than",
            "is the faster one",
        ]
        let denials = ["no difference", "no significant difference", "not shown", "cannot"]
        return claims.contains { sentence.contains($0) } && !denials.contains { sentence.lowercased().contains($0) }
    }
}
