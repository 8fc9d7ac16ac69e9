/// The starts of the latest requests, which keep new ones below so many within a span of time. Pure: it has no clock.
public struct RequestWindow: Sendable {
    private let count: Int
    private let window: Double
    /// The latest starts, at most ``count``, as a ring: ``oldest`` is the one to be replaced next.
    private var starts: [MonotonicTime] = []
    private var oldest = 0

    /// - Parameters:
    ///   - count: the most requests within `window`; at least 1.
    ///   - window: seconds.
    public init(count: Int, window: Double) {
        self.count = max(count, 1)
        self.window = window
    }

    /// The first instant, not before `now`, at which a request may begin.
    public func next(at now: MonotonicTime) -> MonotonicTime {
        starts.count < count ? now : max(now, starts[oldest].advanced(by: window))
    }

    /// Records that a request begins at `time`.
    public mutating func record(_ time: MonotonicTime) {
        guard starts.count == count else { return starts.append(time) }
        starts[oldest] = time
        oldest = (oldest + 1) % count
    }
}
