import ALCFJSON

/// A list or an object written into one cell of a table: as JSON, or as pandas writes Python's and NumPy's.
enum WrittenList {
    /// Whether a text begins as such a structure does.
    static func isSuspected(_ text: String) -> Bool {
        let text = trimmed(text)
        if text.hasPrefix("[") || text.hasPrefix("{") { return true }
        if ["array(", "np.array(", "np.str_(", "numpy.array("].contains(where: text.hasPrefix) { return true }
        // A tuple of texts; a remark in brackets is none.
        return text.hasPrefix("(") && ["'", "\""].contains { trimmed(text.dropFirst()).hasPrefix($0) }
    }

    /// The structure that is all of a text; nil where it is none, or was shortened.
    package static func parse(_ text: String) -> JSONValue? {
        (try? JSONValue(parsing: text)) ?? PythonLiteral.parse(text)
    }

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        Substring(text).drop { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }
    }
}
