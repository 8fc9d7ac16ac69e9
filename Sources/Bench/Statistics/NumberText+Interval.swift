package import ALCFSystem

extension NumberText {
    /// The ends of a ratio's interval. One that leaves out 1 never reads as if it held it.
    package static func ratioRange(_ interval: Interval) -> String {
        func end(_ value: Double) -> String {
            let text = ratio(value)
            return text == "1.00" && value != 1 ? fixed(value, abs(value - 1) < 0.0005 ? 5 : 3) : text
        }
        return "\(end(interval.lower)) to \(end(interval.upper))"
    }

    /// The ends of a ratio's interval, of which the upper may be ∞.
    package static func openRange(_ interval: Interval) -> String {
        interval.upper.isFinite ? ratioRange(interval) : "\(ratio(interval.lower)) to \(infinite)"
    }
}
