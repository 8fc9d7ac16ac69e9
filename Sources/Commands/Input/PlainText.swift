import ALCFSystem

/// Text from a file or a pipe, by the mark at its beginning in UTF-8, UTF-16 or UTF-32, and else in UTF-8. Nothing is
/// guessed, and nothing is replaced: what is no text is refused, with what it looks like.
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
            throw UsageError("\(what) is \(kind.name), not text", remedy: kind.remedy(path: path, use: use))
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
            return UsageError("\(what) is binary data, not text", remedy: "Give plain text.")
        }
        let name = odd > even ? "UTF-16LE" : "UTF-16BE"
        return UsageError(
            "\(what) looks like \(name) without its mark",
            remedy: "Convert it: iconv -f \(name) -t UTF-8 \(path?.shellQuoted ?? "FILE") | \(use)")
    }
}
