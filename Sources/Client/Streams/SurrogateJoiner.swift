import ALCFJSON

/// Characters that a server tore in two: half a UTF-16 pair in one chunk (`"\ud83d"`), the other half in the next
/// (`"\ude00"`), neither of which is JSON by itself.
///
/// ``json(_:)`` reads such a chunk with a stand-in for each half, a private-use character that nobody else's text is
/// searched for; ``join(_:)`` puts the halves together, and U+FFFD in place of one that has no other.
package struct SurrogateJoiner {
    /// First halves whose other is awaited, as they are numbered in UTF-16; by choice, each text for itself.
    private var halves: [Key: UInt32] = [:]

    private struct Key: Hashable {
        let index: Int
        let text: Text
    }

    /// The texts of an answer that come in pieces.
    private enum Text: Hashable {
        case content, reasoning
        case arguments(call: Int)
    }

    /// A joiner that waits for nothing.
    init() {}

    /// Whether a half waits for its other.
    var isWaiting: Bool { !halves.isEmpty }

    /// Half `0xD800 + n` stands as `0x10D800 + n`.
    private static let shift: UInt32 = 0x10_0000

    /// A document that is only not JSON for its lone halves, or for bytes that are no UTF-8, which become U+FFFD; nil
    /// for any other.
    static func json(_ bytes: [UInt8]) -> JSONValue? {
        guard let text = replacingHalves(bytes) else { return nil }
        return try? JSONValue(parsing: String(decoding: text, as: UTF8.self))
    }

    /// The same for a document that nothing follows: halves are U+FFFD.
    static func wholeJSON(_ bytes: [UInt8]) -> JSONValue? {
        guard let text = replacingHalves(bytes, by: "\\ufffd") else { return nil }
        return try? JSONValue(parsing: String(decoding: text, as: UTF8.self))
    }

    /// Puts halves together in what a chunk of ``json(_:)`` brings, or in the one that follows it.
    mutating func join(_ chunk: inout ChatChunk) {
        for place in chunk.choices.indices {
            let choice = chunk.choices[place]
            let isEnd = choice.finishReason != nil
            chunk.choices[place].content = join(
                choice.content, Key(index: choice.index, text: .content), isEnd: isEnd)
            chunk.choices[place].reasoning = join(
                choice.reasoning, Key(index: choice.index, text: .reasoning), isEnd: isEnd)
            for (number, call) in choice.toolCalls.enumerated() {
                chunk.choices[place].toolCalls[number].arguments =
                    join(call.arguments, Key(index: choice.index, text: .arguments(call: call.index)), isEnd: isEnd)
                    ?? ""
            }
            guard isEnd else { continue }
            // Nothing follows a choice's end: a half of a call that this chunk does not name has no other.
            for key in halves.keys where key.index == choice.index {
                guard case .arguments(let call) = key.text else { continue }
                halves[key] = nil
                chunk.choices[place].toolCalls.append(ToolCall(index: call, id: nil, name: nil, arguments: "\u{FFFD}"))
            }
        }
    }

    /// Returns whether a text of ``json(_:)`` holds a stand-in for a half.
    package static func hasStandIn(in text: String) -> Bool {
        text.unicodeScalars.contains { (shift + 0xD800...shift + 0xDFFF).contains($0.value) }
    }

    private mutating func join(_ text: String?, _ key: Key, isEnd: Bool) -> String? {
        guard text?.isEmpty == false || isEnd && halves[key] != nil else { return text }
        var out = String.UnicodeScalarView()
        func replace() { out.append("\u{FFFD}") }
        for scalar in (text ?? "").unicodeScalars {
            let half = scalar.value >= Self.shift ? scalar.value - Self.shift : 0
            switch half {
            case 0xD800...0xDBFF:
                if halves[key] != nil { replace() }
                halves[key] = half
            case 0xDC00...0xDFFF:
                let joined = halves.removeValue(forKey: key).flatMap {
                    Unicode.Scalar(0x1_0000 + ($0 - 0xD800) << 10 + (half - 0xDC00))
                }
                if let joined { out.append(joined) } else { replace() }
            default:
                if halves.removeValue(forKey: key) != nil { replace() }
                out.append(scalar)
            }
        }
        if isEnd, halves.removeValue(forKey: key) != nil { replace() }
        return String(out)
    }

    /// The bytes with each lone half's escape replaced; nil where there is none, and all is UTF-8.
    private static func replacingHalves(_ bytes: [UInt8], by word: String? = nil) -> [UInt8]? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 16)
        var hasChanged = String(validating: bytes, as: UTF8.self) == nil
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                out.append(bytes[index])
                index += 1
                continue
            }
            guard let unit = unit(bytes, at: index), unit & 0xF800 == 0xD800 else {
                out += bytes[index...index + 1]
                index += 2
                continue
            }
            if unit < 0xDC00, let second = Self.unit(bytes, at: index + 6), second & 0xFC00 == 0xDC00 {
                out += bytes[index..<index + 12]
                index += 12
                continue
            }
            hasChanged = true
            let standIn = Unicode.Scalar(unit + shift).map { Array(String($0).utf8) } ?? []
            out += word.map { Array($0.utf8) } ?? standIn
            index += 6
        }
        return hasChanged ? out : nil
    }

    /// The number of the escape `\uXXXX` at `index`; nil where there is none.
    private static func unit(_ bytes: [UInt8], at index: Int) -> UInt32? {
        guard index + 5 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        let digits = bytes[index + 2...index + 5]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
