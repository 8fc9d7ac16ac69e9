/// When an answer's tokens come, in seconds from the request's end, after the figures measured on the real clusters:
/// Metis 4.8 s and 2.7 ms a token, Sophia 1.0 s and 7 ms a token.
struct Timing: Sendable, Hashable {
    /// When each token is there; what the prompt's length costs comes before the first.
    let tokens: [Double]
    /// When the headers of a stream leave: on Metis at once, on Sophia once the task is registered.
    let streamHead: Double
    /// When the backend took up the request; what comes before is the service's overhead.
    let backendStart: Double
    /// Everything above was divided by it.
    let speed: Double

    /// When the last token is there.
    var end: Double { tokens.last ?? backendStart }

    init(
        cluster: SimulatedCluster, tokens count: Int, number: Int, seed: UInt64, speed: Double, prefill: Double = 0
    ) {
        var generator = SeededGenerator(seed, "timing", cluster.rawValue, "\(number)")
        let (fixed, perToken, timeToFirstToken, head) =
            switch cluster {
            case .metis: (4.8 * generator.jitter(0.1), 0.0027, 0.2, 0.05)
            case .sophia: (1.0 * generator.jitter(0.15), 0.007, 0.1, 1.0)
            }
        var time = fixed + prefill
        tokens = (0..<count).map { index in
            if index > 0 { time += perToken * generator.jitter(0.4) }
            return time / speed
        }
        streamHead = head / speed
        backendStart = (fixed - timeToFirstToken) / speed
        self.speed = speed
    }
}
