/// Reads the caller's own `Decodable` types from a JSON document.
///
/// Numbers are read as leniently as `JSONValue` reads them: `3.0` is an integer, `3` is a real. Nothing else is turned
/// into another kind.
public struct JSONValueDecoder: Sendable {
    /// A decoder.
    public init() {}

    /// The value of `type` in `json`.
    ///
    /// - Throws: `DecodingError` with the path of what is missing or of another kind, or what the type's own
    ///   initialiser throws.
    public func decode<T: Decodable>(_ type: T.Type = T.self, from json: JSONValue) throws -> T {
        try T(from: ValueDecoder(json, path: []))
    }
}
