import ALCFStatistics
import ALCFSystem

/// The load of a check of the instrument, and the schedule of the null server.
package struct InstrumentLoad: Sendable, Hashable {
    /// Requests in flight at once; without effect where there is a ``rate``.
    package var concurrency: Int
    /// Requests a second, at equal gaps; nil for a closed loop.
    package var rate: Double?
    /// Number of measured requests.
    package var requests: Int
    /// Milliseconds to the first token.
    package var firstToken: Double
    /// Milliseconds between two tokens; 0 for all at once.
    package var gap: Double
    /// Tokens of an answer.
    package var tokens: Int

    /// A load.
    package init(
        concurrency: Int = 1, rate: Double? = nil, requests: Int, firstToken: Double, gap: Double, tokens: Int
    ) {
        self.concurrency = concurrency
        self.rate = rate
        self.requests = requests
        self.firstToken = firstToken
        self.gap = gap
        self.tokens = tokens
    }

    /// The part of the path by which the null server knows the schedule.
    package var pathComponent: String { "ttft=\(firstToken),gap=\(gap),tokens=\(tokens)" }

    /// Duration of an answer in seconds.
    package var answerSeconds: Double { (firstToken + Double(tokens - 1) * gap) / 1000 }

    /// No waiting anywhere: as much as the instrument can take.
    package static func burst(requests: Int, concurrency: Int = 64, tokens: Int = 128) -> InstrumentLoad {
        InstrumentLoad(concurrency: concurrency, requests: requests, firstToken: 0, gap: 0, tokens: tokens)
    }

    /// Approximate duration of a check beside a run, in seconds.
    static let shortSeconds = 0.6
    /// Maximum number of requests in flight in a check beside a run.
    static let mostInFlight = 1000

    /// A check of under a second that looks like a run: its requests in flight or its rate, and its pace where that is
    /// known.
    ///
    /// - Parameters:
    ///   - targets: how many are loaded at the same time.
    ///   - gap: the median gap between the run's events, in seconds; nil before it.
    package static func short(for options: BenchmarkOptions, targets: Int = 1, gap: Double? = nil) -> InstrumentLoad {
        let lanes = options.isBothAtOnce ? max(1, targets) : 1
        let inFlight = min(max(1, options.concurrency) * lanes, mostInFlight)
        let isMany = inFlight >= 16
        // Few in flight: short answers, so that there are some to count. Many: a pace that a service could have.
        let pace = min(max(1000 * (gap ?? (isMany ? 0.02 : 0.005)), 1), isMany ? 50 : 10)
        let first = isMany ? 100.0 : 20
        let length = isMany ? 400.0 : 60
        let tokens = min(64, max(2, 1 + Int(clamping: (length - first) / pace)))
        var load = InstrumentLoad(
            concurrency: inFlight, requests: 0, firstToken: first, gap: pace, tokens: tokens)
        if let rate = options.rate {
            let rate = min(max(rate * Double(lanes), 20), 500)
            load.rate = rate
            load.requests = Int(clamping: rate * shortSeconds)
        } else {
            load.requests = inFlight * max(1, Int(clamping: shortSeconds / load.answerSeconds))
        }
        return load
    }

    /// The options of the run that puts it up.
    package var options: BenchmarkOptions {
        BenchmarkOptions(
            samples: requests, concurrency: concurrency, maxTokens: tokens, warmup: 1, rate: rate,
            arrival: .constant, slices: 1)
    }

    /// Description, as in "64 in flight, first token after 200 ms, then one every 20 ms, 64 tokens".
    package var text: String {
        let load = rate.map { "\(NumberText.plain($0)) a second" } ?? "\(concurrency) in flight"
        if firstToken == 0, gap == 0 { return "\(load), no delay, \(tokens) tokens" }
        return
            "\(load), first token after \(NumberText.plain(firstToken)) ms, then one every \(NumberText.plain(gap)) ms, \(tokens) tokens"
    }
}
