import ALCFCrypto
import ALCFServe
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// The file with the local key: made once, kept, and never taken from where others could have put it.
struct LocalKeyTests {
    private let folder: TemporaryDirectory
    private var path: String { folder.file("state/alcf/serve-key") }

    init() throws { folder = try TemporaryDirectory() }

    @Test func isMadeOnceWithModeOfOneUser() throws {
        let key = try LocalKey.load(path: path)
        #expect(key.secret.expose().hasPrefix("alcf-local-"))
        #expect(key.secret.expose().utf8.count == 54)
        let file = try FileContents(path: path)
        #expect(file.permissions == 0o600)
        #expect(try LocalKey.load(path: path).secret == key.secret)
        #expect(try LocalKey.load(path: folder.file("other")).secret != key.secret)
    }

    @Test(arguments: ["", "password\n", "alcf-local-short\n", "alcf-local-" + String(repeating: "ä", count: 30)])
    func otherContentIsRefusedAndKept(content: String) throws {
        try AtomicFile.write(Array(content.utf8), to: path)
        let error = #expect(throws: ServeError.self) { try LocalKey.load(path: path) }
        #expect(error?.message.contains("holds no local key") == true)
        #expect(try FileContents(path: path).bytes == Array(content.utf8))
    }

    @Test(arguments: [UInt32(0o644), 0o660, 0o604])
    func aFileOfOthersIsRefused(permissions: UInt32) throws {
        try AtomicFile.write(
            Array("alcf-local-0123456789012345678901234567890123\n".utf8), to: path, permissions: permissions)
        let error = #expect(throws: ServeError.self) { try LocalKey.load(path: path) }
        #expect(error?.message.contains("others can read or change") == true)
        #expect(error?.remedy?.contains("rm ") == true)
    }

    @Test func aLinkIsRefused() throws {
        _ = try LocalKey.load(path: folder.file("real"))
        #expect(symlink(folder.file("real"), folder.file("link")) == 0)
        #expect(throws: ServeError.self) { try LocalKey.load(path: folder.file("link")) }
    }

    @Test func theUsualPlaceFollowsXDG() {
        #expect(LocalKey.defaultPath { $0 == "HOME" ? "/home/a" : nil } == "/home/a/.local/state/alcf/serve-key")
        let variables = ["HOME": "/home/a", "XDG_STATE_HOME": "/state"]
        #expect(LocalKey.defaultPath { variables[$0] } == "/state/alcf/serve-key")
        let relative = ["HOME": "/home/a", "XDG_STATE_HOME": "state"]
        #expect(LocalKey.defaultPath { relative[$0] } == "/home/a/.local/state/alcf/serve-key")
    }

    @Test func processesThatFindNoneAgree() async throws {
        let path = path
        let keys = await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { try? LocalKey.load(path: path).secret } }
            return await group.reduce(into: Set<Secret?>()) { $0.insert($1) }
        }
        #expect(keys.count == 1)
        #expect(keys.first != .some(nil))
    }
}
