import ALCFSystem

/// Keeps requests below a service's limit: the gateway refuses a user's eleventh request within one second.
///
/// Who comes when there is no room waits for the first instant at which there is. That wait is our own queue: it is part
/// of the response latency, and never of the service's.
actor RequestLimiter {
    /// Refused requests are expensive, and the way to the gateway may squeeze two seconds into one.
    private static let window = 1.05

    private let limit: Int
    private let window: Double
    /// The latest starts that were granted, oldest first; no more than `limit`.
    private var granted: [MonotonicTime] = []

    /// - Parameter rate: requests a second; below 1, one request every 1 ÷ rate seconds.
    init(rate: Double) {
        limit = max(1, Int(rate))
        window = Self.window * Double(limit) / rate
    }

    /// The latest starts that happened, oldest first; a timer that fires late must not squeeze those after it together.
    private var happened: [MonotonicTime] = []

    /// Returns when the next request may be sent, in the order of the calls.
    ///
    /// - Throws: `CancellationError`.
    func waitForTurn() async throws {
        var start = MonotonicTime.now
        if granted.count == limit { start = max(start, granted.removeFirst().advanced(by: window)) }
        granted.append(start)
        while true {
            try await start.arrive()
            guard happened.count == limit, let oldest = happened.first else { break }
            start = oldest.advanced(by: window)
            if start <= .now {
                happened.removeFirst()
                break
            }
        }
        happened.append(.now)
    }
}

extension MonotonicTime {
    /// Waits until this instant has come.
    ///
    /// - Throws: `CancellationError`.
    func arrive() async throws {
        while true {
            let left = nanoseconds - MonotonicTime.now.nanoseconds
            guard left > 0 else { return try Task.checkCancellation() }
            try await Task.sleep(for: .nanoseconds(left), tolerance: .zero)
        }
    }
}
