package import ALCFJSON

/// An estimate of a prompt's tokens that is meant to be too high rather than too low.
///
/// Neither the gateway nor the clusters count tokens, and models differ in how they do. What is counted here is how
/// often a text changes between letters, digits, signs and blanks, which is where tokenizers cut it, with long words in
/// several pieces. English text comes out some 10 to 30 per cent above, code and JSON more. Images count a fixed
/// number; each message and each tool has some tokens around it.
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
        var previous: UInt8 = 0
        for byte in text.utf8 {
            let next = Kind(byte)
            // A capital within a word begins a new piece, as in `camelCase`.
            let isCut = next != kind || (Kind.isUpper(byte) && !Kind.isUpper(previous))
            if isCut {
                total += kind.tokens(length)
                (kind, length) = (next, 0)
            }
            length += 1
            previous = byte
        }
        return total + kind.tokens(length)
    }

    /// Kind of a run of bytes.
    private enum Kind {
        case letter
        case digit
        case blank
        case sign
        case other

        init(_ byte: UInt8) {
            self =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
                case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
                case 0...0x20: .blank
                case 0x80...: .other
                default: .sign
                }
        }

        static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

        /// Returns the tokens of a run of `length` bytes.
        func tokens(_ length: Int) -> Int {
            switch self {
            case .letter: (length + 5) / 6
            // Some models take every digit by itself.
            case .digit: length
            // One blank belongs to the word behind it.
            case .blank: length < 2 ? 0 : 1 + length / 16
            case .sign: (length + 1) / 2
            case .other: (length + 1) / 2
            }
        }
    }
}
