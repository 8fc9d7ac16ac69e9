import ALCFJSON

/// A seed in a record: a number where every JSON reader has it exactly, else a string of digits.
struct SeedNumber: MemberValue {
    /// The seed.
    var value: UInt64

    /// A number up to 63 bits, beyond which JSON readers lose digits.
    var json: JSONValue { Int(exactly: value).map(JSONValue.int) ?? .string(String(value)) }

    init(value: UInt64) { self.value = value }

    /// Reads either.
    ///
    /// - Throws: ``JSONError`` for anything else.
    init(json: JSONValue) throws(JSONError) {
        guard let value = json.int.flatMap(UInt64.init(exactly:)) ?? json.string.flatMap({ UInt64($0) }) else {
            throw JSONError(.mismatch, "must be a whole number from 0 to 2^64 − 1")
        }
        self.value = value
    }
}
