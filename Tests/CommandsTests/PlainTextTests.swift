import ALCFSimulator
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFCommands

@Suite struct PlainTextTests {
    struct Case: CustomTestStringConvertible {
        let bytes: [UInt8]
        let text: String
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(bytes: Array("plain, ü 😀\n".utf8), text: "plain, ü 😀\n"),
        Case(bytes: [0xEF, 0xBB, 0xBF] + Array("marked".utf8), text: "marked"),
        Case(bytes: [0xFF, 0xFE, 0x42, 0, 0x3D, 0xD8, 0x00, 0xDE], text: "B😀"),
        Case(bytes: [0xFE, 0xFF, 0, 0x42, 0x26, 0x3A], text: "B☺"),
        Case(bytes: [0xFF, 0xFE, 0, 0, 0x42, 0, 0, 0], text: "B"),
        Case(bytes: [0, 0, 0xFE, 0xFF, 0, 0x01, 0xF6, 0x00], text: "😀"), Case(bytes: [], text: ""),
        // Text may begin as files do.
        Case(
            bytes: Array("%PDF-1.7 is a header. What does it mean?".utf8),
            text: "%PDF-1.7 is a header. What does it mean?"),
        Case(bytes: Array("This is AVI talk: PAR1".utf8), text: "This is AVI talk: PAR1"),
        Case(bytes: Array("BM, ID3, the ftyp".utf8), text: "BM, ID3, the ftyp"),
        // U+FFFD that was meant is not ours.
        Case(bytes: [0xEF, 0xBF, 0xBD], text: "\u{FFFD}"),
    ])
    func reads(_ expected: Case) throws { #expect(try PlainText(expected.bytes, path: "f").text == expected.text) }

    struct Refusal: CustomTestStringConvertible {
        let bytes: [UInt8]
        let says: [String]
        var testDescription: String { says.joined(separator: " ") }
    }

    @Test(arguments: [
        Refusal(
            bytes: Array("%PDF-1.7\n".utf8) + [0xE2, 0xE3, 0xCF],
            says: ["a PDF", "pdftotext -layout 'a b.x' - | alcf chat"]),
        Refusal(bytes: Array("%PDF-1.4\n1 0 obj\nendobj\n%%EOF".utf8), says: ["a PDF"]),
        Refusal(bytes: [0x0A] + Array("%PDF-1.7\n".utf8) + [0xE2, 0xE3], says: ["a PDF"]),
        Refusal(
            bytes: [0x50, 0x4B, 3, 4, 0] + Array("word/document.xml".utf8) + [0xFF],
            says: ["a Word document", "pandoc"]),
        Refusal(bytes: [0x50, 0x4B, 3, 4, 0] + Array("xl/workbook.xml".utf8) + [0xFF], says: ["Excel", "CSV"]),
        Refusal(bytes: [0x50, 0x4B, 3, 4, 0, 0xFF], says: ["ZIP", "unzip -p"]),
        Refusal(bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A], says: ["old Office"]),
        Refusal(bytes: [0x1F, 0x8B, 8, 0], says: ["gzip", "gzip -dc 'a b.x' | alcf chat"]),
        Refusal(
            bytes: [0x89] + Array("PNG\r\n".utf8) + [0x1A, 0x0A, 0], says: ["a picture", "alcf chat --image 'a b.x'"]),
        Refusal(bytes: [0xFF, 0xD8, 0xFF, 0xE0], says: ["a picture", "--image"]),
        Refusal(bytes: [0x7F] + Array("ELF".utf8) + [2, 0], says: ["a program"]),
        Refusal(bytes: Array("SQLite format 3\0".utf8), says: ["SQLite", "sqlite3 'a b.x' .dump"]),
        Refusal(
            bytes: Array("caf\u{E9} ".unicodeScalars.map { UInt8($0.value) }),
            says: ["line 1", "0xE9", "Latin-1", "iconv -f ISO-8859-1 -t UTF-8 'a b.x' | alcf chat"]),
        Refusal(
            bytes: Array("one\n".utf8) + [0x93] + Array("two".utf8) + [0x94, 0x0A],
            says: ["line 2", "0x93", "WINDOWS-1252"]),
        Refusal(bytes: [0x93, 0xFA, 0x96, 0x7B, 0x8C, 0xEA, 0x82, 0xF0], says: ["older encoding", "SHIFT_JIS"]),
        Refusal(bytes: Array("ends in 日".utf8.dropLast()), says: ["ends in the middle of a character", "cut off"]),
        Refusal(bytes: [0x42, 0, 0x43, 0, 0x44, 0], says: ["UTF-16LE without its mark", "iconv -f UTF-16LE"]),
        Refusal(bytes: [0, 0x42, 0, 0x43], says: ["UTF-16BE without its mark"]),
        Refusal(bytes: [1, 2, 3, 0, 0, 0, 9, 9, 9], says: ["binary data"]),
        Refusal(bytes: [0xFF, 0xFE, 0x00, 0xDC], says: ["mark of UTF-16", "damaged"]),
        Refusal(bytes: [0xFF, 0xFE, 0x42], says: ["mark of UTF-16"]),
        Refusal(bytes: [0xEF, 0xBB, 0xBF, 0xC3], says: ["mark of UTF-8"]),
        Refusal(bytes: [0xC0, 0x80], says: ["not UTF-8"]), Refusal(bytes: [0xED, 0xA0, 0x80], says: ["not UTF-8"]),
        Refusal(bytes: [0xF4, 0x90, 0x80, 0x80], says: ["not UTF-8"]),
    ])
    func refuses(_ expected: Refusal) throws {
        let error = #expect(throws: UsageError.self) { try PlainText(expected.bytes, path: "a b.x") }
        let text = "\(error?.message ?? "") \(error?.remedy ?? "")"
        for word in expected.says { #expect(text.contains(word), "\(text)") }
    }

    /// Against the standard library's own reading, on random bytes.
    @Test func findsTheFirstFault() {
        var state: UInt64 = 7
        func next() -> UInt8 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        let pieces: [[UInt8]] = [[0x41], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80]]
        for round in 0..<20_000 {
            var bytes = (0..<Int(next() % 5)).flatMap { _ in pieces[Int(next() % 4)] }
            if round % 2 == 0, !bytes.isEmpty { bytes[Int(next()) % bytes.count] = next() }
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((UTF8Fault(bytes) == nil) == isValid, "\(bytes)")
        }
    }

    @Test func aFileIsNoGarbage() async throws {
        try await withSimulator { simulator in
            let alcf = try Alcf(simulator: simulator.port)
            try await alcf.signIn()
            let (first, second, pdf) = (alcf.folder.file("a.txt"), alcf.folder.file("b.txt"), alcf.folder.file("p.pdf"))
            try AtomicFile.write(Array("the first file".utf8), to: first)
            try AtomicFile.write(
                [0xFF, 0xFE] + "the second".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, to: second)
            try AtomicFile.write(Array("%PDF-1.7\n".utf8) + [0xE2, 0xE3, 0xCF, 0xD3], to: pdf)
            let both = try await alcf.run("chat", "--json", "-i", first, "-i", second, "which?")
            let inOne = try await alcf.run("chat", "--json", "the first file\n\nthe second\n\nwhich?")
            #expect(both.exitCode == 0, "\(both.errors)")
            #expect(!both.output.isEmpty && both.output.count == inOne.output.count)
            let refused = try await alcf.run("chat", "-i", pdf, "Summarise.")
            #expect(refused.exitCode == 64 && refused.errors.contains("is a PDF"))
            let picture = try await alcf.run("chat", "--image", pdf, "What is this?")
            #expect(picture.exitCode == 64 && picture.errors.contains("is a PDF, not a picture"), "\(picture.errors)")
            let argument = try await Program("/bin/sh").run(
                ["-c", #"exec "$0" chat "$(printf 'caf\351')""#, Program.alcf.path], environment: alcf.environment)
            #expect(
                argument.exitCode == 64 && argument.errors.contains("Argument 2 is not UTF-8"), "\(argument.errors)")
        }
    }
}
