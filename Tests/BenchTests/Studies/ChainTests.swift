import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct ChainTests {
    static func chain() throws -> Chain {
        var chain = try Chain(plan: Array("{\"plan\":1}\n".utf8), time: 1000)
        try chain.append(.session, session: 1, file: ("session-01/run.jsonl", Array("a\nb\nc\n".utf8)), time: 2000)
        try chain.append(.missed, session: 2, time: 3000, note: "nobody ran it")
        try chain.append(.failed, session: 3, file: ("session-03/run.jsonl", Array("d\n".utf8)), time: 4000)
        return chain
    }

    private static func lines(_ chain: Chain) -> [[UInt8]] { chain.links.map(\.line) }

    private static func faults(_ lines: [[UInt8]]) throws -> [String] {
        try ChainReading(lines.flatMap(\.self)).faults.map(\.message)
    }

    /// The hashes are those of sha256sum (GNU coreutils 9.1) of the same bytes.
    @Test func theLinesAreThese() throws {
        var chain = try Chain(plan: Array("{\"plan\":1}\n".utf8), time: 1000)
        #expect(
            String(decoding: chain.bytes, as: UTF8.self)
                == #"{"link":0,"kind":"plan","file":"plan.json","sha256":"PLANHASH","time":"1970-01-01T00:16:40Z","time_epoch":1000.0}"#
                .replacing("PLANHASH", with: "7df7d820249f572379c653df5ca1de288bcb46060963a78b2a042c6f17b1432c") + "\n")
        try chain.append(.missed, session: 1, time: 2000)
        #expect(chain.links[1].previous == (try SHA256.hex(chain.links[0].line)))
        #expect(chain.head == (try SHA256.hex(chain.links[1].line)))
    }

    /// A clock that was set back must not make a chain that nobody can read again.
    @Test func aClockThatWasSetBackIsNoFault() throws {
        var chain = try Self.chain()
        try chain.append(.missed, session: 4, time: 500)
        #expect(chain.links.last?.time == 4000)
        #expect(try ChainReading(chain.bytes).faults.isEmpty)
    }

    @Test func aChainIsReadBack() throws {
        let chain = try Self.chain()
        let reading = try ChainReading(chain.bytes)
        #expect(reading.faults.isEmpty && reading.tornBytes == 0 && reading.chain == chain)
        #expect(try Chain(parsing: chain.bytes) == chain)
        #expect(chain.planHash == (try SHA256.hex(Array("{\"plan\":1}\n".utf8))))
    }

    @Test func whatIsDoneToALineIsFound() throws {
        let good = Self.lines(try Self.chain())
        #expect(try Self.faults(good).isEmpty)
        // Left out, reordered, doubled, and without the plan.
        #expect(try Self.faults([good[0], good[2], good[3]]).contains { $0.hasPrefix("line 2: is link 2") })
        #expect(try Self.faults([good[0], good[2], good[1], good[3]]).count >= 4)
        #expect(try !Self.faults([good[0], good[1], good[1], good[2], good[3]]).isEmpty)
        #expect(try !Self.faults(Array(good.dropFirst())).isEmpty)
        // Every single byte counts, but for one of the last line, which only the head shows.
        for line in 0..<3 {
            for place in good[line].indices.dropLast() {
                var bad = good
                bad[line][place] ^= 1
                #expect(try !Self.faults(bad).isEmpty, "line \(line + 1), byte \(place)")
            }
        }
    }

    @Test func oneLineHasOneForm() throws {
        let good = Self.lines(try Self.chain())
        let text = String(decoding: good[0], as: UTF8.self)
        for other in [
            text.replacing("{\"link\"", with: "{ \"link\""), text.replacing("1000.0", with: "1000"),
            text.replacing("}", with: ",\"more\":1}"), text.replacing("\"link\":0", with: "\"link\":0,\"link\":0"),
            text.replacing("\n", with: "\r\n"), text.replacing("plan.json", with: "../plan.json"),
            text.replacing("plan.json", with: "/etc/passwd"), text.replacing("plan.json", with: "a\\u0000b"),
            text.replacing("\"plan\"", with: "\"session\""), text.replacing("\"sha256\":\"", with: "\"sha256\":\"A"),
        ] {
            #expect(other != text)
            #expect(try !Self.faults([Array(other.utf8)]).isEmpty, "\(other)")
        }
    }

    @Test func aTornLineIsToldFromTampering() throws {
        let chain = try Self.chain()
        let reading = try ChainReading(Array(chain.bytes.dropLast(7)))
        #expect(reading.faults.isEmpty && reading.links.count == 3)
        #expect(reading.tornBytes == chain.links[3].line.count - 7)
        // A torn line in the middle is no accident.
        var lines = Self.lines(chain)
        lines[1].removeLast(7)
        #expect(try !Self.faults(lines).isEmpty)
    }

    @Test func hostileChainsAreErrors() {
        for text in [
            "", "\n", "\n\n\n", "{", "{}\n", "null\n", "[]\n", "\u{0}\n", String(repeating: "[", count: 10_000) + "\n",
            String(repeating: "x", count: 100_000) + "\n", "{\"link\":1e400}\n", "{\"link\":-1,\"kind\":\"plan\"}\n",
        ] {
            #expect(throws: BenchError.self) { try Chain(parsing: Array(text.utf8)) }
        }
    }

    /// Cut, with bytes changed, put in or taken out, a chain is read or refused, and what is read is bounded.
    @Test func damagedChainsEndInFaults() throws {
        var random = TestRandom()
        let bytes = try Self.chain().bytes
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: damaged.removeSubrange(place...)
                case 1: damaged.insert(UInt8.random(in: 0...255, using: &random), at: place)
                case 2: damaged[place] = [0x0A, 0x00, 0xFF, 0x22, 0x7B][Int.random(in: 0..<5, using: &random)]
                default: damaged.remove(at: place)
                }
                if damaged.isEmpty { damaged = [0x0A] }
            }
            let reading = try ChainReading(damaged)
            let feeds = damaged.indices.filter { damaged[$0] == 0x0A }
            #expect(reading.hashes.count == feeds.count && reading.links.count <= feeds.count)
            // A change of any line but the last whole one shows.
            let sealed = feeds.count > 1 ? damaged[...feeds[feeds.count - 2]] : []
            #expect(
                bytes.starts(with: sealed) || !reading.faults.isEmpty, "\(String(decoding: damaged, as: UTF8.self))")
        }
    }

    /// Whatever bytes there are, hashes of their lines are few, and tell one file from another.
    @Test func hashesOfHostileFilesAreFew() throws {
        var random = TestRandom()
        let files: [[UInt8]] = [
            [], [0x0A], [0x00], [UInt8](repeating: 0x0A, count: 100_000), [UInt8](repeating: 0x00, count: 100_000),
            Array("a\r\nb\rc\u{2028}d".utf8), [0xFF, 0xFE, 0x0A, 0xC0, 0x0A],
            (0..<20_000).map { _ in UInt8.random(in: 9...11, using: &random) },
        ]
        for file in files {
            let hashes = try LineHashes(file)
            let feeds = file.count { $0 == 0x0A }
            #expect(hashes.count == feeds + (file.isEmpty || file.last == 0x0A ? 0 : 1))
            #expect(hashes.digest.utf8.count == 8 * ((hashes.count + hashes.step - 1) / hashes.step))
            #expect(hashes.digest.utf8.count <= 8 * LineHashes.most)
            #expect(hashes.difference(from: hashes) == nil)
            var other = file
            other.append(0x78)
            #expect(try hashes.difference(from: LineHashes(other)) != nil, "\(file.prefix(10))")
            if let last = file.indices.last {
                other = file
                other[last] ^= 0x40
                #expect(try hashes.difference(from: LineHashes(other)) != nil, "\(file.prefix(10))")
            }
        }
        // As a chain has them, written by another hand.
        for (count, step, digest) in [
            (Int(Int32.max), 1, ""), (1, Int(Int32.max), "zz"), (0, 1, String(repeating: "a", count: 99)),
        ] {
            let odd = try LineHashes(json: ["count": .int(count), "step": .int(step), "digest": .string(digest)])
            for file in files {
                _ = try (odd.difference(from: LineHashes(file)), LineHashes(file).difference(from: odd))
            }
        }
    }

    @Test func tooManyLinesAreAnError() {
        #expect(throws: BenchError.self) { try ChainReading([UInt8](repeating: 0x0A, count: Chain.Limits.links + 2)) }
        #expect(throws: BenchError.self) { try ChainReading([UInt8](repeating: 0x20, count: Chain.Limits.bytes + 1)) }
    }

    @Test func theFileIsAppendedToAsAWhole() throws {
        let folder = try TemporaryDirectory()
        guard case .held(let lock) = FileLock.attempt(folder.file("lock")) else { return #expect(Bool(false)) }
        try AtomicFile.write(Array("{}\n".utf8), to: folder.file("plan.json"))
        try ChainFile.create(in: folder.path, time: 10, holding: lock)
        #expect(throws: BenchError.self) { try ChainFile.create(in: folder.path, time: 10, holding: lock) }
        try AtomicFile.write(Array("x\n".utf8), to: folder.file("session-01/run.jsonl"))
        let chain = try ChainFile.append(
            .session, session: 1, file: "session-01/run.jsonl", time: 20, in: folder.path, holding: lock)
        #expect(try ChainFile.read(in: folder.path) == chain && chain.links.count == 2)

        // A line that was cut off is dropped, as it was never reported as written.
        try AtomicFile.write(chain.bytes + Array("{\"link\":2".utf8), to: folder.file("chain.jsonl"))
        #expect(try ChainFile.append(.missed, session: 2, time: 30, in: folder.path, holding: lock).links.count == 3)
        #expect(try ChainFile.read(in: folder.path).links.count == 3)

        // Nothing is added to a chain that was changed.
        let changed = Array(String(decoding: chain.bytes, as: UTF8.self).replacing("20.0", with: "21.0").utf8)
        try AtomicFile.write(changed + chain.links[1].line, to: folder.file("chain.jsonl"))
        #expect(throws: BenchError.self) {
            try ChainFile.append(.missed, session: 2, time: 30, in: folder.path, holding: lock)
        }
        // A link leads out of the folder.
        unlink(folder.file("chain.jsonl"))
        symlink("/etc/passwd", folder.file("chain.jsonl"))
        #expect(throws: BenchError.self) { try ChainFile.read(in: folder.path) }
        #expect(throws: BenchError.self) { try ChainFile.create(in: folder.path, time: 10, holding: lock) }
    }

    @Test func aLongNoteIsCutAtACharacter() throws {
        var chain = try Chain(plan: [], time: 0)
        try chain.append(.failed, session: 1, time: 1, note: String(repeating: "é", count: 3000))
        #expect(chain.links[1].note == String(repeating: "é", count: Chain.Limits.note / 2))
        #expect(try ChainReading(chain.bytes).faults.isEmpty)
    }

    @Test func theChangedLineIsNamed() throws {
        let text = (1...600).map { "line \($0)\n" }.joined()
        let few = (1...40).map { "line \($0)\n" }.joined()
        func difference(_ one: String, _ other: String) throws -> String? {
            try LineHashes(Array(one.utf8)).difference(from: LineHashes(Array(other.utf8)))
        }
        #expect(try difference(few, few) == nil)
        #expect(try difference(few, few.replacing("line 17\n", with: "line 71\n")) == "line 17")
        #expect(try difference(few, few + "line 41\n") == "41 lines instead of 40")
        #expect(try difference(few, few.replacing("line 40\n", with: "")) == "cut off after line 39 of 40")
        #expect(try difference(text, text.replacing("line 41\n", with: "line 14\n")) == "lines 41 to 42")
        #expect(try difference(text, few) == "40 lines instead of 600")
        #expect(try LineHashes([]).count == 0 && LineHashes(Array("a".utf8)).count == 1)
    }

    @Test(arguments: ["plan.json", "session-01/run.jsonl", "a/b/c"])
    func pathsInside(_ path: String) { #expect(StudyLayout.isInside(path)) }

    @Test(arguments: [
        "", "/", "/a", "a/", "a//b", "..", "../a", "a/..", "a/../b", ".", "./a", "a\\b", "a\0b", "a\nb", "a b", "é",
        String(repeating: "a", count: 300),
    ])
    func pathsOutside(_ path: String) { #expect(!StudyLayout.isInside(path)) }
}
