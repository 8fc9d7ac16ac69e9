import ALCFSystem
import Testing

@Suite struct TextTests {
    @Test func linesEndAtCRAndLFOnly() {
        let text = "a\u{2028}b\u{85}c\u{0B}d\u{0C}e\rf\r\n\ng"
        #expect(
            TextLines.split(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
                == ["a\u{2028}b\u{85}c\u{0B}d\u{0C}e", "f", "", "g"])
        #expect(TextLines.split([]).count == 1 && TextLines.split([0x0A]).count == 2)
        #expect(TextLines.filled("\r\na\r\r b") == ["a", " b"])
    }

    @Test func namesWhatIsNotUTF8() {
        #expect(TextEncoding.firstInvalidLine(Array("a\r\nü\n\u{2028}".utf8)) == nil)
        #expect(TextEncoding.firstInvalidLine(Array("a\r\nb\r".utf8) + [0xE9, 0x0A]) == 3)
        #expect(TextEncoding.firstInvalidLine([0xED, 0xA0, 0x80]) == 1)
        for (bytes, name) in [
            ([0xFF, 0xFE, 0x7B, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x7B], "UTF-16"), ([0x7B, 0, 0x22, 0], "UTF-16"),
            ([0, 0x7B, 0, 0x22], "UTF-16"), ([0xFF, 0xFE, 0, 0, 0x7B, 0, 0, 0], "UTF-32"), ([0x7B, 0, 0, 0], "UTF-32"),
        ] as [([UInt8], String)] {
            #expect(TextEncoding.foreignName(bytes) == name)
        }
        for text in ["{}", "", "ab", "\u{FEFF}{}", "日本語"] { #expect(TextEncoding.foreignName(Array(text.utf8)) == nil) }
        #expect(TextEncoding.withoutMark([0xEF, 0xBB, 0xBF, 0x7B]) == [0x7B])
    }
}

@Suite struct GzipTests {
    private func packed(_ text: [UInt8]) async throws -> [UInt8] {
        try await ChildProcess.output(of: ["gzip", "-nc"], input: text, limit: 1 << 20).bytes
    }

    @Test func unpacksAllMembers() async throws {
        let two = try await packed(Array("two\n".utf8))
        #expect(Gzip.isPacked(two) && !Gzip.isPacked(Array("two".utf8)))
        #expect(try await Gzip.unpacked(two + two, limit: 100) == Array("two\ntwo\n".utf8))
        // Tapes and some servers put zeros behind the last one.
        #expect(try await Gzip.unpacked(two + [0, 0, 0], limit: 100) == Array("two\n".utf8))
        let empty = try await packed([])
        #expect(try await Gzip.unpacked(empty, limit: 100).isEmpty)
    }

    @Test func refusesWhatIsCutDamagedOrTooLarge() async throws {
        let good = try await packed(Array(repeating: 0x61, count: 10_000))
        await #expect(throws: Gzip.Failure.self) { try await Gzip.unpacked(Array(good.dropLast(4)), limit: 1 << 20) }
        var bad = good
        bad[bad.count - 6] ^= 1
        await #expect(throws: Gzip.Failure.self) { try await Gzip.unpacked(bad, limit: 1 << 20) }
        await #expect(throws: Gzip.Failure.self) { try await Gzip.unpacked([0x1F, 0x8B], limit: 1 << 20) }
        let error = await #expect(throws: Gzip.Failure.self) { try await Gzip.unpacked(good, limit: 9_999) }
        guard case .tooLarge(9_999) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func refusesABomb() async throws {
        // 100 MB of zeros are 100 kB: no text packs like that.
        let zeros = try await packed([UInt8](repeating: 0, count: 100 << 20))
        #expect(zeros.count < 200_000)
        let error = await #expect(throws: Gzip.Failure.self) { try await Gzip.unpacked(zeros, limit: 1 << 30) }
        guard case .tooLarge(64 << 20) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aProgramThatDoesNotReadOrStartIsNoHangUp() async throws {
        let input = [UInt8](repeating: 1, count: 4 << 20)
        #expect(try await ChildProcess.output(of: ["true"], input: input, limit: 10).exitCode == 0)
        #expect(try await ChildProcess.output(of: ["false"], input: input, limit: 10).exitCode == 1)
        await #expect(throws: FileError.self) {
            try await ChildProcess.output(of: ["/nowhere/x"], input: input, limit: 1)
        }
        let copy = try await ChildProcess.output(of: ["cat"], input: input, limit: 5 << 20)
        #expect(copy.bytes == input && copy.exitCode == 0)
    }
}
