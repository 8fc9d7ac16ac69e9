import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Glibc
import Synchronization
import Testing

@testable import ALCFAuth

@Suite struct TokenStoreTests {
    let directory = TemporaryDirectory()
    var path: String { directory("tokens.json") }
    var store: TokenStore { TokenStore(path: path, client: .alcfTokens) { _ in await Task.yield() } }
    let entry = TokenEntry(
        resourceServer: "r", identityID: Samples.identity, scope: "s", accessToken: Secret("AgX"), expiresAt: 1)

    @Test func noFileIsNoError() async throws {
        #expect(try await store.read() == nil)
        #expect(mode(path + ".lock") == 0, "reading makes no files")
    }

    @Test func makesAPrivateFileInPrivateDirectories() async throws {
        let deep = TokenStore(path: directory("a/b/tokens.json"), client: .alcfTokens)
        let old = umask(0)
        defer { umask(old) }
        try await deep.update { $0.set(entry) }
        #expect(mode(deep.path) == S_IFREG | 0o600)
        #expect(mode(directory("a/b")) == S_IFDIR | 0o700)
        #expect(mode(directory("a")) == S_IFDIR | 0o700)
        #expect(mode(deep.lockPath) == S_IFREG | 0o600)
        #expect(try await deep.read()?.entry("r") == entry)
    }

    @Test func aFileThatIsWrittenAnewKeepsNoLooseMode() async throws {
        put(Samples.sdkFile(), at: path, mode: 0o400)
        try await store.update { $0.set(entry) }
        #expect(mode(path) & 0o777 == 0o600)
    }

    @Test func writesNothingWhereNothingChanged() async throws {
        try await store.update { _ in }
        #expect(slurp(path) == nil)
        put(Samples.sdkFile(), at: path)
        try await store.update { _ in }
        #expect(slurp(path) == Samples.sdkFile())
    }

