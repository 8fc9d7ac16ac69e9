import Glibc

/// A day and time in a zone, as calendars of that zone have it.
package struct LocalTime: Sendable, Hashable {
    /// The year.
    package var year: Int
    /// The month, from 1.
    package var month: Int
    /// The day of the month, from 1.
    package var day: Int
    /// The hour, from 0.
    package var hour: Int
    /// The minute.
    package var minute: Int
    /// Seconds that the zone is ahead of UTC then.
    package var utcOffset: Int
    /// The zone's name then, as in `CST`.
    package var zone: String

    /// The instant in the zone of this machine, summer time included.
    ///
    /// - Parameter seconds: since 1970.
    package init(_ seconds: Int) {
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        year = Int(parts.tm_year) + 1900
        month = Int(parts.tm_mon) + 1
        day = Int(parts.tm_mday)
        hour = Int(parts.tm_hour)
        minute = Int(parts.tm_min)
        utcOffset = Int(parts.tm_gmtoff)
        zone = parts.tm_zone.map { String(cString: $0) } ?? "UTC"
    }

    /// A time with these parts.
    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, utcOffset: Int, zone: String) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.utcOffset = utcOffset
        self.zone = zone
    }
}
