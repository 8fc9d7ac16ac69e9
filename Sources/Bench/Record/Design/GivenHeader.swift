public import ALCFJSON

/// A header as it was given, and as a record may hold it: its value may be a secret.
public struct GivenHeader: Sendable, Hashable, MemberValue {
    /// As it was given.
    public var text: String
    /// The same without a value that is not to be kept.
    public var kept: String

    /// A header.
    public init(text: String, kept: String) {
        self.text = text
        self.kept = kept
    }

    /// The form that a record may keep.
    public var json: JSONValue { .string(kept) }

    /// Reads what was kept.
    ///
    /// - Throws: ``JSONError`` for anything but a string.
    public init(json: JSONValue) throws(JSONError) {
        let kept = try String(json: json)
        self.init(text: kept, kept: kept)
    }
}
