import ALCFJSON

/// One test of the set that was declared before the run: only these may lead to a claim, after Holm's correction.
public struct PrimaryTest: Sendable, Hashable {
    /// What may be declared.
    public enum Figure: String, Sendable, Hashable, CaseIterable {
        /// The ratio of service latencies.
        case latency = "service_latency"
        /// The ratio of times to first token.
        case timeToFirstToken = "ttft"
        /// McNemar's test of being answered.
        case success = "success_rate"
        /// McNemar's test of exact match, answer extracted.
        case exactMatch = "extracted_exact_match"
    }

    /// What is tested.
    public let figure: Figure
    /// The targets.
    public let first: String
    /// The targets.
    public let second: String
    /// The p-value by itself.
    public let pValue: Double
    /// After Holm's correction over all tests of the set.
    public internal(set) var adjusted: Double
    /// Whether first answer tokens stand in for first tokens that are of different kinds.
    public var isOfFirstAnswers = false

    /// What is tested, for people.
    var title: String {
        isOfFirstAnswers ? "time to first answer" : Metric.named(figure.rawValue)?.title ?? figure.rawValue
    }

    /// Reads `service_latency,ttft`; other names of the same metrics will do, as in `latency`.
    ///
    /// - Throws: ``BenchError`` with what may be declared.
    public static func figures(_ text: String) throws(BenchError) -> [Figure] {
        var figures: [Figure] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = String(word.filter { $0 != " " })
            guard let figure = Figure(rawValue: name) ?? Metric.named(name).flatMap({ Figure(rawValue: $0.name) })
            else {
                throw BenchError(
                    .primary, "'\(name)' cannot be declared: no test is made of it",
                    remedy: "name some of \(Figure.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            if !figures.contains(figure) { figures.append(figure) }
        }
        return figures
    }

    /// The set of a run: the manifest's option `primary`, a list of names, or all.
    static func declared(in manifest: RunManifest) -> [Figure] {
        let names: [String]? =
            manifest.options["primary"]?.array.map { $0.compactMap(\.string) }
            ?? manifest.options["primary"]?.string.map { $0.split(separator: ",").map(String.init) }
        return names.map { $0.compactMap(Figure.init(rawValue:)) } ?? Figure.allCases
    }

    /// Tests the declared figures of all comparisons, and tells each comparison what became of its own.
    static func all(_ figures: [Figure], _ comparisons: inout [Comparison]) -> [PrimaryTest] {
        var found: [(index: Int, figure: Figure, p: Double)] = []
        // A control compares a target with itself: it tests the method, and claims nothing.
        for (index, comparison) in comparisons.enumerated() where !comparison.isOfControl {
            comparisons[index].latency.isUndeclared = !figures.contains(.latency)
            comparisons[index].timeToFirstToken.isUndeclared = !figures.contains(.timeToFirstToken)
            comparisons[index].timeToFirstAnswer.isUndeclared =
                !figures.contains(.timeToFirstToken) || !comparison.firstTokensDiffer
            for figure in figures { if let p = comparison.pValue(of: figure) { found.append((index, figure, p)) } }
        }
        let adjusted = Holm.adjusted(found.map(\.p))
        return zip(found, adjusted).map { test, adjusted in
            let made = PrimaryTest(
                figure: test.figure, first: comparisons[test.index].first.name,
                second: comparisons[test.index].second.name, pValue: test.p, adjusted: adjusted,
                isOfFirstAnswers: test.figure == .timeToFirstToken && comparisons[test.index].firstTokensDiffer)
            comparisons[test.index].note(made)
            return made
        }
    }
}

extension BenchError.Code {
    /// A figure that cannot be declared as primary.
    public static let primary = BenchError.Code("primary")
}

extension Comparison {
    /// Takes note of what became of one of its declared tests.
    mutating func note(_ test: PrimaryTest) {
        switch test.figure {
        case .latency: latency.adjustedP = test.adjusted
        case .timeToFirstToken where test.isOfFirstAnswers: timeToFirstAnswer.adjustedP = test.adjusted
        case .timeToFirstToken: timeToFirstToken.adjustedP = test.adjusted
        case .success: successAdjustedP = test.adjusted
        case .exactMatch: break
        }
    }

    func pValue(of figure: PrimaryTest.Figure) -> Double? {
        switch figure {
        case .latency: latency.ratio?.pValue
        // Where first tokens are of different kinds, first answer tokens stand in for them. Which it is follows from what the tokens
        // were, not from when they came, so the correction holds.
        case .timeToFirstToken: (firstTokensDiffer ? timeToFirstAnswer : timeToFirstToken).ratio?.pValue
        case .success: blocks >= RatioComparison.minimumPairs ? success?.pValue : nil
        case .exactMatch:
            extractedAnswers.flatMap { $0.questions >= RatioComparison.minimumPairs ? $0.exactMatch.pValue : nil }
        }
    }
}
