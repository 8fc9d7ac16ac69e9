import ALCFSystem

/// A kind of file that gives itself away by its first bytes, and holds something else than plain text.
struct FileKind: Sendable, Hashable {
    /// Name in a sentence: `a PDF`.
    let name: String
    let advice: Advice

    /// A way of giving the content to a model.
    enum Advice: Sendable, Hashable {
        /// A command that prints the text; `FILE` stands for the file.
        case command(String)
        /// Models look at pictures of this kind.
        case picture
        /// A sentence.
        case sentence(String)
    }

    /// The kind of these bytes; nil for what may be text.
    init?(_ bytes: [UInt8]) {
        guard
            let kind = Self.known.first(where: { $0.signatures.contains { $0.fits(bytes) } })
                ?? Self.known.first(where: { $0.signatures.contains { $0.isHead && $0.stands(near: bytes) } })
        else { return nil }
        self = kind.name.hasPrefix("a ZIP") ? Self.zip(bytes) : FileKind(name: kind.name, advice: kind.advice)
    }

    /// Whether it is a PDF all of whose bytes are text: its beginning alone may be a question about one.
    static func isPlainPDF(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("%PDF-".utf8)) && bytes.firstRange(of: Array("endobj".utf8)) != nil
    }

    private init(name: String, advice: Advice) {
        self.name = name
        self.advice = advice
    }

    /// Returns the remedy in a sentence.
    ///
    /// - Parameters:
    ///   - path: the file's name; nil for standard input.
    ///   - use: how the text is handed over then, as in `alcf chat "…"`.
    func remedy(path: String?, use: String) -> String {
        let file = path.map(\.shellQuoted) ?? "FILE"
        return switch advice {
        case .command(let command):
            "Take its text out first: \(command.replacing("FILE", with: file)) | \(use)"
        case .picture: "Send it as a picture, to a model that sees: alcf chat --image \(file) \"…\""
        case .sentence(let text): text
        }
    }
}

/// Bytes at a place.
private struct Signature: Sendable {
    let bytes: [UInt8]
    let offset: Int

    /// Whether something may stand before it.
    var isHead: Bool { offset == 0 && bytes == Array("%PDF-".utf8) }

    init(_ text: String, at offset: Int = 0) {
        bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        self.offset = offset
    }

    func fits(_ data: [UInt8]) -> Bool { data.dropFirst(offset).starts(with: bytes) }

    /// Whether they stand near the beginning: a PDF may have something before its head.
    func stands(near data: [UInt8]) -> Bool { data.prefix(1024).firstRange(of: bytes) != nil }
}

extension FileKind {
    private struct Entry: Sendable {
        let name: String
        let signatures: [Signature]
        let advice: Advice
    }

    private static let office = Advice.command("libreoffice --headless --cat FILE")
    private static let sound = Advice.sentence("The models here take text and pictures: write down what is said in it.")
    private static let data = Advice.sentence("Print the part that matters as text (CSV, JSON), and ask about that.")
    private static let program = Advice.sentence(
        "Give its source, or what a tool such as 'strings' or 'objdump' prints of it.")

