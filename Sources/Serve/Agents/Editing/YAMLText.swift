import ALCFJSON

/// Texts as YAML writes them.
enum YAMLText {
    /// Returns a text on one line, in quotation marks where it would be anything else without them.
    static func string(_ text: String) -> String {
        let isPlain =
            text.utf8.first.map { $0 >= UInt8(ascii: "A") && TOMLParser.isBare($0) } == true
            && text.utf8.allSatisfy { TOMLParser.isBare($0) || "./: ".utf8.contains($0) }
            && !text.contains(": ") && text.last != ":" && text.last != " "
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        // JSON's strings are YAML's.
        return isPlain ? text : JSONValue.string(text).serialized()
    }
}
