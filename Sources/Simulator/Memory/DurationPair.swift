/// Two durations of an option's text, as in `0.1s/0.7s`, and the durations alone.
enum DurationPair {
    /// The two sides of the only slash; nil where there are more or none, or one of them is empty.
    static func sides(_ text: String) -> (first: Substring, second: Substring)? {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        return sides.count == 2 && !sides[0].isEmpty && !sides[1].isEmpty ? (sides[0], sides[1]) : nil
    }

    /// Seconds of `4.8s` or `2.7ms`, from 0 to an hour; nil for anything else.
    static func seconds(_ text: Substring) -> Double? {
        let (number, unit) =
            text.hasSuffix("ms") ? (text.dropLast(2), 0.001) : text.hasSuffix("s") ? (text.dropLast(), 1) : ("", 0)
        return Double(number).flatMap { (0...3600).contains($0) ? $0 * unit : nil }
    }
}
