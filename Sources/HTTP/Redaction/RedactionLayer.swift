/// Bytes that a text stands for when something in it is decoded, and where in the text each of them is from.
struct RedactionLayer {
    private(set) var bytes: [UInt8]
    /// For each byte, the part of the text that stands for it.
    private var starts: [Int32]
    private var ends: [Int32]

    /// The text itself.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = bytes.indices.map { Int32(truncatingIfNeeded: $0) }
        ends = bytes.indices.map { Int32(truncatingIfNeeded: $0 + 1) }
    }

    private init() { (bytes, starts, ends) = ([], [], []) }

    private mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
        starts.reserveCapacity(count)
        ends.reserveCapacity(count)
    }

    private mutating func append(_ byte: UInt8, from first: Int, through last: Int, of layer: RedactionLayer) {
        bytes.append(byte)
        starts.append(layer.starts[first])
        ends.append(layer.ends[last])
    }

    /// The part of the text that bytes of this layer are from.
    func origin(of range: Range<Int>) -> Range<Int> {
        guard !range.isEmpty else { return 0..<0 }
        return Int(starts[range.lowerBound])..<Int(ends[range.upperBound - 1])
    }

    /// Returns the parts of a text that may stand for something else, where all around them stands for nothing but
    /// itself: a look at each byte, which most texts need no more than. Nil where ``forEach(for:_:)`` must look at
    /// the whole.
    static func encodedRuns(in bytes: [UInt8], for shortest: Int) -> [Range<Int>]? {
        var runs: [Range<Int>] = []
        var start = 0
        var before: UInt8 = 0x20
        for index in bytes.indices {
            let byte = bytes[index]
            // Control characters, what is beyond ASCII, and a blank that is not between two words.
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || before != 0x20 else { return nil }
            switch byte {
            case UInt8(ascii: "%"), UInt8(ascii: "\\"), UInt8(ascii: "&"), UInt8(ascii: "+"): return nil
            default: break
            }
            // A run of hexadecimal digits is one of base64 too, and longer for the same bytes.
            if base64Digit(byte) == nil {
                if (index - start) * 6 >= shortest * 8 { runs.append(start..<index) }
                start = index + 1
            }
            before = byte
        }
        if (bytes.count - start) * 6 >= shortest * 8 { runs.append(start..<bytes.count) }
        return before == 0x20 ? nil : runs
    }

    /// Calls `body` with the text, and with everything that it may stand for, one after the other: all of them together
    /// would take a hundred times the memory of a long text.
    ///
    /// - Parameter shortest: the bytes of the shortest thing that is looked for.
    func forEach(for shortest: Int, _ body: (RedactionLayer) -> Void) {
        var layer = self
        // Text that was escaped twice is no rarity in an error that was passed on.
        for depth in 0..<4 {
            layer.forEachForm { $0.forEachDecoded(shortest, body) }
            guard depth < 3, let next = layer.unescaped else { return }
            layer = next
        }
    }

    /// Calls `body` with the bytes as they are, as a form has them, and without what is not seen.
    private func forEachForm(_ body: (RedactionLayer) -> Void) {
        body(self)
        if let printable { body(printable) }
        guard let formDecoded else { return }
        body(formDecoded)
        if let printable = formDecoded.printable { body(printable) }
    }

    /// Calls `body` with the bytes as they are, and with what runs of them encode.
    private func forEachDecoded(_ shortest: Int, _ body: (RedactionLayer) -> Void) {
        body(self)
        func take(_ layer: RedactionLayer) {
            body(layer)
            layer.forEachBase64(shortest, body)
        }
        forEachBase64(shortest, take)
        forEachRun(of: 4, shortest, Self.hexDigit, take)
    }

    // MARK: Escapes

    /// With `%2B`, `\u002b`, `\x2b`, `\/`, `&#43;` and `&amp;` decoded, and `+` as it is; nil where nothing of that is
    /// there.
    private var unescaped: RedactionLayer? {
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "&") })
        else { return nil }
        var result = RedactionLayer()
        var index = 0
        while index < bytes.count {
            let (decoded, length) = escape(at: index) ?? ([bytes[index]], 1)
            for byte in decoded { result.append(byte, from: index, through: index + length - 1, of: self) }
            index += length
        }
        return result.bytes.count < bytes.count ? result : nil
    }

    /// With blanks for `+`, as forms have them; nil without any.
    private var formDecoded: RedactionLayer? {
        guard bytes.contains(UInt8(ascii: "+")) else { return nil }
        var result = self
        result.bytes = bytes.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }
        return result
    }

    private func escape(at index: Int) -> (bytes: [UInt8], length: Int)? {
        switch bytes[index] {
        case UInt8(ascii: "%"): return number(at: index + 1, digits: 2).map { ([UInt8(truncatingIfNeeded: $0)], 3) }
        case UInt8(ascii: "\\"):
            guard index + 1 < bytes.count else { return nil }
            switch bytes[index + 1] {
            case UInt8(ascii: "u"): return number(at: index + 2, digits: 4).map { (Self.utf8($0), 6) }
            case UInt8(ascii: "x"): return number(at: index + 2, digits: 2).map { ([UInt8(truncatingIfNeeded: $0)], 4) }
            // These stand for what is no part of a secret.
            case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return ([0x0A], 2)
            case let other: return ([other], 2)
            }
        case UInt8(ascii: "&"): return reference(at: index)
        default: return nil
        }
    }

    /// A character by its number.
    private static func utf8(_ number: Int) -> [UInt8] {
        UInt32(exactly: number).flatMap(Unicode.Scalar.init).map { Array(String($0).utf8) } ?? [UInt8(ascii: "?")]
    }

    /// A number in so many hexadecimal digits.
    private func number(at index: Int, digits: Int) -> Int? {
        guard index + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + digits] {
            guard let digit = Self.hexDigit(byte) else { return nil }
            value = value << 4 | Int(digit)
        }
        return value
    }

    private func reference(at index: Int) -> (bytes: [UInt8], length: Int)? {
        guard let end = bytes[index..<min(index + 10, bytes.count)].firstIndex(of: UInt8(ascii: ";")) else {
            return nil
        }
        let name = String(decoding: bytes[index + 1..<end], as: UTF8.self)
        let length = end - index + 1
        switch name {
        case "amp": return ([UInt8(ascii: "&")], length)
        case "lt": return ([UInt8(ascii: "<")], length)
        case "gt": return ([UInt8(ascii: ">")], length)
        case "quot": return ([UInt8(ascii: "\"")], length)
        case "apos": return ([UInt8(ascii: "'")], length)
        default: break
        }
        guard name.utf8.first == UInt8(ascii: "#") else { return nil }
        let digits = name.dropFirst()
        let isHexadecimal = digits.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "x")
        return Int(isHexadecimal ? digits.dropFirst() : digits, radix: isHexadecimal ? 16 : 10)
            .map { (Self.utf8($0), length) }
    }

    /// Without line ends, control characters, everything beyond ASCII, and blanks beside these; nil where there is
    /// nothing of that. A blank between two words stays: prose is no secret that was cut into lines.
    private var printable: RedactionLayer? {
        func isVisible(_ index: Int) -> Bool {
            bytes.indices.contains(index) && bytes[index] > 0x20 && bytes[index] < 0x7F
        }
        var result = RedactionLayer()
        for index in bytes.indices
        where isVisible(index) || bytes[index] == 0x20 && isVisible(index - 1) && isVisible(index + 1) {
            result.append(bytes[index], from: index, through: index, of: self)
        }
        return result.bytes.count < bytes.count ? result : nil
    }

    // MARK: Encodings of bytes in characters

    /// Calls `body` with every run of base64 or base64url, decoded from each place where a group may begin.
    private func forEachBase64(_ shortest: Int, _ body: (RedactionLayer) -> Void) {
        forEachRun(of: 6, shortest, Self.base64Digit, body)
    }

    /// - Parameter bits: how many of a byte's a character stands for.
    private func forEachRun(
        of bits: Int, _ shortest: Int, _ digit: (UInt8) -> UInt8?, _ body: (RedactionLayer) -> Void
    ) {
        var start = 0
        while start < bytes.count {
            guard digit(bytes[start]) != nil else {
                start += 1
                continue
            }
            var end = start
            while end < bytes.count, digit(bytes[end]) != nil { end += 1 }
            // The first group may begin anywhere, since what stands before may be a run of its own.
            if (end - start) * bits >= shortest * 8 {
                for first in start..<start + (bits == 6 ? 4 : 2) {
                    body(decoded(first..<end, bits: bits, digit))
                }
            }
            start = end
        }
    }

    private func decoded(_ run: Range<Int>, bits: Int, _ digit: (UInt8) -> UInt8?) -> RedactionLayer {
        var result = RedactionLayer()
        result.reserve(run.count * bits / 8)
        var (value, count) = (0, 0)
        for index in run {
            value = (value << bits | Int(digit(bytes[index]) ?? 0)) & 0xFFFF
            count += bits
            guard count >= 8 else { continue }
            count -= 8
            // A byte is never spread over more than two characters.
            result.append(
                UInt8(truncatingIfNeeded: value >> count), from: max(run.lowerBound, index - 1), through: index,
                of: self)
        }
        return result
    }

    private static func base64Digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
        default: nil
        }
    }
}
