import Testing

@testable import ALCFSystem

@Suite struct TarTests {
    private static let files = [
        TarArchive.Entry(name: "a/plan.json", bytes: Array("{}\n".utf8)[...]),
        TarArchive.Entry(name: "a/empty", bytes: []),
        TarArchive.Entry(name: "a/block", bytes: [UInt8](repeating: 7, count: 512)[...]),
        TarArchive.Entry(
            name: String(repeating: "d", count: 90) + "/" + String(repeating: "n", count: 90), bytes: [1, 2, 3]),
    ]

    private static func refusal(_ bytes: [UInt8], most: Int = 10) -> String? {
        do {
            _ = try TarArchive(parsing: bytes, most: most)
            return nil
        } catch { return error.message }
    }

    /// An archive of one entry, whose head is changed and then has the right sum again.
    private static func archive(
        _ name: String = "a/x", _ content: [UInt8] = [], _ change: (inout [UInt8]) -> Void = { _ in }
    ) -> [UInt8] {
        var head = TarHeader(name: "a/x", size: content.count, time: 0).bytes ?? []
        let text = Array(name.utf8)
        head.replaceSubrange(0..<100, with: text.prefix(100) + [UInt8](repeating: 0, count: max(0, 100 - text.count)))
        change(&head)
        head.replaceSubrange(148..<156, with: [UInt8](repeating: 0x20, count: 8))
        let sum = String(head.reduce(0) { $0 + Int($1) }, radix: 8)
        head.replaceSubrange(
            148..<156, with: Array(String(repeating: "0", count: 6 - sum.count).utf8) + Array(sum.utf8) + [0, 0x20])
        let rest = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        return head + content + rest + [UInt8](repeating: 0, count: 1024)
    }

    @Test func comesBack() throws {
        let bytes = try TarArchive(Self.files).bytes(time: 1_795_845_600)
        #expect(bytes.count % 512 == 0)
        let read = try TarArchive(parsing: bytes, most: 4).entries
        #expect(read.map(\.name) == Self.files.map(\.name))
        #expect(zip(read, Self.files).allSatisfy { $0.bytes.elementsEqual($1.bytes) })
        #expect(TarArchive.isArchive(bytes))
    }

    @Test func pathsThatDoNotFitAreRefused() {
        for name in [
            String(repeating: "n", count: 101), String(repeating: "d", count: 156) + "/n", "../x", "/x", "a//b", "",
            "a/.", "a\\b",
        ] {
            #expect(throws: TarArchive.Fault.self) { try TarArchive([.init(name: name, bytes: [])]).bytes(time: 0) }
        }
    }

    @Test func hostileArchivesAreRefused() {
        #expect(Self.refusal(Self.archive()) == nil)
        for name in ["../x", "/etc/passwd", "a/../../x", "a//x", "./x", "", "a\u{1b}[2J", "a\\..\\x", "a/\u{202E}x"] {
            #expect(Self.refusal(Self.archive(name)) != nil, "\(name)")
        }
        // Behind a NUL; links, devices, GNU's long names and headers of pax.
        #expect(Self.refusal(Self.archive("a/x\u{0}b"))?.contains("hidden") == true)
        for kind in "123467LKSxgV" {
            #expect(Self.refusal(Self.archive { $0[156] = kind.asciiValue ?? 0 })?.contains("something else") == true)
        }
        // A folder is passed over, and has no content.
        #expect(Self.refusal(Self.archive { $0[156] = UInt8(ascii: "5") }) == nil)
        #expect(Self.refusal(Self.archive("a/x", [1]) { $0[156] = UInt8(ascii: "5") }) != nil)
        // Sizes: larger than the archive, not octal, and in base 256.
        for size in ["77777777777\0", "0000000000x\0", "-0000000001\0", "           \0"] {
            #expect(
                Self.refusal(Self.archive { $0.replaceSubrange(124..<136, with: Array(size.utf8)) }) != nil, "\(size)")
        }
        #expect(
            Self.refusal(
                Self.archive { $0.replaceSubrange(124..<136, with: [0x80] + [UInt8](repeating: 0xFF, count: 11)) })
                != nil)
        // Twice the same name, too many files, a wrong sum, a cut end, and something behind a file or the end.
        let one = Self.archive("a/x", [1])
        #expect(Self.refusal(Array(one.dropLast(1024)) + one)?.contains("one name") == true)
        #expect(Self.refusal(one, most: 0)?.contains("more than 0") == true)
        var wrong = one
        wrong[0] ^= 1
        #expect(Self.refusal(wrong)?.contains("damaged") == true)
        for count in [0, 1, 511, 512, 600, 1023, 1024] {
            #expect(Self.refusal(Array(one.prefix(count))) != nil, "\(count)")
        }
        var padded = one
        padded[600] = 1
        #expect(Self.refusal(padded)?.contains("hidden") == true)
        #expect(Self.refusal(one + [1]) != nil)
        #expect(Self.refusal([UInt8](repeating: 0, count: 1024)) == nil)
    }
}