    @Test func leavesNoTemporaryFiles() async throws {
        try await store.update { $0.set(entry) }
        #expect(names(in: directory.path) == ["tokens.json", "tokens.json.lock"])
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o660] as [mode_t])
    func refusesAFileThatOthersMayRead(mode: mode_t) async throws {
        put(Samples.sdkFile(), at: path, mode: mode)
        let error = await #expect(throws: AuthError.self) { try await store.read() }
        #expect(error?.code == .fileUnsafe)
        #expect(error?.remedy?.contains("chmod 600 \(path)") == true)
    }

    @Test(.enabled(if: geteuid() == 0, "only the superuser can give a file away"))
    func refusesAFileOfAnotherUser() async throws {
        put(Samples.sdkFile(), at: path)
        #expect(chown(path, 12345, 12345) == 0)
        let error = await #expect(throws: AuthError.self) { try await store.read() }
        #expect(error?.code == .fileUnsafe)
        #expect(error?.message.contains("another user") == true)
    }

    @Test func refusesWhatIsNoPlainFile() async throws {
        mkdir(path, 0o700)
        var error = await #expect(throws: AuthError.self) { try await store.read() }
        #expect(error?.code == .fileUnusable)
        rmdir(path)
        mkfifo(path, 0o600)
        error = await #expect(throws: AuthError.self) { try await store.read() }
        #expect(error?.code == .fileUnusable)
    }

    @Test func followsASymbolicLinkAndLeavesItOne() async throws {
        mkdir(directory("real"), 0o700)
        put(Samples.sdkFile(), at: directory("real/kept.json"))
        symlink("real/kept.json", path)
        try await store.update { $0.set(entry) }
        #expect(mode(path) & S_IFMT == S_IFLNK)
        #expect(mode(directory("real/kept.json.lock")) != 0, "the lock is beside the file, whichever way one came")
        let kept = TokenStore(path: directory("real/kept.json"), client: .alcfTokens)
        #expect(try await kept.read()?.resourceServers == [Samples.gateway, "auth.globus.org", "r"])
    }

    @Test func namesACorruptFileAndDoesNotTouchIt() async throws {
        let text = #"{"data": {"DEFAULT": {"x": {"access_token": "AgOldAccess", "#
        put(text, at: path)
        let error = await #expect(throws: AuthError.self) { try await store.update { $0.set(entry) } }
        #expect(error?.code == .fileCorrupt)
        #expect(error?.message.contains(path) == true)
        #expect(error?.remedy?.contains("mv \(path) \(path).bad && alcf authenticate") == true)
        #expect(!"\(String(describing: error)) \(String(reflecting: error))".contains("AgOldAccess"))
        #expect(slurp(path) == text)
    }

    /// The SDK truncates the file and then writes it: a reader may come in between.
    @Test func waitsForAWriterThatTruncates() async throws {
        put("", at: path)
        let path = path
        let pauses = Mutex(0)
        let store = TokenStore(path: path, client: .alcfTokens) { _ in
            let count = pauses.withLock { count in
                count += 1
                return count
            }
            put(count == 1 ? String(Samples.sdkFile().prefix(200)) : Samples.sdkFile(), at: path)
        }
        #expect(try await store.read()?.identityIDs == [Samples.identity])
        #expect(pauses.withLock { $0 } == 2)
    }

    @Test func manyWritersLoseNothing() async throws {
        let store = TokenStore(path: path, client: .alcfTokens)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await store.update { file in
                        file.set(
                            TokenEntry(resourceServer: "r\(number)", scope: "s", accessToken: Secret("t"), expiresAt: 1)
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.read()?.resourceServers.count == 20)
    }

    @Test func aLockThatIsNeverLetGoIsAnError() async throws {
        mkdir(directory.path, 0o700)
        guard case .held(let lock) = FileLock.attempt(store.lockPath) else {
            Issue.record("no lock")
            return
        }
        let error = await #expect(throws: AuthError.self) { try await store.update { $0.set(entry) } }
        #expect(error?.code == .fileLocked)
        #expect(error?.message.contains(store.lockPath) == true)
        #expect(slurp(path) == nil)
        withExtendedLifetime(lock) {}
    }

    @Test func goesOnWhereThereCanBeNoLock() async throws {
        // A directory in the lock's place: it cannot be opened for writing, as on a file system without locks.
        mkdir(store.lockPath, 0o700)
        try await store.update { $0.set(entry) }
        #expect(try await store.read()?.entry("r") == entry)
    }

    // MARK: Signing in

    func response(sub: String = Samples.identity) throws -> TokenResponse {
        try TokenResponse(json: JSONValue(parsing: Samples.signedIn(sub: sub)), now: 1_800_000_000)
    }

    @Test func savesASignInForAllTools() async throws {
        try await store.save(response(), clock: WallClock { 1_800_000_001.7 })
        let file = try #require(try await store.read())
        let json = try JSONValue(parsing: file.bytes)
        let entry = json["data"]?["DEFAULT"]?[Samples.gateway]
        #expect(
            entry?.object?.keys == [
                "resource_server", "identity_id", "scope", "access_token", "refresh_token", "expires_at_seconds",
                "token_type",
            ])
        #expect(entry?["expires_at_seconds"] == .int(1_800_172_800))
        #expect(json["data"]?["DEFAULT"]?["auth.globus.org"]?["identity_id"]?.string == Samples.identity)
        #expect(json["alcf"]?["username"] == "auser@anl.gov")
        #expect(json["alcf"]?["sessions"]?[Samples.gateway]?["last_authentication"] == .int(1_799_999_000))
        #expect(json["alcf"]?["sessions"]?[Samples.gateway]?["signed_in_at"] == .int(1_800_000_001))
        #expect(json["alcf"]?["client_id"]?.string == OAuthClient.alcfTokens.id)
    }

    @Test func keepsOtherServicesAtASignIn() async throws {
        try await store.update { $0.set(entry) }
        try await store.save(response())
        #expect(try await store.read()?.resourceServers == ["r", "auth.globus.org", Samples.gateway])
    }

    @Test func neverMixesIdentities() async throws {
        put(Samples.sdkFile(), at: path)
        let error = await #expect(throws: AuthError.self) { try await store.save(response(sub: "another")) }
        #expect(error?.code == .identityMismatch)
        #expect(error?.remedy?.contains("alcf authenticate --switch-identity") == true)
        #expect(slurp(path) == Samples.sdkFile())

        try await store.save(response(sub: "another"), replacingIdentity: true)
        #expect(try await store.read()?.identityIDs == ["another"])
    }
}
