import ALCFJSON

/// A line of a TOML file, or several where a value goes over them.
struct TOMLStatement: Sendable {
    /// From its first byte up to behind the line's end.
    var range: Range<Int>
    var kind: Kind

    enum Kind: Sendable {
        /// Blanks, or a comment.
        case nothing(isBlank: Bool)
        /// `[a.b]`, or `[[a.b]]`.
        case header([String], isArray: Bool)
        case pair(key: [String], value: JSONValue, place: Range<Int>)
    }
}
