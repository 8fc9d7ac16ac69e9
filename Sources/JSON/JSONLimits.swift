/// The largest size of a JSON document before a tree is made of it.
///
/// A tree takes some hundred bytes for each value, so that a document of many small ones takes fifty times its own
/// length. What is looked at here is the text alone, in one pass and without memory.
public struct JSONLimits: Sendable, Hashable {
    /// Bytes of the text.
    public let bytes: Int
    /// Values: members, elements, and the root.
    public let values: Int
    /// Arrays and objects within each other.
    public let depth: Int

    /// Limits.
    public init(bytes: Int, values: Int, depth: Int) {
        self.bytes = bytes
        self.values = values
        self.depth = depth
    }

    /// For what a server sends: lists, answers, errors. The longest list of the service is some tens of KB.
    public static let answer = JSONLimits(bytes: 8 << 20, values: 250_000, depth: 64)
    /// For so many vectors of up to 16,384 numbers, as text of up to 24 bytes each.
    public static func vectors(_ count: Int) -> JSONLimits {
        let numbers = min(max(1, count), 512) * 16_384
        return JSONLimits(bytes: answer.bytes + 24 * numbers, values: answer.values + numbers, depth: answer.depth)
    }
    /// For a page of a data set's rows.
    public static let page = JSONLimits(bytes: 64 << 20, values: 2_000_000, depth: 64)
    /// For one line of a file of records.
    public static let line = JSONLimits(bytes: 256 << 20, values: 8_000_000, depth: 64)
    /// For a file that the user names.
    public static let file = JSONLimits(bytes: 1 << 30, values: 100_000_000, depth: 256)

    /// - Throws: ``JSONError`` with the code `tooLarge`. That a text is JSON is not said by passing.
    func check(_ text: [UInt8]) throws(JSONError) {
        guard text.count <= bytes else { throw JSONError(.tooLarge, "is longer than \(bytes) bytes") }
        // A text without so many bytes has not so many values either: most are done here.
        guard text.count > min(2 * values, depth) else { return }
        var (count, level, index, isText) = (1, 0, 0, false)
        let span = text.span
        while index < span.count {
            let byte = span[index]
            if isText {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isText = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isText = true
                case UInt8(ascii: ","): count += 1
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    level += 1
                    count += 1
                    if level > depth { throw JSONError(.tooLarge, "is nested more than \(depth) deep") }
                case UInt8(ascii: "]"), UInt8(ascii: "}"): level -= 1
                default: break
                }
                if count > values { throw JSONError(.tooLarge, "holds more than \(values) values") }
            }
            index += 1
        }
    }
}
