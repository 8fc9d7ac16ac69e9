public import ALCFRecord

/// The objectives of a good request: limits in seconds on its figures, as in `ttft=3s,tpot=80ms`.
public struct ServiceObjectives: Sendable, Hashable {
    /// The figures that may be limited: durations of which less is better.
    package static let figures = Figure<Sample>.summarised.filter {
        $0.metric.unit == .seconds && $0.metric.better == .lower
    }

    /// One limit.
    package struct Limit: Sendable, Hashable {
        /// Figure that is limited.
        package let figure: Figure<Sample>
        /// The most seconds.
        package let seconds: Double
    }

    /// The limits; all must be kept.
    package let limits: [Limit]
    /// Text as it was given.
    package let text: String

    /// The limits that MLPerf Inference sets for its server and interactive scenarios, where 99 of 100 requests must
    /// keep them.
    package static let presets: [(name: String, limits: String)] = [
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
    package init(_ text: String) throws(BenchError) {
        let preset = Self.presets.first { $0.name == text.lowercased() }
        var limits: [Limit] = []
        for part in (preset?.limits ?? text).split(separator: ",") {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2, let figure = Self.figure(sides[0].lowercased()),
                let seconds = Self.seconds(sides[1]), seconds > 0
            else {
                let figures = Self.figures.map(\.shortName).joined(separator: ", ")
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

    private static func figure(_ name: String) -> Figure<Sample>? {
        figures.first { $0.shortName == name || $0.name == name || $0.metric.aliases.contains(name) }
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
