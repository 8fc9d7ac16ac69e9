import ALCFSystem

/// Looks whether bytes are a text in UTF-8, before anything is read from them.
enum DataText {
    /// Returns the bytes without a mark before them.
    ///
    /// - Throws: ``BenchError`` for another encoding, another kind of file, and naming the line for bytes that are no
    ///   UTF-8.
    package static func utf8(_ bytes: [UInt8], name: String) throws(BenchError) -> [UInt8] {
        if let (kind, remedy) = kind(of: bytes) {
            throw BenchError(.dataSet, "\(name) is \(kind), not text", remedy: remedy)
        }
        if let encoding = TextEncoding.foreignName(bytes) {
            throw BenchError(
                .dataSet, "\(name) is \(encoding), and must be UTF-8",
                remedy: "save it as UTF-8, or: iconv -f \(encoding) -t UTF-8 FILE > NEW")
        }
        if let line = TextEncoding.firstInvalidLine(bytes) {
            throw BenchError(
                .dataSet, "\(name), line \(line), is not UTF-8",
                remedy: "save it as UTF-8, or, if it is Windows' or Latin-1: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW")
        }
        return TextEncoding.withoutMark(bytes)
    }

    /// Other kinds of files that hold data, by their first bytes.
    private static func kind(of bytes: [UInt8]) -> (kind: String, remedy: String)? {
        let table =
            "write it as JSON Lines, as in: pandas.read_parquet(…).to_json('x.jsonl', orient='records', lines=True)"
        let kinds: [(String, String, String)] = [
            ("PAR1", "a Parquet file", table), ("ARROW1", "an Arrow file", table),
            ("PK\u{3}\u{4}", "a ZIP archive or a workbook", "unpack it, or save the sheet as CSV (UTF-8)"),
            ("BZh", "packed with bzip2", "unpack it: bunzip2 FILE"), ("%PDF", "a PDF", "give its text"),
        ]
        if let found = kinds.first(where: { bytes.starts(with: Array($0.0.utf8)) }) { return (found.1, found.2) }
        if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) { return ("packed with xz", "unpack it: unxz FILE") }
        if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return ("packed with zstd", "unpack it: unzstd FILE") }
        return nil
    }
}
