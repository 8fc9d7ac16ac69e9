import Glibc
import Testing

@testable import ALCFSystem

/// Lines appended to files of the user's.
@Suite struct AppendedFileTests {
    /// A folder that goes away with the test.
    private final class Folder {
        let path: String

        init() throws { path = try #require(TemporaryFolder.make("alcf-test")) }

        deinit { TemporaryFolder.remove(path) }

        func file(_ name: String) -> String { path + "/" + name }
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try FileContents(path: path).bytes, as: UTF8.self)
    }

    @Test func appendsLinesToAPrivateFile() throws {
        let folder = try Folder()
        let path = folder.file("new/votes.jsonl")
        try AppendedFile.append([UInt8]("one".utf8), to: path)
        try AppendedFile.append([UInt8]("two".utf8), to: path)
        #expect(try Self.text(path) == "one\ntwo\n")
        #expect(try FileContents(path: path).permissions & 0o777 == 0o600)
    }

    @Test func takesAwayWhatOthersMayDo() throws {
        let folder = try Folder()
        let path = folder.file("votes.jsonl")
        try AtomicFile.write([UInt8]("one\n".utf8), to: path, permissions: 0o644)
        try AppendedFile.append([UInt8]("two".utf8), to: path)
        #expect(try FileContents(path: path).permissions & 0o777 == 0o600)
    }

    @Test func endsALineThatWasCutOff() throws {
        let folder = try Folder()
        let path = folder.file("votes.jsonl")
        try AtomicFile.write([UInt8]("one\ntw".utf8), to: path)
        try AppendedFile.append([UInt8]("three".utf8), to: path)
        #expect(try Self.text(path) == "one\ntw\nthree\n")
    }

    @Test func followsNoLink() throws {
        let folder = try Folder()
        try AtomicFile.write([UInt8]("precious\n".utf8), to: folder.file("target"))
        #expect(symlink(folder.file("target"), folder.file("link")) == 0)
        #expect(throws: FileError.self) { try AppendedFile.append([UInt8]("x".utf8), to: folder.file("link")) }
        #expect(try Self.text(folder.file("target")) == "precious\n")
        #expect(throws: FileError.self) { try AppendedFile.append([UInt8]("x".utf8), to: folder.path) }
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        #expect(throws: FileError.self) { try AppendedFile.append([UInt8]("x".utf8), to: folder.file("pipe")) }
    }

    @Test func severalAtOnceLoseNothing() async throws {
        let folder = try Folder()
        let path = folder.file("votes.jsonl")
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { try AppendedFile.append(line, to: path) } }
            try await group.waitForAll()
        }
        let lines = try FileContents(path: path).bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 20)
        #expect(lines.allSatisfy { $0.count == 100_000 })
    }

    @Test func beginningOfAFile() throws {
        let folder = try Folder()
        try AtomicFile.write([UInt8]("0123456789".utf8), to: folder.file("x"))
        #expect(FileContents.beginning(folder.file("x"), upTo: 4) == [UInt8]("0123".utf8))
        #expect(FileContents.beginning(folder.file("x"), upTo: 400) == [UInt8]("0123456789".utf8))
        #expect(FileContents.beginning(folder.file("none"), upTo: 4) == nil)
        #expect(FileContents.beginning(folder.path, upTo: 4) == nil)
    }
}
