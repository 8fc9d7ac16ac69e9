import ALCFSystem

/// Text from a file or a pipe, by the mark at its beginning in UTF-8, UTF-16 or UTF-32, and else in UTF-8. Nothing is guessed,
/// and nothing is replaced: what is no text is refused, with what it looks like.
struct PlainText {
    let text: String

    /// - Parameters:
    ///   - bytes: all that was read.
    ///   - path: the file they are from; nil for standard input.
    ///   - use: how text is handed over, for remedies.
    /// - Throws: ``UsageError`` for anything but text.
    init(_ bytes: [UInt8], path: String?, use: String = "alcf chat \"…\"") throws(UsageError) {
        let what = path.map { "'\($0)'" } ?? "standard input"
        if let encoding = UnicodeMark(bytes) {
            guard let text = encoding.decode(bytes) else {
                throw UsageError(
                    "\(what) begins with the mark of \(encoding.name), and is not \(encoding.name)",
                    remedy: "It is damaged, or cut off: save it as UTF-8 again.")
            }
            guard !text.utf8.contains(0) else { throw Self.binary(what, bytes, path, use) }
            self.text = text
            return
        }
        let fault = UTF8Fault(bytes)
        let isText = fault == nil && !bytes.contains(0)
        if !isText || FileKind.isPlainPDF(bytes), let kind = FileKind(bytes) {
            throw UsageError("\(what) is \(kind.name), and not text", remedy: kind.remedy(path: path, use: use))
        }
        if bytes.contains(0) { throw Self.binary(what, bytes, path, use) }
        if let fault {
            throw UsageError("\(what) is not UTF-8: \(fault.sentence)", remedy: fault.remedy(path: path, use: use))
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Zero bytes are in no text; every second byte of them is UTF-16 without its mark.
    private static func binary(_ what: String, _ bytes: [UInt8], _ path: String?, _ use: String) -> UsageError {
        let sample = bytes.prefix(4096)
        let even = sample.enumerated().count { $0.offset % 2 == 0 && $0.element == 0 }
        let odd = sample.enumerated().count { $0.offset % 2 == 1 && $0.element == 0 }
        let half = sample.count / 2
        guard sample.count >= 2, max(even, odd) > half / 2, min(even, odd) * 8 <= half else {
            return UsageError("\(what) is binary data, and not text", remedy: "Give plain text.")
        }
        let name = odd > even ? "UTF-16LE" : "UTF-16BE"
        return UsageError(
            "\(what) looks like \(name) without its mark",
            remedy: "Convert it: iconv -f \(name) -t UTF-8 \(path?.shellQuoted ?? "FILE") | \(use)")
    }
}

/// An encoding that a text names by the mark at its beginning.
enum UnicodeMark: CaseIterable {
    // The marks of UTF-32 come first: one of them begins like one of UTF-16.
    case utf32LE, utf32BE, utf8, utf16LE, utf16BE

    init?(_ bytes: [UInt8]) {
        guard let mark = Self.allCases.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
        self = mark
    }

    var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LE, .utf16BE: "UTF-16"
        case .utf32LE, .utf32BE: "UTF-32"
        }
    }

    private var bytes: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LE: [0xFF, 0xFE]
        case .utf16BE: [0xFE, 0xFF]
        case .utf32LE: [0xFF, 0xFE, 0, 0]
        case .utf32BE: [0, 0, 0xFE, 0xFF]
        }
    }

    /// The text after the mark; nil where it is not in this encoding.
    func decode(_ bytes: [UInt8]) -> String? {
        let rest = bytes.dropFirst(self.bytes.count)
        switch self {
        case .utf8: return UTF8Fault(Array(rest)) == nil ? String(decoding: rest, as: UTF8.self) : nil
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
