import Glibc

/// The calendar time, for expiry and for dates that people read; injected wherever a test must set it.
public struct WallClock: Sendable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let now: @Sendable () -> Double

    /// A clock that reads what `now` gives.
    public init(now: @escaping @Sendable () -> Double) { self.now = now }

    /// The system's clock.
    public static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Dates as text, without Foundation.
public enum DateText {
    /// `2026-11-22T08:30:00Z`.
    public static func iso8601(_ epochSeconds: Double) -> String {
        text(epochSeconds, "%Y-%m-%dT%H:%M:%SZ", local: false)
    }

    /// `20261122_083000`, in local time: the stamp in file names.
    public static func stamp(_ epochSeconds: Double) -> String { text(epochSeconds, "%Y%m%d_%H%M%S", local: true) }

    /// `2026-11-22 08:30 CST`, in local time: for people.
    public static func local(_ epochSeconds: Double) -> String { text(epochSeconds, "%Y-%m-%d %H:%M %Z", local: true) }

    private static func text(_ epochSeconds: Double, _ format: String, local: Bool) -> String {
        guard epochSeconds.isFinite, abs(epochSeconds) < 1e15 else { return "–" }
        var seconds = time_t(epochSeconds.rounded(.down))
        var parts = tm()
        if local { localtime_r(&seconds, &parts) } else { gmtime_r(&seconds, &parts) }
        var buffer = [CChar](repeating: 0, count: 64)
        let length = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