    /// For bytes that are no text already: some of these may begin a sentence.
    private static let known: [Entry] = [
        Entry(name: "a PDF", signatures: [Signature("%PDF-")], advice: .command("pdftotext -layout FILE -")),
        Entry(
            name: "a ZIP archive", signatures: [Signature("PK\u{3}\u{4}"), Signature("PK\u{5}\u{6}")], advice: office),
        Entry(
            name: "an old Office document (.doc, .xls, .ppt)",
            signatures: [Signature("\u{D0}\u{CF}\u{11}\u{E0}\u{A1}\u{B1}")],
            advice: office),
        Entry(name: "a gzip file", signatures: [Signature("\u{1F}\u{8B}")], advice: .command("gzip -dc FILE")),
        Entry(name: "an xz file", signatures: [Signature("\u{FD}7zXZ\0")], advice: .command("xz -dc FILE")),
        Entry(
            name: "a Zstandard file", signatures: [Signature("\u{28}\u{B5}\u{2F}\u{FD}")],
            advice: .command("zstd -dc FILE")),
        Entry(
            name: "a bzip2 file", signatures: [Signature("BZh91AY&SY"), Signature("1AY&SY", at: 4)],
            advice: .command("bzip2 -dc FILE")),
        Entry(name: "an LZ4 file", signatures: [Signature("\u{4}\"M\u{18}")], advice: .command("lz4 -dc FILE")),
        Entry(
            name: "a 7-Zip archive", signatures: [Signature("7z\u{BC}\u{AF}\u{27}\u{1C}")],
            advice: .command("7z x -so FILE")),
        Entry(
            name: "a RAR archive", signatures: [Signature("Rar!\u{1A}\u{7}")],
            advice: .sentence("Unpack it, and give the text file in it.")),
        Entry(name: "a tar archive", signatures: [Signature("ustar", at: 257)], advice: .command("tar -xOf FILE NAME")),
        Entry(
            name: "a picture",
            signatures: [
                Signature("\u{89}PNG\r\n\u{1A}\n"), Signature("\u{FF}\u{D8}\u{FF}"), Signature("GIF87a"),
                Signature("GIF89a"),
                Signature("WEBP", at: 8), Signature("II*\0"), Signature("MM\0*"),
            ], advice: .picture),
        Entry(
            name: "a picture (HEIC or AVIF)",
            signatures: ["ftypheic", "ftypheix", "ftypmif1", "ftypavif"].map { Signature($0, at: 4) },
            advice: .sentence("Convert it to PNG or JPEG, and send that: alcf chat --image FILE \"…\"")),
        Entry(
            name: "a sound or a film",
            signatures: [
                Signature("ID3"), Signature("\u{FF}\u{FB}"), Signature("OggS"), Signature("fLaC"),
                Signature("WAVE", at: 8),
                Signature("AVI ", at: 8), Signature("ftyp", at: 4), Signature("\u{1A}\u{45}\u{DF}\u{A3}"),
            ], advice: sound),
        Entry(
            name: "a program",
            signatures: [
                Signature("\u{7F}ELF"), Signature("\u{CF}\u{FA}\u{ED}\u{FE}"), Signature("\u{CA}\u{FE}\u{BA}\u{BE}"),
                Signature("\0asm"), Signature("MZ\u{90}\0"),
            ], advice: program),
        Entry(
            name: "an SQLite database", signatures: [Signature("SQLite format 3\0")],
            advice: .command("sqlite3 FILE .dump")),
        Entry(
            name: "a file of binary data (HDF5, NetCDF, NumPy, Parquet)",
            signatures: [
                Signature("\u{89}HDF\r\n\u{1A}\n"), Signature("CDF\u{1}"), Signature("CDF\u{2}"), Signature("CDF\u{5}"),
                Signature("\u{93}NUMPY"), Signature("PAR1"),
            ], advice: data),
    ]

    /// Many kinds of documents are ZIP archives inside.
    private static func zip(_ bytes: [UInt8]) -> FileKind {
        // The names of what is within stand as they are at the beginning, or in the directory at the end.
        let ends = [bytes.prefix(1 << 16), bytes.suffix(1 << 16)]
        func holds(_ name: String) -> Bool { ends.contains { $0.firstRange(of: Array(name.utf8)) != nil } }
        if holds("word/") { return FileKind(name: "a Word document", advice: .command("pandoc -t plain FILE")) }
        if holds("xl/") {
            return FileKind(name: "an Excel workbook", advice: .sentence("Save the sheet as CSV, and ask about that."))
        }
        if holds("ppt/") { return FileKind(name: "a PowerPoint presentation", advice: office) }
        if holds("application/vnd.oasis.opendocument") { return FileKind(name: "an OpenDocument file", advice: office) }
        if holds("application/epub+zip") {
            return FileKind(name: "an EPUB book", advice: .command("pandoc -t plain FILE"))
        }
        return FileKind(name: "a ZIP archive", advice: .command("unzip -p FILE NAME"))
    }
}
