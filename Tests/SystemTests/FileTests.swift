import Glibc
import Synchronization
import Testing

@testable import ALCFSystem

@Suite struct FileTests {
    /// A directory of this test's own.
    let directory: String

    init() throws {
        var template = Array("/tmp/alcf-system-XXXXXX".utf8CString)
        directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    private func remove(_ names: String...) {
        for name in names { Glibc.remove(directory + "/" + name) }
        rmdir(directory)
    }

    @Test func replacesAWhole() throws {
        defer { remove("f") }
        let path = directory + "/f"
        try AtomicFile.write(Array("one".utf8), to: path)
        let held = try FileDescriptor(path, O_RDONLY)
        try AtomicFile.write(Array("two, longer".utf8), to: path, permissions: 0o640)
        #expect(try held.readAll(upTo: 100) == Array("one".utf8), "who had it open still reads the old text")
        let contents = try FileContents(path: path)
        #expect(contents.bytes == Array("two, longer".utf8))
        #expect(contents.permissions == 0o640)
        #expect(contents.owner == FileContents.currentUser)
    }

    @Test func aProbeLeavesNothing() throws {
        defer { remove() }
        try AtomicFile.probe(directory + "/f")
        try AtomicFile.probe(directory + "/a/b/f")
        #expect(access(directory + "/f", F_OK) != 0 && access(directory + "/a", F_OK) != 0)
        let error = #expect(throws: FileError.self) { try AtomicFile.probe(directory) }
        #expect(error?.number == EISDIR)
    }

    @Test func aFailureLeavesTheOldFileAndNoOther() throws {
        defer { remove("d") }
        // A directory cannot be replaced by a file.
        mkdir(directory + "/d", 0o700)
        let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: directory + "/d") }
        #expect(error?.number == EISDIR)
        let names = try #require(opendir(directory))
        defer { closedir(names) }
        var count = 0
        while readdir(names) != nil { count += 1 }
        #expect(count == 3, "., .. and d")
    }

    /// The name of the unfinished file is none that users gave, or could find.
    @Test func errorsAreAboutTheNameThatWasGiven() throws {
        defer { remove() }
        // Nobody may make a file there, whoever runs this.
        let path = "/proc/self/none"
        let written = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
        #expect(written?.path == path && written?.description.hasPrefix("cannot write '/proc/self/none': ") == true)
        let probed = #expect(throws: FileError.self) { try AtomicFile.probe(path) }
        #expect(probed?.path == path)
        let published = #expect(throws: FileError.self) {
            try AtomicFile.publish(path) { try AtomicFile.write([1], to: $0) }
        }
        #expect(published?.path == path)
    }

    @Test func publishesAWholeOrNothing() throws {
        struct Torn: Error {}
        defer { remove("f") }
        let path = directory + "/f"
        func isAlone() -> Bool {
            guard let folder = opendir(directory) else { return false }
            defer { closedir(folder) }
            var count = 0
            while readdir(folder) != nil { count += 1 }
            return count <= 3
        }
        #expect(throws: Torn.self) {
            try AtomicFile.publish(path) { unfinished in
                try AtomicFile.write([1], to: unfinished)
                throw Torn()
            }
        }
        #expect(access(path, F_OK) != 0 && isAlone())
        try AtomicFile.publish(path) { unfinished in
            try AtomicFile.write([1, 2], to: unfinished)
            #expect(access(path, F_OK) != 0)
        }
        #expect(try FileContents(path: path).bytes == [1, 2] && isAlone())
    }

    @Test func readsNoMoreThanItMay() throws {
        defer { remove("f") }
        let path = directory + "/f"
        try AtomicFile.write([UInt8](repeating: 7, count: 1000), to: path)
        #expect(try FileContents(path: path, limit: 1000).bytes.count == 1000)
        #expect(throws: FileError("read", path, number: EFBIG)) { try FileContents(path: path, limit: 999) }
        let missing = #expect(throws: FileError.self) { try FileContents(path: path + "x") }
        #expect(missing?.isNotFound == true)
        #expect(missing?.description == "cannot open '\(path)x': No such file or directory")
    }

    @Test func resolvesChainsOfLinks() {
        defer { remove("a", "b", "loop") }
        symlink("b", directory + "/a")
        symlink("/nowhere/c", directory + "/b")
        symlink("loop", directory + "/loop")
        #expect(AtomicFile.resolved(directory + "/a") == "/nowhere/c")
        #expect(AtomicFile.resolved(directory + "/none") == directory + "/none")
        #expect(AtomicFile.resolved(directory + "/loop").hasSuffix("/loop"))
        #expect(AtomicFile.parent(of: "/x") == "/")
        #expect(AtomicFile.parent(of: "x") == ".")
    }

    @Test func oneHolderAtATime() async throws {
        defer { remove("l") }
        let path = directory + "/l"
        guard case .held(let first) = FileLock.attempt(path), case .busy = FileLock.attempt(path) else {
            Issue.record("the lock does not lock")
            return
        }
        let waits = Mutex<[Double]>([])
        let attempt = try await FileLock.acquire(path, within: 0.2) { pause in waits.withLock { $0.append(pause) } }
        guard case .busy = attempt else {
            Issue.record("two holders")
            return
        }
        #expect(waits.withLock { $0.reduce(0, +) } >= 0.2)
        _ = consume first
        guard case .held = FileLock.attempt(path) else {
            Issue.record("it was not let go")
            return
        }
    }

    @Test func noLockWhereThereCanBeNone() {
        defer { remove() }
        guard case .unsupported = FileLock.attempt(directory + "/no/such/place") else {
            Issue.record("a lock in a directory that is not there")
            return
        }
    }

    @Test func names() {
        defer { remove() }
        #expect(HostName.trimmed("mac.local") == "mac")
        #expect(HostName.trimmed("") == "localhost")
        #expect(!HostName.current.isEmpty)
        #expect(HomeDirectory.path(environment: ["HOME": "/h"]) == "/h")
        #expect(HomeDirectory.path(environment: [:])?.hasPrefix("/") == true)
    }
}
