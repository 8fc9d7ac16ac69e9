public import ALCFRecord

/// What a request must keep to be good: limits in seconds on figures of it, as in `ttft=3s,tpot=80ms`.
public struct ServiceObjectives: Sendable, Hashable {
    /// A figure that may be limited.
    public enum Figure: String, Sendable, Hashable, CaseIterable {
        /// ``RequestMetrics/timeToFirstToken``
        case ttft
        /// ``RequestMetrics/timeToFirstAnswer``
        case ttfa
        /// ``RequestMetrics/timePerOutputToken``
        case tpot
        /// ``RequestMetrics/serviceLatency``
        case latency
        /// ``RequestMetrics/responseLatency``
        case response

        func value(_ metrics: RequestMetrics) -> Double? {
            switch self {
            case .ttft: metrics.timeToFirstToken
            case .ttfa: metrics.timeToFirstAnswer
            case .tpot: metrics.timePerOutputToken
            case .latency: metrics.serviceLatency
            case .response: metrics.responseLatency
            }
        }
    }

    /// One limit.
    public struct Limit: Sendable, Hashable {
        /// What is limited.
        public let figure: Figure
        /// The most seconds.
        public let seconds: Double
    }

    /// The limits; all must be kept.
    public let limits: [Limit]
    /// As it was given.
    public let text: String

    /// The limits that MLPerf Inference sets for its server and interactive scenarios, where 99 of 100 requests must keep them.
    public static let presets: [(name: String, limits: String)] = [
        ("mlperf-gpt-oss-120b", "ttft=3s,tpot=80ms"),
        ("mlperf-gpt-oss-120b-interactive", "ttft=2s,tpot=20ms"),
        ("mlperf-deepseek-r1", "ttft=2s,tpot=80ms"),
        ("mlperf-deepseek-r1-interactive", "ttft=1500ms,tpot=15ms"),
        ("mlperf-llama2-70b", "ttft=2s,tpot=200ms"),
        ("mlperf-llama2-70b-interactive", "ttft=450ms,tpot=40ms"),
        ("mlperf-llama3.1-8b", "ttft=2s,tpot=100ms"),
        ("mlperf-llama3.1-8b-interactive", "ttft=500ms,tpot=30ms"),
        ("mlperf-llama3.1-405b", "ttft=6s,tpot=175ms"),
        ("mlperf-llama3.1-405b-interactive", "ttft=4500ms,tpot=80ms"),
    ]

    /// Limits as text, or the name of a preset.
    ///
    /// - Throws: ``BenchError`` saying what is not understood.
    public init(_ text: String) throws(BenchError) {
        let preset = Self.presets.first { $0.name == text.lowercased() }
        var limits: [Limit] = []
        for part in (preset?.limits ?? text).split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let figure = Figure(rawValue: sides[0].lowercased()),
                let seconds = Self.seconds(sides[1]), seconds > 0
            else {
                let figures = Figure.allCases.map(\.rawValue).joined(separator: ", ")
                throw BenchError(
                    .objective, "the objective '\(part)' is not understood",
                    remedy: "give FIGURE=TIME with one of \(figures), as in ttft=3s,tpot=80ms, or a preset: "
                        + Self.presets.map(\.name).joined(separator: ", "))
            }
            limits.append(Limit(figure: figure, seconds: seconds))
        }
        guard !limits.isEmpty else { throw BenchError(.objective, "no objective is given") }
        self.limits = limits
        self.text = preset.map { "\($0.limits) (\($0.name))" } ?? text
    }

    /// `3s`, `80ms` or `0.5`, which is seconds.
    private static func seconds(_ text: String) -> Double? {
        if text.hasSuffix("ms") { return Double(text.dropLast(2)).map { $0 / 1_000 } }
        return Double(text.hasSuffix("s") ? String(text.dropLast()) : text)
    }
}

extension BenchError.Code {
    /// An objective is not understood.
    public static let objective = BenchError.Code("objective")
}
