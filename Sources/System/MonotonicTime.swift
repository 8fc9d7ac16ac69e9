import Glibc

/// An instant on the monotonic clock, in nanoseconds: what every duration here is measured with.
///
/// `CLOCK_MONOTONIC`: never set back, slewed by NTP by at most 500 ppm; its zero means nothing.
public struct MonotonicTime: Sendable, Hashable, Comparable {
    /// Nanoseconds since an arbitrary zero.
    public let nanoseconds: Int64

    /// The instant that many nanoseconds after the clock's zero.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// This instant.
    @inline(__always) public static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Whether `left` is the earlier instant.
    public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Seconds from `earlier` to this instant; negative where it is later.
    public func seconds(since earlier: MonotonicTime) -> Double {
        Double(nanoseconds &- earlier.nanoseconds) / 1e9
    }

    /// The instant `seconds` after this one; the last one that can be told for what is beyond.
    public func advanced(by seconds: Double) -> MonotonicTime {
        MonotonicTime(nanoseconds: nanoseconds.addingClamped(Int64(clamping: (seconds * 1e9).rounded())))
    }
}
