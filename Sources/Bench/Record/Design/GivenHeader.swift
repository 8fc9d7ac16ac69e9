package import ALCFJSON

/// A header as it was given, and as a record may hold it: its value may be a secret.
package struct GivenHeader: Sendable, Hashable, MemberValue {
    /// As it was given.
    package var text: String
    /// The same without a value that is not to be kept.
    package var kept: String

    /// A header.
    package init(text: String, kept: String) {
        self.text = text
        self.kept = kept
    }

    /// The form that a record may keep.
    package var json: JSONValue { .string(kept) }

    /// Reads what was kept.
    ///
    /// - Throws: ``JSONError`` for anything but a string.
    package init(json: JSONValue) throws(JSONError) {
        let kept = try String(json: json)
        self.init(text: kept, kept: kept)
    }
}
