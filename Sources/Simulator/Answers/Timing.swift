/// The times of an answer's tokens, in seconds from the request's end; see ``SimulatedLatency``.
struct Timing: Sendable, Hashable {
    /// Time of each token; the cost of the prompt's length comes before the first.
    let tokens: [Double]
    /// Time when the headers of a stream leave: on Metis at once, on Sophia once the task is registered.
    let streamHead: Double
    /// Time when the backend took up the request; the time before is the service's overhead.
    let backendStart: Double
    /// Divisor of all times above.
    let speed: Double

    /// Time of the last token.
    var end: Double { tokens.last ?? backendStart }

    init(
        cluster: SimulatedCluster, latency: SimulatedLatency, tokens count: Int, number: Int, seed: UInt64,
        speed: Double, prefill: Double = 0, conditions: LoadConditions = .none
    ) {
        var generator = SeededGenerator(seed, "timing", cluster.rawValue, "\(number)")
        let (spread, timeToFirstToken, head) =
            switch cluster {
            case .metis: (0.1, 0.2, min(0.05, latency.fixed))
            case .sophia: (0.15, 0.1, latency.fixed)
            }
        let fixed = latency.fixed * generator.jitter(spread)
        var time = fixed + prefill
        tokens = (0..<count).map { index in
            if index > 0 { time += latency.perToken * generator.jitter(0.4) }
            return conditions.elapsed(work: time) / speed
        }
        streamHead = conditions.elapsed(work: head) / speed
        backendStart = conditions.elapsed(work: max(0, fixed - timeToFirstToken)) / speed
        self.speed = speed
    }
}
