/// Lengths of time as people say them.
package enum DurationText {
    /// Returns a duration in words, as in `4.2 seconds`, `42 seconds`, `9 minutes`, `5 hours`, `3 days`.
    package static func words(_ seconds: Double) -> String {
        let (text, unit) = parts(seconds)
        return "\(text) \(unit)\(text == "1" ? "" : "s")"
    }

    /// With a word that points at it, as in `these 9 minutes`, `this second`.
    package static func these(_ seconds: Double) -> String {
        let (text, unit) = parts(seconds)
        return text == "1" ? "this \(unit)" : "these \(text) \(unit)s"
    }

    /// As in `2 d 3 h`, `47 h 59 min`, `5 min 3 s`: the two largest units.
    package static func units(_ seconds: Double) -> String {
        let total = Int(clamping: max(0, seconds))
        let (days, hours, minutes) = (total / 86_400, total % 86_400 / 3600, total % 3600 / 60)
        if days >= 2 { return hours > 0 ? "\(days) d \(hours) h" : "\(days) d" }
        if total >= 3600 { return "\(total / 3600) h \(minutes) min" }
        return total >= 60 ? "\(minutes) min \(total % 60) s" : "\(total) s"
    }

    private static func parts(_ seconds: Double) -> (text: String, unit: String) {
        let (value, unit) = scaled(max(0, seconds))
        let whole = value.rounded()
        let text =
            value < 0.95
            ? NumberText.significant(value, 1)
            : value < 9.95 && abs(value - whole) >= 0.05 ? NumberText.fixed(value, 1) : NumberText.fixed(whole, 0)
        return (text, unit)
    }

    /// In a unit of which there are not yet too many to picture.
    private static func scaled(_ seconds: Double) -> (Double, String) {
        switch seconds {
        case ..<100: (seconds, "second")
        case ..<6_000: (seconds / 60, "minute")
        case ..<172_800: (seconds / 3_600, "hour")
        default: (seconds / 86_400, "day")
        }
    }
}
