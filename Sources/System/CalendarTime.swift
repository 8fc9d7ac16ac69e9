/// An instant, and the offset from UTC by which its day and hour are told.
package struct CalendarTime: Sendable, Hashable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package var seconds: Double
    /// Seconds that local time is ahead of UTC.
    package var utcOffset: Double

    /// An instant with its offset.
    package init(seconds: Double, utcOffset: Double = 0) {
        self.seconds = seconds
        self.utcOffset = utcOffset
    }

    /// Reads `2026-11-27T06:00:00Z`, with or without seconds, and `+01:00` in place of `Z`; nil for anything else, and
    /// for what is no date.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            let digits = bytes[range]
            guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
            return digits.reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
        }
        func isMark(_ place: Int, _ marks: String) -> Bool {
            place < bytes.count && marks.utf8.contains(bytes[place])
        }
        guard isMark(4, "-"), isMark(7, "-"), isMark(10, "Tt "), isMark(13, ":"), let year = number(0..<4),
            let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), hour < 24, minute < 60
        else { return nil }
        var place = 16
        var second = 0
        if isMark(16, ":") {
            guard let given = number(17..<19), given < 60 else { return nil }
            second = given
            place = 19
        }
        var offset = 0
        if isMark(place, "Zz") {
            place += 1
        } else {
            guard isMark(place, "+-"), isMark(place + 3, ":"), let hours = number(place + 1..<place + 3),
                let minutes = number(place + 4..<place + 6), hours < 24, minutes < 60
            else { return nil }
            offset = (60 * hours + minutes) * (isMark(place, "-") ? -60 : 60)
            place += 6
        }
        guard place == bytes.count,
            let local = CivilDate.seconds(
                year: year, month: month, day: day, hour: Double(hour), minute: Double(minute), second: Double(second)),
            // The 31st of a month with 30 days would be another day.
            DateText.iso8601(local).utf8.prefix(10).elementsEqual(bytes[0..<10])
        else { return nil }
        self.init(seconds: local - Double(offset), utcOffset: Double(offset))
    }

    /// The number of the day, from 1970-01-01 on.
    package var day: Int { Int(clamping: ((seconds + utcOffset) / 86_400).rounded(.down)) }

    /// The hour of the day, from 0 up to 24.
    package var hour: Double {
        let local = seconds + utcOffset
        return (local - (local / 86_400).rounded(.down) * 86_400) / 3_600
    }
}
