/// The starts of the latest requests, which keep new ones below so many within a span of time. Pure: it has no clock.
public struct RequestWindow: Sendable {
    private let count: Int
    private let window: Double
    /// The latest starts, oldest first, at most ``count``.
    private var starts: [MonotonicTime] = []

    /// - Parameters:
    ///   - count: the most requests within `window`; at least 1.
    ///   - window: seconds.
    public init(count: Int, window: Double) {
        self.count = max(count, 1)
        self.window = window
    }

    /// The first instant, not before `now`, at which a request may begin.
    public func next(at now: MonotonicTime) -> MonotonicTime {
        starts.count < count ? now : max(now, starts[0].advanced(by: window))
    }

    /// Records that a request begins at `time`.
    public mutating func record(_ time: MonotonicTime) {
        starts.append(time)
        if starts.count > count { starts.removeFirst() }
    }
}
