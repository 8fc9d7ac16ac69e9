public import ALCFHTTP

extension InferenceClient {
    /// The rules for repeating a request, and for the waits before.
    ///
    /// Requests that cannot have begun an answer are always sent again: a connection that did not come about, too many
    /// requests (429), a model that is still being loaded (503). What only reads is sent again after other passing
    /// trouble too. A request that may have reached a model is not, unless ``repeatsAnswers`` says so: the answer may
    /// still be in the making, and would be paid for twice.
    public struct RetryPolicy: Sendable {
        /// Maximum number of repetitions of a request.
        public var maximumRetries: Int
        /// Maximum number of repetitions without a connection: soon after one failed, the next will as a rule.
        public var maximumConnectionRetries: Int
        /// The wait before the first repetition; doubled for each one after it.
        public var firstWait: Duration
        /// The longest wait, unless the server asks for more.
        public var maximumWait: Duration
        /// The time for all attempts and waits together: a wait that would end later is not begun.
        public var totalTime: Duration
        /// Whether a request that may have reached a model is sent again too.
        public var repeatsAnswers: Bool
        /// The clock that waits, and the time by which ``totalTime`` is kept.
        public var clock: any Clock<Duration>
        /// A number from 0 to 1, anew each time.
        public var random: @Sendable () -> Double

        /// A policy; the last two are what a test replaces.
        public init(
            maximumRetries: Int = 6, maximumConnectionRetries: Int = 2, firstWait: Duration = .milliseconds(500),
            maximumWait: Duration = .seconds(30), totalTime: Duration = .seconds(120), repeatsAnswers: Bool = false,
            clock: any Clock<Duration> = .continuous,
            random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
        ) {
            self.maximumRetries = maximumRetries
            self.maximumConnectionRetries = maximumConnectionRetries
            self.firstWait = firstWait
            self.maximumWait = maximumWait
            self.totalTime = totalTime
            self.repeatsAnswers = repeatsAnswers
            self.clock = clock
            self.random = random
        }

        /// Up to six repetitions within two minutes, two where no connection comes about.
        public static let standard = RetryPolicy()
        /// Every request is sent once.
        public static let none = RetryPolicy(maximumRetries: 0)
    }
}

extension InferenceClient.RetryPolicy {
    /// Whether a request that ended so is worth sending again.
    ///
    /// - Parameters:
    ///   - error: how it ended.
    ///   - method: `GET` only reads; anything else may have reached a model.
    ///   - attempt: how often it was sent again already.
    public func mayRetry(_ error: ClientError, method: HTTPRequest.Method, attempt: Int = 0) -> Bool {
        guard error.isRetryable, attempt < maximumRetries else { return false }
        switch error.code {
        case .rateLimited, .loading: return true
        case .connection, .timeout:
            if let cause = error.underlying as? HTTPError, cause.isBeforeSend {
                return attempt < maximumConnectionRetries
            }
        case .notRunning, .maintenance, .globusUnavailable, .batchPending, .truncated, .empty:
            // None of these passes within a minute or two, or there is an answer already.
            return false
        default: break
        }
        return method == .get || repeatsAnswers
    }

    /// Returns the wait before the attempt after `attempt` (the first is 0).
    ///
    /// Between half and all of an exponential backoff, so that many clients do not come back at once. What the server
    /// asks for is kept to, with up to a tenth more.
    ///
    /// - Parameters:
    ///   - attempt: how often the request was sent again already.
    ///   - retryAfter: what the server asks for, in seconds.
    public func wait(after attempt: Int, retryAfter: Double? = nil) -> Duration {
        if let retryAfter, retryAfter >= 0 { return .seconds(min(retryAfter, 1e9) * (1 + 0.1 * random())) }
        let backoff = min(firstWait * (1 << min(attempt, 16)), maximumWait)
        return backoff * (0.5 + 0.5 * random())
    }
}
