import ALCFJSON

/// Walks over JSON in place. As strict as jansson, or stricter: what it is not sure of is irregular.
enum Scanner {
    typealias Failure = ChunkScan.Failure

    /// The byte at `position`, blanks and tabs passed over. A line end would be white space to JSON, but it ends the
    /// line of the event.
    @inline(__always)
    private static func next(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x09 else { throw .irregular }
            position += 1
        }
        throw .incomplete
    }

    @inline(__always)
    private static func expect(
        _ byte: StaticString, _ bytes: Span<UInt8>, _ position: inout Int
    ) throws(Failure) {
        guard try next(bytes, &position) == byte.first else { throw .irregular }
        position += 1
    }

    /// Calls `member` with the range of each key; it must take the value.
    @inline(__always)
    static func object(
        _ bytes: Span<UInt8>, _ position: inout Int,
        _ member: (Span<UInt8>, inout Int, Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        try expect("{", bytes, &position)
        if try next(bytes, &position) == UInt8(ascii: "}") {
            position += 1
            return
        }
        while true {
            let key = try string(bytes, &position, allowsEscapes: false)
            try expect(":", bytes, &position)
            try member(bytes, &position, key)
            let byte = try next(bytes, &position)
            position += 1
            if byte == UInt8(ascii: "}") { return }
            guard byte == UInt8(ascii: ",") else { throw .irregular }
        }
    }

    /// Calls `element` at each element; it must take it.
    @inline(__always)
    static func array(
        _ bytes: Span<UInt8>, _ position: inout Int, _ element: (Span<UInt8>, inout Int) throws(Failure) -> Void
    ) throws(Failure) {
        try expect("[", bytes, &position)
        if try next(bytes, &position) == UInt8(ascii: "]") {
            position += 1
            return
        }
        while true {
            try element(bytes, &position)
            let byte = try next(bytes, &position)
            position += 1
            if byte == UInt8(ascii: "]") { return }
            guard byte == UInt8(ascii: ",") else { throw .irregular }
        }
    }

    /// Takes a string; the range of what is between its quotes, still escaped. Only ASCII is plain enough.
    @inline(__always)
    static func string(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsEscapes: Bool = true
    ) throws(Failure) -> Range<Int> {
        try expect("\"", bytes, &position)
        let start = position
        var index = position
        let end = bytes.count
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                position = index + 1
                return start..<index
            }
            if byte == UInt8(ascii: "\\") {
                guard allowsEscapes else { throw .irregular }
                try escape(bytes, &index)
                continue
            }
            guard byte >= 0x20, byte < 0x80 else { throw .irregular }
            index += 1
        }
        throw .incomplete
    }

    /// Takes a string without escapes: its range is what it means.
    static func plainString(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) -> Range<Int> {
        try string(bytes, &position, allowsEscapes: false)
    }

    private static func escape(_ bytes: Span<UInt8>, _ index: inout Int) throws(Failure) {
        guard index + 1 < bytes.count else { throw .incomplete }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
        case UInt8(ascii: "u"):
            guard index + 5 < bytes.count else { throw .incomplete }
            // Halves of a pair must fit together, which is for the full parse to see.
            guard let unit = JSONEscape.unit(bytes, at: index + 2), unit & 0xF800 != 0xD800 else { throw .irregular }
            index += 6
        default: throw .irregular
        }
    }

    /// Takes `null` where it stands; false, with nothing taken, where something else begins.
    @inline(__always)
    static func isNull(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) -> Bool {
        guard try next(bytes, &position) == UInt8(ascii: "n") else { return false }
        try word("null", bytes, &position)
        return true
    }

    private static func word(_ text: StaticString, _ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) {
        guard position + text.utf8CodeUnitCount <= bytes.count else { throw .incomplete }
        guard matches(bytes, position..<position + text.utf8CodeUnitCount, text) else { throw .irregular }
        position += text.utf8CodeUnitCount
    }

    /// Takes an integer of at most nine digits without a sign.
    static func smallInt(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) -> Int {
        _ = try next(bytes, &position)
        let start = position
        try number(bytes, &position)
        guard position - start <= 9 else { throw .irregular }
        var value = 0
        for index in start..<position {
            let byte = bytes[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { throw .irregular }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// Takes any value.
    static func skip(_ bytes: Span<UInt8>, _ position: inout Int, depth: Int) throws(Failure) {
        guard depth < 32 else { throw .irregular }
        switch try next(bytes, &position) {
        case UInt8(ascii: "\""): _ = try string(bytes, &position)
        case UInt8(ascii: "{"):
            try object(bytes, &position) { bytes, position, _ throws(Failure) in
                try skip(bytes, &position, depth: depth + 1)
            }
        case UInt8(ascii: "["):
            try array(bytes, &position) { bytes, position throws(Failure) in
                try skip(bytes, &position, depth: depth + 1)
            }
        case UInt8(ascii: "n"): try word("null", bytes, &position)
        case UInt8(ascii: "t"): try word("true", bytes, &position)
        case UInt8(ascii: "f"): try word("false", bytes, &position)
        default: try number(bytes, &position)
        }
    }

    /// `-`? digits (`.` digits)?, without a leading zero; short enough to overflow nothing, and without an exponent.
    private static func number(_ bytes: Span<UInt8>, _ position: inout Int) throws(Failure) {
        let start = position
        var index = position
        func digits() throws(Failure) -> Int {
            let first = index
            while index < bytes.count, bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") {
                index += 1
            }
            return index - first
        }
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let integerStart = index
        let count = try digits()
        guard index < bytes.count else { throw .incomplete }
        guard count > 0, count == 1 || bytes[integerStart] != UInt8(ascii: "0") else { throw .irregular }
        if bytes[index] == UInt8(ascii: ".") {
            index += 1
            let fraction = try digits()
            guard index < bytes.count else { throw .incomplete }
            guard fraction > 0 else { throw .irregular }
        }
        // Characters that may follow a number in a chunk; an exponent is not among them.
        switch bytes[index] {
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x09: break
        default: throw .irregular
        }
        guard index - start <= 18 else { throw .irregular }
        position = index
    }

    /// Appends the text of a string that was taken: what it means, in UTF-8.
    static func append(_ bytes: Span<UInt8>, _ range: Range<Int>, to text: inout [UInt8]) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                index += 1
                continue
            }
            // Every escape of a string that was taken has a meaning.
            index = JSONEscape.append(bytes, at: index, to: &text) ?? range.upperBound
        }
    }

    @inline(__always)
    static func matches(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && hasPrefix(bytes, range, text)
    }

    @inline(__always)
    static func hasPrefix(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { text in
            for index in 0..<text.count where text[index] != bytes[range.lowerBound + index] { return false }
            return true
        }
    }
}

extension StaticString {
    fileprivate var first: UInt8 { withUTF8Buffer { $0.first ?? 0 } }
}
