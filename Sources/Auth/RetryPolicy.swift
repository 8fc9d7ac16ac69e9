public import ALCFHTTP

/// The rules for repeating a request to Globus Auth, and for the waits before.
///
/// The numbers are those of the Globus SDK's own transport, with a bound on the whole besides.
public struct RetryPolicy: Sendable {
    /// Maximum number of repetitions of a request.
    public var maximumRetries: Int
    /// The longest wait, unless the server asked for more.
    public var maximumWait: Duration
    /// The time for all attempts and waits together.
    public var totalTime: Duration
    /// The clock that waits, and the time by which ``totalTime`` is kept.
    public var clock: any Clock<Duration>
    /// A number between 0 and 1, anew each time.
    public var random: @Sendable () -> Double

    /// A policy; the last two are what a test replaces.
    public init(
        maximumRetries: Int = 5, maximumWait: Duration = .seconds(10), totalTime: Duration = .seconds(60),
        clock: any Clock<Duration> = .continuous,
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.maximumRetries = maximumRetries
        self.maximumWait = maximumWait
        self.totalTime = totalTime
        self.clock = clock
        self.random = random
    }

    /// Whether an answer with this status may be another one next time.
    public func mayRetry(status: Int) -> Bool { status == 429 || (500...599).contains(status) }

    /// Whether an exchange that failed so may succeed next time.
    ///
    /// A refused certificate, a bad request or a caller who gave up will not.
    public func mayRetry(after error: HTTPError) -> Bool {
        ![.invalidURL, .invalidRequest, .invalidProxy, .insecure, .tls, .tooLarge, .cancelled].contains(error.code)
    }

    /// Returns the wait before the attempt after `attempt` (the first is 0).
    ///
    /// - Parameter retryAfter: what the server asks for, in seconds.
    public func wait(after attempt: Int, retryAfter: Double? = nil) -> Duration {
        if let retryAfter, retryAfter >= 0 { return .seconds(min(retryAfter, 1e9)) }
        let backoff = (0.25 + 0.5 * random()) * Double(1 << min(attempt, 16))
        return min(.seconds(backoff), maximumWait)
    }
}
