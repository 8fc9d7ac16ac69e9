package import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension TargetSummary {
    /// The summary of a target from the samples of a record.
    ///
    /// - Parameters:
    ///   - samples: of all targets.
    ///   - objectives: for goodput.
    ///   - periods: when the target had its turns; from the samples alone where not given.
    ///   - resamples: for the interval of the fixed part of latency.
    ///   - timeLimit: the seconds after which each request was given up; nil for no such limit.
    package init(
        _ target: RunManifest.Target, samples: [Sample], objectives: ServiceObjectives? = nil,
        periods: LoadPeriods = LoadPeriods(), resamples: Int = 500, timeLimit: Double? = nil
    ) {
        let attempted = samples.filter { $0.target == target.name && $0.phase == .measured }
            .sorted { $0.sequence < $1.sequence }
        let answered = attempted.filter(\.outcome.isSuccess)
        let order = Dependence(attempted, in: samples)
        let answeredOrder = order?.at(attempted.indices.filter { attempted[$0].outcome.isSuccess })
        /// Returns the distribution of one value for each answer, nil if it has none.
        func distribution(_ values: [Double?]) -> Distribution? {
            Distribution(values.compactMap(\.self), answeredOrder?.at(values.indices.filter { values[$0] != nil }))
        }

        self.target = target
        attempts = attempted.count
        successes = answered.count
        failures = Outcome.allCases.compactMap { outcome in
            let count = attempted.count { $0.outcome == outcome }
            return outcome.isSuccess || count == 0 ? nil : Count(value: outcome, count: count)
        }
        let answeredShare = order.flatMap { RobustMean(attempted.map { $0.outcome.isSuccess ? 1 : 0 }, $0) }
        successInterval = Statistics.wilsonInterval(
            successes: answered.count, of: attempted.count,
            effective: answeredShare?.effectiveCount(of: Double(attempted.count)))

        firstOutputs = counted(answered.compactMap(\.trace.firstOutput))
        seenShare = Self.seenShare(answered)
        streamShapes = counted(answered.compactMap(\.streamShape))
        let streaming = streamShapes.first { $0.value == .streaming }?.count ?? 0
        let hasPace = 2 * streaming > streamShapes.reduce(0) { $0 + $1.count }
        let figures = Figure<Sample>.summarised.filter { hasPace || !$0.uses.contains(.pace) }
        distributions = Dictionary(
            uniqueKeysWithValues: figures.compactMap { figure in
                distribution(answered.map(figure.value)).map { (figure, $0) }
            })
        failuresAsSlowest = Dictionary(
            uniqueKeysWithValues: figures.filter { $0.uses.contains(.attempts) }.compactMap { figure in
                Self.attempted(figure, attempted, order, limit: timeLimit).map { (figure, $0) }
            })

        let made = answered.compactMap(\.tokens.made)
        let total = made.count == answered.count && !answered.isEmpty ? made.reduce(0) { $0.addingClamped($1) } : nil
        totalOutputTokens = total
        let span = Self.wallSpan(attempted)
        wallSpan = span
        let throughput = LoadWindow(attempted, of: samples, periods)
        peakInFlight = throughput.peak
        busySeconds = throughput.busySeconds
        steadyOutputThroughput = total == nil ? nil : throughput.steady
        goodput = objectives.flatMap { Goodput(attempted, $0, busySeconds: throughput.busySeconds) }
        voidObjectives = objectives.map { Goodput.void(attempted, $0) } ?? []
        serverTimings = ServerTimings(answered)
        connecting = Distribution(
            samples.filter { $0.target == target.name }.compactMap { sample in
                let parts = [sample.trace.dns, sample.trace.connect, sample.trace.tls].compactMap(\.self)
                let seconds = parts.reduce(0, +)
                return seconds > 0 ? seconds : nil
            })
        firstError = attempted.sorted { $0.sequence < $1.sequence }.first { !$0.outcome.isSuccess }?.errorMessage
        let busy = answered.compactMap { sample in
            sample.tokens.made.flatMap { tokens in
                sample[.serviceLatency].map { (tokens, $0, sample.tokens.prompt) }
            }
        }
        latencyModel = LatencyModel(
            requests: busy.map { LatencyModel.Point(tokens: $0.0, prompt: $0.2, seconds: $0.1) }, resamples: resamples)
        let seconds = Statistics.sum(busy.map(\.1))
        singleStreamOutputRate =
            peakInFlight <= 1 && seconds > 0 ? busy.reduce(0) { $0 + Double($1.0) } / seconds : nil

        quality = QualitySummary(attempted)
        finishReasons = counted(answered.compactMap(\.finishReason))
        models = counted(answered.compactMap(\.model))
    }

    /// A figure over every attempt; nil where no answer has it, as without a stream there is no first token.
    private static func attempted(
        _ figure: Figure<Sample>, _ samples: [Sample], _ order: Dependence?, limit: Double?
    ) -> AttemptDistribution? {
        let values = samples.map { $0.outcome.isSuccess ? figure.value($0) : nil }
        let known = values.compactMap(\.self)
        guard !known.isEmpty || !samples.contains(where: \.outcome.isSuccess) else { return nil }
        let isSinceSchedule = figure.uses.contains(.sinceSchedule)
        let failed = samples.indices.filter { !samples[$0].outcome.isSuccess }
        let places = values.indices.filter { values[$0] != nil }
        let waits = failed.map { index in
            let trace = samples[index].trace
            return trace.end.map { max(0, $0 - (isSinceSchedule ? trace.scheduled : trace.start)) }
        }
        // The limit begins with the request, not with its turn.
        return AttemptDistribution(
            answered: known, waits: waits, limit: isSinceSchedule ? nil : limit, order?.at(places + failed))
    }

    private static func seenShare(_ answered: [Sample]) -> Double? {
        let streamed = answered.filter { $0.trace.streamed && $0.trace.firstToken != nil }
        let seen = streamed.compactMap(\.seenTokens)
        let all = streamed.reduce(0.0) { $0 + Double($1.tokens.completion ?? 0) }
        guard seen.count == streamed.count, all > 0 else { return nil }
        return seen.reduce(0.0) { $0 + Double($1) } / all
    }

    private static func wallSpan(_ samples: [Sample]) -> Double? {
        guard let first = samples.map(\.trace.start).min(), let last = samples.compactMap(\.lastInstant).max(),
            last > first
        else { return nil }
        return last - first
    }
}

extension Sample {
    /// The end of the exchange; where that is not known, its last token.
    package var lastInstant: Double? { trace.end ?? trace.lastToken }
}

/// Returns the number of each value, most frequent first, then in order of appearance.
private func counted<T: Hashable>(_ values: [T]) -> [TargetSummary.Count<T>] {
    var order: [T] = []
    var counts: [T: Int] = [:]
    for value in values {
        if counts[value] == nil { order.append(value) }
        counts[value, default: 0] += 1
    }
    let sorted = order.enumerated().sorted { left, right in
        let (a, b) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
        return a != b ? a > b : left.offset < right.offset
    }
    return sorted.map { TargetSummary.Count(value: $0.element, count: counts[$0.element] ?? 0) }
}
