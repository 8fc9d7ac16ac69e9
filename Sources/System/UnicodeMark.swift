/// An encoding that a text names by the mark at its beginning.
package enum UnicodeMark: CaseIterable, Sendable {
    // Those of UTF-32 come first: one of them begins like one of UTF-16.
    case utf32LE, utf32BE, utf8, utf16LE, utf16BE

    /// The encoding of `bytes` by their beginning; nil where no mark is there.
    package init?(_ bytes: [UInt8]) {
        guard let mark = Self.allCases.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
        self = mark
    }

    /// Its name, without the order of bytes.
    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LE, .utf16BE: "UTF-16"
        case .utf32LE, .utf32BE: "UTF-32"
        }
    }

    /// The mark.
    package var bytes: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LE: [0xFF, 0xFE]
        case .utf16BE: [0xFE, 0xFF]
        case .utf32LE: [0xFF, 0xFE, 0, 0]
        case .utf32BE: [0, 0, 0xFE, 0xFF]
        }
    }

    /// Returns the text after the mark; nil where it is not in this encoding.
    package func decode(_ bytes: [UInt8]) -> String? {
        let rest = bytes.dropFirst(self.bytes.count)
        switch self {
        case .utf8: return String(validating: rest, as: UTF8.self)
        case .utf16LE, .utf16BE:
            guard rest.count % 2 == 0 else { return nil }
            let units = stride(from: rest.startIndex, to: rest.endIndex, by: 2).map { place -> UInt16 in
                let (first, second) = (UInt16(rest[place]), UInt16(rest[place + 1]))
                return self == .utf16LE ? first | second << 8 : first << 8 | second
            }
            return Self.string(units, UTF16.self)
        case .utf32LE, .utf32BE:
            guard rest.count % 4 == 0 else { return nil }
            let units = stride(from: rest.startIndex, to: rest.endIndex, by: 4).map { place -> UInt32 in
                let bytes = self == .utf32BE ? Array(rest[place..<place + 4]) : rest[place..<place + 4].reversed()
                return bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            return Self.string(units, UTF32.self)
        }
    }

    /// Nil for a unit that stands for nothing.
    private static func string<Codec: UnicodeCodec>(_ units: [Codec.CodeUnit], _ codec: Codec.Type) -> String? {
        var (codec, iterator) = (Codec(), units.makeIterator())
        var scalars = String.UnicodeScalarView()
        while true {
            switch codec.decode(&iterator) {
            case .scalarValue(let scalar): scalars.append(scalar)
            case .emptyInput: return String(scalars)
            case .error: return nil
            }
        }
    }
}
