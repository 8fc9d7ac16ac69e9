import Glibc

/// A reader of objects that stand on lines, as ``JSONLine`` writes them: in place and without a tree, for records of
/// many lines.
///
/// Members are taken in the order in which they were written. Anything else than such a line has (blanks, another
/// order, a number of too many digits, half of a pair of escapes) is ``Irregular``: then ``JSONValue/init(parsing:)``
/// must decide. What is taken is what that would find.
public struct JSONLineScan: Sendable {
    /// The reason that a line has to be read as a tree.
    public struct Irregular: Error {
        /// Nothing more is known.
        public init() {}
    }

    /// The lines.
    public private(set) var bytes: [UInt8]
    /// Place of the next byte to be taken.
    public var position: Int
    private var strings = StringPool()

    /// Lines, from their first byte.
    public init(_ bytes: [UInt8] = []) {
        self.bytes = bytes
        position = 0
    }

    /// Adds bytes at the end, and lets go of those that were taken.
    public mutating func append(_ more: ArraySlice<UInt8>) {
        bytes.removeSubrange(..<position)
        position = 0
        bytes += more
    }

    /// Place of the line feed that ends the line at ``position``; nil where it is not there yet.
    public var lineEnd: Int? {
        guard position < bytes.count else { return nil }
        return unsafe bytes.withUnsafeBytes { raw in
            guard let start = raw.baseAddress,
                let found = unsafe memchr(start + position, 0x0A, raw.count - position)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - start
        }
    }

    // MARK: Members

    /// Begins an object.
    public mutating func open() throws(Irregular) { try take(UInt8(ascii: "{")) }

    /// Ends an object, and its line.
    public mutating func close() throws(Irregular) {
        try take(UInt8(ascii: "}"))
        try take(0x0A)
    }

    /// Takes the name of the next member; false, with nothing taken, where it has another one.
    public mutating func take(key: StaticString) -> Bool {
        let isFirst = position > 0 && bytes[position - 1] == UInt8(ascii: "{")
        let start = isFirst ? position : position + 1
        let length = key.utf8CodeUnitCount
        let end = start + length + 3
        guard end <= bytes.count, isFirst || bytes[position] == UInt8(ascii: ","), bytes[start] == UInt8(ascii: "\""),
            bytes[end - 2] == UInt8(ascii: "\""), bytes[end - 1] == UInt8(ascii: ":")
        else { return false }
        guard holds(key, at: start + 1) else { return false }
        position = end
        return true
    }

    private mutating func take(_ byte: UInt8) throws(Irregular) {
        guard position < bytes.count, bytes[position] == byte else { throw Irregular() }
        position += 1
    }

    // MARK: Values

    /// Takes `null`; false, with nothing taken, where something else stands.
    public mutating func null() -> Bool { word("null") }

    /// Takes a truth value.
    public mutating func bool() throws(Irregular) -> Bool {
        if word("true") { return true }
        guard word("false") else { throw Irregular() }
        return false
    }

    /// Takes an integer.
    public mutating func int() throws(Irregular) -> Int {
        let number = try JSONNumberText(bytes, position)
        guard let value = number.int else { throw Irregular() }
        position = number.end
        return value
    }

    /// Takes a number.
    public mutating func double() throws(Irregular) -> Double {
        let number = try JSONNumberText(bytes, position)
        // An integer beyond 64 bits is an error, and a real beyond a `Double` too.
        guard let value = number.double ?? (number.isInteger ? nil : Double(text(position..<number.end))),
            value.isFinite
        else { throw Irregular() }
        position = number.end
        return value
    }

    /// Takes a string.
    public mutating func string() throws(Irregular) -> String {
        let start = position + 1
        try take(UInt8(ascii: "\""))
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let value = strings.string(bytes[start..<index]) else { throw Irregular() }
                position = index + 1
                return value
            case UInt8(ascii: "\\"): return try escapedString(start, index)
            case ..<0x20: throw Irregular()
            default: index += 1
            }
        }
        throw Irregular()
    }

    /// Takes an object whose members are mostly numbers.
    public mutating func object() throws(Irregular) -> JSONObject {
        var object = JSONObject()
        try take(UInt8(ascii: "{"))
        while position < bytes.count, bytes[position] != UInt8(ascii: "}") {
            if !object.isEmpty { try take(UInt8(ascii: ",")) }
            let key = try string()
            try take(UInt8(ascii: ":"))
            if let number = try? JSONNumberText(bytes, position) {
                object[key] = number.isInteger ? .int(try int()) : .double(try double())
            } else {
                object[key] = try value()
            }
        }
        try take(UInt8(ascii: "}"))
        return object
    }

    /// Takes any value as a tree.
    public mutating func value() throws(Irregular) -> JSONValue {
        let start = position
        var depth = 0
        var isText = false
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\\") where isText: position += 1
            case UInt8(ascii: "\""): isText.toggle()
            case _ where isText: break
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ","):
                if depth == 0 {
                    guard let value = try? JSONValue(parsing: Array(bytes[start..<position]), limits: .line) else {
                        throw Irregular()
                    }
                    return value
                }
                if byte != UInt8(ascii: ",") { depth -= 1 }
            case 0x0A: throw Irregular()
            default: break
            }
            position += 1
        }
        throw Irregular()
    }

    /// Takes a number or a word that is of no use; false where something else stands.
    public mutating func skip() -> Bool {
        if let number = try? JSONNumberText(bytes, position) {
            // Whether a longer one has a value is for a full parse to say.
            guard number.int != nil || number.isShort else { return false }
            position = number.end
            return true
        }
        return word("null") || word("true") || word("false")
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end < bytes.count, JSONNumberText.ends(before: bytes[end]) else { return false }
        guard holds(word, at: position) else { return false }
        position = end
        return true
    }

    private func holds(_ text: StaticString, at start: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        return unsafe bytes.withUnsafeBytes { raw in
            guard let first = raw.baseAddress, start + length <= raw.count else { return false }
            return unsafe memcmp(first + start, text.utf8Start, length) == 0
        }
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // MARK: Escapes

    /// Takes the rest of a string from its first escape on.
    private mutating func escapedString(_ start: Int, _ first: Int) throws(Irregular) -> String {
        var plain = Array(bytes[start..<first])
        var index = first
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                guard let value = String(validating: plain, as: UTF8.self) else { throw Irregular() }
                position = index + 1
                return value
            case UInt8(ascii: "\\"):
                guard let next = JSONEscape.append(bytes.span, at: index, to: &plain) else { throw Irregular() }
                index = next
            case ..<0x20: throw Irregular()
            case let byte:
                plain.append(byte)
                index += 1
            }
        }
        throw Irregular()
    }
}
