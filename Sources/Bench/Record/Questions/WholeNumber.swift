import ALCFJSON

/// A count in a data set: as a number, or as a table writes one.
enum WholeNumber: Hashable {
    /// Nothing: null, an empty cell, or a name that tables have for that.
    case absent
    /// A whole number, written as `6`, `6.0` or `6e0`.
    case number(Int)
    /// Anything else.
    case other

    /// Reads one.
    package init(_ value: JSONValue) {
        if value.isNull {
            self = .absent
        } else if let number = value.int {
            self = .number(number)
        } else if let number = value.double {
            self = Int(exactly: number).map(Self.number) ?? .other
        } else if let text = value.string {
            let word = String(text.filter { $0 != " " })
            if ["", "nan", "NaN", "NA", "N/A", "<NA>", "None", "null", "NULL"].contains(word) {
                self = .absent
            } else {
                self = (Int(word) ?? Double(word).flatMap { Int(exactly: $0) }).map(Self.number) ?? .other
            }
        } else {
            self = .other
        }
    }
}
