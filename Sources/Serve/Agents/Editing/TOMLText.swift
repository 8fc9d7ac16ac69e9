import ALCFJSON

/// Keys and values as TOML writes them.
enum TOMLText {
    /// Returns a dotted key.
    static func key(_ path: some Sequence<String>) -> String {
        path.map { part in
            !part.isEmpty && part.utf8.allSatisfy(TOMLParser.isBare) ? part : string(part)
        }.joined(separator: ".")
    }

    /// Returns a value on one line; nil for an object and for null, which TOML has not.
    static func value(_ value: JSONValue) -> String? {
        switch value {
        case .null, .object: return nil
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .double(let value): return String(value)
        case .string(let text): return string(text)
        case .array(let elements): return "[" + elements.compactMap { Self.value($0) }.joined(separator: ", ") + "]"
        }
    }

    /// JSON's escapes are among TOML's.
    private static func string(_ text: String) -> String {
        var text = JSONValue.string(text).serialized()
        text.replace("\u{7F}", with: "\\u007F")
        return text
    }
}
