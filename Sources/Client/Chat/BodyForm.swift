package import ALCFHTTP

/// Whether a body is a stream of events or a document, by its beginning: servers that answer in another form than was
/// asked for, or under another name, are understood all the same.
package enum BodyForm {
    case events
    case document

    /// Numbers of bytes that decide: fewer as a rule, and more if a mark or blanks stand before them.
    package static let lengths = [6, 20]

    /// - Parameters:
    ///   - headers: a `Content-Type` of `text/event-stream` is believed.
    ///   - beginning: the first bytes of the body.
    init(_ headers: HTTPHeaders, _ beginning: [UInt8]) {
        if Self.isDeclared(headers) || Self.isEvents(beginning) { self = .events } else { self = .document }
    }

    /// Whether the head says that events come.
    package static func isDeclared(_ headers: HTTPHeaders) -> Bool {
        headers["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true
    }

    /// Whether a text begins as a JSON object does.
    static func isDocument(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] > 0x20 { return bytes[index] == UInt8(ascii: "{") }
        return false
    }

    /// Whether a text begins as a stream of events does: with the name of a field, or a comment.
    package static func isEvents(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        return ["data:", "event:", "id:", "retry:", ":"].contains { rest.starts(with: $0.utf8) }
    }
}
