import ALCFStatistics

extension FailCondition {
    /// What a limit is written in.
    enum Unit {
        case seconds, share, tokensPerSecond, requestsPerSecond, tokens, plain

        func text(_ value: Double) -> String {
            switch self {
            case .seconds: "\(NumberText.significant(value)) s"
            case .share: NumberText.percent(value, 1)
            case .tokensPerSecond: "\(NumberText.significant(value)) tokens/s"
            case .requestsPerSecond: "\(NumberText.significant(value)) requests/s"
            case .tokens: "\(NumberText.significant(value)) tokens"
            case .plain: NumberText.significant(value)
            }
        }
    }

    /// What of a distribution is looked at.
    enum Statistic: String, CaseIterable {
        case mean, median, p90, p95, p99, min, max, ratio

        init?(word: String) {
            self.init(
                rawValue: word == "p50" ? "median" : word == "largest" ? "max" : word == "smallest" ? "min" : word)
        }

        /// How many values it takes.
        var leastCount: Int? {
            switch self {
            case .p90: Statistics.minimumCount(forQuantile: 0.9)
            case .p95: Statistics.minimumCount(forQuantile: 0.95)
            case .p99: Statistics.minimumCount(forQuantile: 0.99)
            default: nil
            }
        }

        func value(_ distribution: Distribution?) -> Double? {
            switch self {
            case .mean: distribution?.mean
            case .median: distribution?.median
            case .p90: distribution?.p90
            case .p95: distribution?.p95
            case .p99: distribution?.p99
            case .min: distribution?.min
            case .max: distribution?.max
            case .ratio: nil
            }
        }

        /// The same of a duration, where failures count as slower than any answer: its median and percentiles are over every attempt, and its
        /// mean is what it is at least. The smallest and largest are those of answers.
        func value(_ distribution: Distribution?, _ attempted: AttemptDistribution?) -> Double? {
            guard let attempted, attempted.failures > 0 else { return value(distribution) }
            return switch self {
            case .mean: attempted.leastMean
            case .median: attempted.median
            case .p90: attempted.p90
            case .p95: attempted.p95
            case .p99: attempted.p99
            case .min, .max, .ratio: value(distribution)
            }
        }
    }

    /// What a condition may be about, in the names of ``Metric``.
    enum Subject: String, CaseIterable {
        case latency = "service_latency"
        case response = "response_latency"
        case ttft, ttfa, tpot
        case decodeRate = "decode_rate"
        case gap = "inter_chunk_gap"
        case promptTokens = "prompt_tokens"
        case outputTokens = "completion_tokens"
        case errors
        case answered = "success_rate"
        case goodput
        case attainment
        case singleStream = "single_stream_output_rate"
        case system = "system_output_throughput"
        case steady = "steady_output_throughput"
        case f1
        case exactMatch = "exact_match"
        case extractedF1 = "extracted_f1"
        case extractedExactMatch = "extracted_exact_match"
        case contains
        case invalid

        /// What people write.
        var name: String { self == .latency ? "latency" : rawValue }

        /// The figure at the end of some words, and how many of them it takes.
        static func reading(_ words: some BidirectionalCollection<String>) -> (Subject, Int)? {
            for count in (1...max(1, words.count)) where count <= words.count {
                let name = words.suffix(words.count - (count - 1)).joined(separator: " ")
                if let found = named(name) { return (found, words.count - (count - 1)) }
            }
            return nil
        }

        private static func named(_ name: String) -> Subject? {
            if let found = Subject(rawValue: name) { return found }
            if ["error", "error_rate", "failures", "failed"].contains(name) { return .errors }
            return Metric.named(name).flatMap { Subject(rawValue: $0.name) }
        }

        var hasStatistics: Bool {
            switch self {
            case .latency, .response, .ttft, .ttfa, .tpot, .decodeRate, .gap, .promptTokens, .outputTokens: true
            default: false
            }
        }

        var hasRatio: Bool { self == .latency || self == .ttft || self == .ttfa }

        var unit: Unit {
            switch self {
            case .latency, .response, .ttft, .ttfa, .tpot, .gap: .seconds
            case .decodeRate, .singleStream, .system, .steady: .tokensPerSecond
            case .goodput: .requestsPerSecond
            case .promptTokens, .outputTokens: .tokens
            case .errors, .answered, .attainment, .f1, .exactMatch, .extractedF1, .extractedExactMatch, .contains:
                .share
            case .invalid: .plain
            }
        }

        func value(_ target: TargetSummary, _ statistic: Statistic) -> Double? {
            switch self {
            case .latency: statistic.value(target.latency, target.attemptedLatency)
            case .response: statistic.value(target.responseLatency, target.attemptedResponseLatency)
            case .ttft: statistic.value(target.timeToFirstToken, target.attemptedFirstToken)
            case .ttfa: statistic.value(target.timeToFirstAnswer, target.attemptedFirstAnswer)
            case .tpot: statistic.value(target.timePerOutputToken)
            case .decodeRate: statistic.value(target.decodeRate)
            case .gap: statistic.value(target.interChunkGap)
            case .promptTokens: statistic.value(target.promptTokens)
            case .outputTokens: statistic.value(target.outputTokens)
            case .errors: target.successRate.map { 1 - $0 }
            case .answered: target.successRate
            case .goodput: target.goodput?.perSecond
            case .attainment: target.goodput.flatMap { $0.attempts > 0 ? Double($0.met) / Double($0.attempts) : nil }
            case .singleStream: target.singleStreamOutputRate
            case .system: target.systemOutputThroughput
            case .steady: target.steadyOutputThroughput
            case .f1: target.quality?.f1
            case .exactMatch: target.quality?.exactMatch
            case .extractedF1: target.quality?.extractedF1
            case .extractedExactMatch: target.quality?.extractedExactMatch
            case .contains: target.quality?.contains
            case .invalid: nil
            }
        }

        func ratio(_ comparison: Comparison) -> RatioComparison? {
            switch self {
            case .latency: comparison.latency
            case .ttft: comparison.firstTokensDiffer ? nil : comparison.timeToFirstToken
            case .ttfa: comparison.timeToFirstAnswer
            default: nil
            }
        }

        /// Why a target's figure cannot be known; nil where there is nothing to say.
        func reason(_ target: TargetSummary) -> String? {
            guard self == .goodput || self == .attainment, !target.voidObjectives.isEmpty else { return nil }
            return "no answer has a \(Report.list(target.voidObjectives.map(\.text)))"
        }
    }
}
