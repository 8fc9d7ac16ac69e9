package import ALCFJSON

/// An estimate of a prompt's tokens that is meant to be too high rather than too low.
///
/// Neither the gateway nor the clusters count tokens, and models differ in how they do. The estimate counts how often a
/// text changes between letters, digits, signs and blanks, which is where tokenizers cut it, with long words in several
/// pieces. Beside four tokenizers, English text and code came out 10 to 30 per cent above the highest count, other
/// scripts and numbers up to twice; random letters alone up to 7 per cent below. Images count a fixed number; each
/// message and each tool has some tokens around it.
package enum TokenEstimate {
    /// Tokens for an image, the most that one of usual size takes.
    static let image = 2048
    /// Tokens around the whole prompt, around a message, and around a tool.
    private static let (prompt, message, tool) = (64, 8, 16)

    /// Returns the answer to a request that asks how many tokens a request of Anthropic's API has.
    ///
    /// - Throws: ``ServedError`` for a request without messages.
    package static func answer(_ request: JSONObject) throws(ServedError) -> JSONValue {
        guard let messages = request["messages"]?.present else {
            throw .wrong("messages", "must be there, and is not")
        }
        var tokens = prompt
        tokens += content(request["system"] ?? .null)
        for message in try messages.list(at: "messages") {
            tokens += Self.message + content(message["content"] ?? .null)
        }
        for tool in request["tools"]?.array ?? [] { tokens += Self.tool + Self.tokens(tool.serialized()) }
        return ["input_tokens": .int(tokens)]
    }

    /// Returns the tokens of a message's content: a text, or blocks.
    private static func content(_ value: JSONValue, depth: Int = 0) -> Int {
        if let text = value.string { return tokens(text) }
        guard depth < 4 else { return tokens(value.serialized()) }
        return (value.array ?? []).reduce(0) { sum, block in
            switch block["type"]?.string {
            case "text": sum + content(block["text"] ?? .null)
            case "image": sum + image
            case "thinking": sum + content(block["thinking"] ?? .null)
            case "tool_result": sum + message + content(block["content"] ?? .null, depth: depth + 1)
            case "tool_use":
                sum + message + content(block["name"] ?? .null) + tokens((block["input"] ?? .null).serialized())
            default: sum + tokens(block.serialized())
            }
        }
    }

    /// Returns the tokens of a text.
    package static func tokens(_ text: String) -> Int {
        var total = 0
        var kind = Kind.blank
        var length = 0
        for byte in text.utf8 {
            let next = Kind(byte)
            // A capital belongs to the small letters behind it; several are a word of their own.
            if kind == .capital, next == .letter, length == 1 { kind = .letter }
            if next != kind {
                total += kind.tokens(length, before: next)
                (kind, length) = (next, 0)
            }
            length += 1
            // Characters of four bytes are rare, and have a token more.
            if byte >= 0xF0 { total += 1 }
        }
        return total + kind.tokens(length, before: nil)
    }

    /// Kind of a run of bytes.
    private enum Kind {
        case letter
        case capital
        case digit
        case line
        case blank
        case sign
        case other

        init(_ byte: UInt8) {
            self =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): .letter
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): .capital
                case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
                case 0x0A, 0x0D: .line
                case 0...0x20: .blank
                case 0x80...: .other
                default: .sign
                }
        }

        /// Returns the tokens of a run of `length` bytes.
        func tokens(_ length: Int, before next: Kind?) -> Int {
            switch self {
            case .letter: length < 7 ? 1 : length < 21 ? 1 + (length - 4) / 3 : length / 2
            case .capital: (2 * length + 2) / 3
            // Some models take every digit by itself.
            case .digit: length
            case .line: 1 + length / 16
            // One blank belongs to the word behind it, but not to a number.
            case .blank: length > 1 ? 1 + length / 16 : next == .digit ? length : 0
            case .sign: length < 3 ? 1 : length - 1
            case .other: (length + 1) / 2
            }
        }
    }
}
