extension DateText {
    /// `2026-11-28 06:00 UTC`, with seconds where there are any: for people in several zones.
    package static func utc(_ epochSeconds: Int) -> String {
        let text = iso8601(Double(epochSeconds))
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(epochSeconds % 60 == 0 ? 5 : 8)) UTC"
    }
}
