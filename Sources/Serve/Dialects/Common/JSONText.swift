import ALCFJSON

/// JSON as a model writes it, which may be cut off or none at all.
enum JSONText {
    /// Whether a text is a whole object.
    static func isObject(_ text: String) -> Bool {
        // Most texts that are not whole yet are told by their ends.
        guard text.utf8.last(where: { $0 > 0x20 }) == UInt8(ascii: "}") else { return false }
        return object(text) != nil
    }

    /// Returns the object that a text is; nil for anything else.
    static func object(_ text: String) -> JSONObject? { (try? JSONValue(parsing: text))?.object }
}
