/// A service that must be woken: after a time without requests, the next ones wait until it is ready.
public struct ColdStart: Sendable, Hashable {
    /// Seconds from the first request until it is ready, before the simulation's speed.
    public var length: Double
    /// Seconds without a request after which it is asleep.
    public var idle: Double

    /// A cold start with these parts.
    public init(length: Double, idle: Double) {
        self.length = length
        self.idle = idle
    }

    /// Reads `3s/60s`: how long it takes, and after how long without requests; nil for anything else.
    public init?(_ text: String) {
        guard let sides = DurationPair.sides(text), let length = DurationPair.seconds(sides.first),
            let idle = DurationPair.seconds(sides.second), idle > 0
        else { return nil }
        self.init(length: length, idle: idle)
    }
}

/// Whether a service is asleep, awake or waking, as requests come; asleep at first.
struct WarmthState: Sendable {
    private let start: ColdStart
    private var last: Double?
    private var ready = 0.0

    init(_ start: ColdStart) { self.start = start }

    /// Returns the seconds that a request at a time waits until the service is ready.
    mutating func wait(at time: Double) -> Double {
        if last.map({ time - $0 > start.idle }) ?? true { ready = time + start.length }
        last = max(time, last ?? time)
        return max(0, ready - time)
    }
}
