/// A day and time of the Gregorian calendar, in UTC.
package enum CivilDate {
    /// Seconds since 1970; nil for what is no date or time of the years 1970 to 9999.
    ///
    /// A second of 60, a leap second, is the first of the next minute.
    package static func seconds(
        year: Int, month: Int, day: Int, hour: Double = 0, minute: Double = 0, second: Double = 0
    ) -> Double? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        // Days from the civil calendar, years beginning in March so that leap days come last.
        let shifted = month > 2 ? year : year - 1
        let days =
            365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1
            - 719_468
        return Double(days) * 86_400 + hour * 3600 + minute * 60 + second
    }
}
