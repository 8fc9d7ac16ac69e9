import ALCFJSON

/// The first difference of two documents. Reals count as equal that differ by no more than another machine's
/// mathematical library may make them.
enum JSONDifference {
    /// A difference.
    struct Difference: Hashable {
        /// The place, as in `comparison[0].latency.ratio`.
        let path: String
        /// The value in the first document; a long one is cut.
        let found: String
        /// The value in the second.
        let expected: String
    }

    private static let tolerance = 1e-9

    /// Returns the first difference, in the order of the first document; nil for none.
    static func first(_ found: JSONValue, _ expected: JSONValue) -> Difference? { first(found, expected, "") }

    private static func first(_ found: JSONValue, _ expected: JSONValue, _ path: String) -> Difference? {
        switch (found, expected) {
        case (.object(let one), .object(let other)):
            for (key, value) in one {
                let inner = path.isEmpty ? key : "\(path).\(key)"
                guard let second = other[key] else {
                    return Difference(path: inner, found: text(value), expected: "nothing")
                }
                if let difference = first(value, second, inner) { return difference }
            }
            return other.first { one[$0.key] == nil }.map {
                Difference(
                    path: path.isEmpty ? $0.key : "\(path).\($0.key)", found: "nothing", expected: text($0.value))
            }
        case (.array(let one), .array(let other)):
            for (index, (value, second)) in zip(one, other).enumerated() {
                if let difference = first(value, second, "\(path)[\(index)]") { return difference }
            }
            return one.count == other.count
                ? nil : Difference(path: path, found: "\(one.count) elements", expected: "\(other.count)")
        case (.double, .double), (.int, .double), (.double, .int):
            guard let a = found.double, let b = expected.double else { return nil }
            return abs(a - b) <= tolerance * max(abs(a), abs(b))
                ? nil : Difference(path: path, found: text(found), expected: text(expected))
        case (.string(let one), .string(let other)) where one != other:
            // Long texts, such as verdicts, may differ in one figure.
            let start = max(0, zip(one, other).prefix { $0 == $1 }.count - 20)
            func part(_ text: String) -> String {
                Self.text(.string((start > 0 ? "…" : "") + text.dropFirst(start).prefix(50)))
            }
            return Difference(path: path, found: part(one), expected: part(other))
        default:
            return found == expected ? nil : Difference(path: path, found: text(found), expected: text(expected))
        }
    }

    private static func text(_ value: JSONValue) -> String {
        let text = value.serialized()
        return text.count > 60 ? text.prefix(60) + "…" : text
    }
}
