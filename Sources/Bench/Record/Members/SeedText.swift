package import ALCFJSON

/// A seed in a record as a string of digits, which every JSON reader has exactly.
package struct SeedText: MemberValue {
    /// The seed.
    package var value: UInt64

    /// The digits.
    package var json: JSONValue { .string(String(value)) }

    package init(value: UInt64) { self.value = value }

    /// Reads the digits.
    ///
    /// - Throws: ``JSONError`` for anything else.
    package init(json: JSONValue) throws(JSONError) {
        guard let value = json.string.flatMap({ UInt64($0) }) else {
            throw JSONError(.mismatch, "must be a string of digits, of at most 2^64 − 1")
        }
        self.value = value
    }
}
