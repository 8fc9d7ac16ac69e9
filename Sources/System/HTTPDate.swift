import Glibc

/// The date in an HTTP header (RFC 9110 §5.6.7).
package enum HTTPDate {
    private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds since 1970; nil for what is of none of the three forms: `Sun, 06 Nov 1994 08:49:37 GMT`, and the
    /// obsolete `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
    ///
    /// - Parameter now: seconds since 1970, from which the century of a year of two digits follows: one more than 50
    ///   years ahead is past.
    package static func seconds(_ text: String, now: Double = WallClock.system.now()) -> Double? {
        let words = text.split(separator: " ").map(String.init)
        switch words.count {
        case 6 where words[0].hasSuffix(",") && isDay(words[0].dropLast(), short: true) && words[5] == "GMT":
            return seconds(words[1], words[2], number(words[3], 1970...9999), words[4])
        case 4 where words[0].hasSuffix(",") && isDay(words[0].dropLast(), short: false) && words[3] == "GMT":
            let date = words[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
            guard date.count == 3, date[2].utf8.count == 2, let year = number(date[2], 0...99) else { return nil }
            return seconds(date[0], date[1], century(year, now: now), words[2])
        case 5 where isDay(words[0][...], short: true):
            return seconds(words[2], words[1], number(words[4], 1970...9999), words[3])
        default: return nil
        }
    }

    /// Such a date in its first form.
    ///
    /// - Parameter seconds: since 1970.
    package static func text(_ seconds: Double) -> String {
        var time = time_t(seconds.isFinite ? max(0, min(seconds, 253_402_300_799)) : 0)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        // Not strftime's %a and %b, which follow the locale.
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(two).joined(separator: ":")
        let (day, month) = (days[Int(parts.tm_wday)].prefix(3), months[Int(parts.tm_mon)])
        return "\(day), \(two(parts.tm_mday)) \(month) \(1900 + parts.tm_year) \(clock) GMT"
    }

    private static func isDay(_ name: Substring, short: Bool) -> Bool {
        days.contains { (short ? $0.prefix(3) : $0[...]) == name }
    }

    private static func century(_ year: Int32, now: Double) -> Int32 {
        var time = time_t(now.isFinite ? max(0, min(now, 253_402_300_799)) : 0)
        var parts = tm()
        gmtime_r(&time, &parts)
        let present = parts.tm_year + 1900
        let candidate = present - present % 100 + year
        return candidate > present + 50 ? candidate - 100 : candidate
    }

    private static func seconds(_ day: String, _ month: String, _ year: Int32?, _ time: String) -> Double? {
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let year, year >= 1970, let day = number(day, 1...31), let month = months.firstIndex(of: month),
            clock.count == 3, clock.allSatisfy({ $0.utf8.count == 2 }), let hour = number(clock[0], 0...23),
            let minute = number(clock[1], 0...59), let second = number(clock[2], 0...60)
        else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, Int32(month), day)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        let seconds = timegm(&parts)
        // A day that the month does not have has become one of the next.
        return parts.tm_mday == day || second == 60 ? Double(seconds) : nil
    }

    private static func number(_ text: String, _ range: ClosedRange<Int32>) -> Int32? {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int32(text),
            range.contains(number)
        else { return nil }
        return number
    }
}
