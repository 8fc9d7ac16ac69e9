/// A text that is not JSON, or a document that is not shaped as it must be.
public struct JSONError: Error, Sendable, Hashable {
    /// The kind of error.
    public enum Code: Sendable, Hashable {
        /// Not JSON at all; `message` holds the parser's words and the position.
        case syntax
        /// Longer or deeper than was allowed.
        case tooLarge
        /// A member or element that must be there is not.
        case missing
        /// A value of another kind than expected.
        case mismatch
    }

    /// Kind of the error.
    public let code: Code
    /// Place in the document, as in `choices[0].delta`; empty for the root and for syntax errors.
    public let path: String
    /// The expected and the found value in words. Never contains a value of the document.
    public let message: String

    /// An error at `path`.
    public init(_ code: Code, path: String = "", _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// The same error, found one level further down.
    func under(_ step: String) -> JSONError {
        let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
        return JSONError(code, path: step + separator + path, message)
    }
}

extension JSONError: CustomStringConvertible {
    /// The path and what is wrong there.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
