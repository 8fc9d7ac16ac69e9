import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFAuth

@Suite struct EncryptedStoreTests {
    let directory = TemporaryDirectory()
    var path: String { directory("tokens.alcf-encrypted.json") }

    func store(_ text: String = "correct horse", asked: @escaping @Sendable (Bool) -> Void = { _ in }) -> TokenStore {
        let passphrase = Passphrase { isNew in
            asked(isNew)
            return Secret(text)
        }
        return TokenStore(path: path, client: .alcfTokens, kind: .encrypted, passphrase: passphrase)
    }

    func signIn() async throws {
        let response = try TokenResponse(json: JSONValue(parsing: Samples.signedIn()), now: 1_800_000_000)
        try await store().save(response, clock: WallClock { 1_800_000_000 })
    }

    @Test func keepsASignInThatNobodyCanRead() async throws {
        try await signIn()
        let text = try #require(slurp(path))
        for secret in Samples.secrets + ["auser", Samples.gateway, Samples.identity] { #expect(!text.contains(secret)) }
        #expect(mode(path) & 0o777 == 0o600)
        let file = try #require(try await store().read())
        #expect(try file.entry(Samples.gateway)?.accessToken.expose() == "AgGateNew")
        #expect(file.record?.identity.username == "auser@anl.gov")
    }

    @Test func everyManagerOperationWorks() async throws {
        try await signIn()
        let clock = ManualClock(1_800_000_000)
        let asked = Mutex<[Bool]>([])
        let store = store { isNew in asked.withLock { $0.append(isNew) } }
        let transport = ScriptedTransport([
            .json(200, Samples.refreshed()), .json(200, Samples.refreshed(access: "AgThird")),
            .json(200, #"{"active":false}"#),
        ])
        let auth = try globus(transport, clock: clock)
        let manager = TokenManager(auth: auth, store: store, clock: clock.wall)
        #expect(try await manager.accessToken().expose() == "AgGateNew")
        clock.advance(172_790)
        let refreshed = try await manager.accessToken()
        #expect(refreshed.expose() == "AgNewAccess")
        #expect(try await manager.accessToken(replacing: refreshed).expose() == "AgThird")
        #expect(asked.withLock { $0 } == [false], "asked once, for the passphrase that there is")
        let other = self.store()
        #expect(try await other.read()?.entry(Samples.gateway)?.accessToken.expose() == "AgThird")
        let status = try await TokenStatus.read(other, clock: clock.wall)
        #expect(status.kind == .encrypted && status.username == "auser@anl.gov")
        #expect(status.nextSignInDue != nil, "our own refreshes leave the sign-in known")

        let report = try await SignOut(auth: auth)(other)
        #expect(report.removed.count == 2)
        #expect(mode(path) == 0)
    }

    @Test func aWrongPassphraseIsToldFromAChangedFile() async throws {
        try await signIn()
        let wrong = store("battery staple")
        var error = await #expect(throws: AuthError.self) { try await wrong.read() }
        #expect(error?.code == .passphraseNeeded)
        #expect(error?.remedy?.contains("alcf logout --local") == true)

        let document = try JSONValue(parsing: try #require(slurp(path)))
        for member in ["scrypt.salt", "nonce", "aes-256-gcm", "scrypt.n", "scrypt.p"] {
            var object = try #require(document.object)
            if let text = object[member]?.string {
                let first = text.first == "A" ? "B" : "A"
                object[member] = .string(first + text.dropFirst())
            } else {
                object[member] = .int(try #require(object[member]?.int) * 2)
            }
            put(JSONValue.object(object).serialized(), at: path)
            let store = store()
            error = await #expect(throws: AuthError.self) { try await store.read() }
            #expect(error?.code == .fileCorrupt || error?.code == .passphraseNeeded, "\(member)")
        }
        put("{}", at: path)
        let store = store()
        error = await #expect(throws: AuthError.self) { try await store.read() }
        #expect(error?.code == .fileCorrupt)
    }

    @Test func takesThePlainTokensAlong() async throws {
        let plain = TokenStore(path: directory("tokens.json"), client: .alcfTokens)
        put(Samples.sdkFile(), at: plain.path)
        let store = store()
        #expect(try await store.takeAlong(plain))
        let other = self.store()
        #expect(try await other.read()?.entry(Samples.gateway)?.refreshToken?.expose() == "AgOldRefresh")
        #expect(try await other.read()?.entry("auth.globus.org")?.accessToken.expose() == "AgAuthAccess")
        for secret in Samples.secrets { #expect(slurp(plain.path)?.contains(secret) == false) }
        #expect(try await plain.read()?.resourceServers.isEmpty == true, "a file that the SDK understands stays")
        #expect(try await !store.takeAlong(plain), "there is nothing more")

        // What is in the encrypted file already is the newer one.
        put(Samples.sdkFile(access: "AgStale", expiresAt: 1), at: plain.path)
        #expect(try await store.takeAlong(plain))
        #expect(try await self.store().read()?.entry(Samples.gateway)?.accessToken.expose() == "AgOldAccess")
        // Somebody else's are not mixed with it.
        put(Samples.sdkFile().replacing(Samples.identity, with: "somebody-else"), at: plain.path)
        #expect(try await !store.takeAlong(plain))
        #expect(slurp(plain.path)?.contains("AgOldAccess") == true)
    }

    @Test func asksThreeTimesForThePassphrase() async throws {
        try await signIn()
        for (words, isGood) in [(["a", "b", "correct horse"], true), (["a", "b", "c", "correct horse"], false)] {
            let asked = Mutex(0)
            let wrong = Mutex(0)
            let passphrase = Passphrase(tries: 3, onWrong: { wrong.withLock { $0 += 1 } }) { _ in
                Secret(
                    asked.withLock {
                        $0 += 1; return words[$0 - 1]
                    })
            }
            let store = TokenStore(path: path, client: .alcfTokens, kind: .encrypted, passphrase: passphrase)
            let file = try? await store.read()
            #expect((file != nil) == isGood)
            #expect(asked.withLock { $0 } == 3 && wrong.withLock { $0 } == 2)
        }
    }

    @Test func everyoneWhoNeedsThePassphraseWaitsForOneQuestion() async throws {
        try await signIn()
        let asked = Mutex(0)
        let (typed, typing) = AsyncStream<String>.makeStream()
        let passphrase = Passphrase { _ in
            asked.withLock { $0 += 1 }
            for await text in typed { return Secret(text) }
            return Secret("")
        }
        let store = TokenStore(path: path, client: .alcfTokens, kind: .encrypted, passphrase: passphrase)
        let readers = (0..<5).map { _ in Task { try await store.read() != nil } }
        // All of them wait for the one answer.
        #expect(await eventually { passphrase.waitingCount == 5 })
        typing.yield("correct horse")
        for reader in readers { #expect(try await reader.value) }
        #expect(asked.withLock { $0 } == 1)
    }

    /// Two that were given the same wrong passphrase: the second to find out does not forget the right one.
    @Test func aPassphraseThatIsKnownByNowIsNotForgotten() async throws {
        try await signIn()
        let words = Mutex(["wrong", "correct horse"])
        let told = Mutex(0)
        let passphrase = Passphrase(tries: 2, onWrong: { told.withLock { $0 += 1 } }) { _ in
            Secret(words.withLock { $0.isEmpty ? "none is left" : $0.removeFirst() })
        }
        let store = TokenStore(path: path, client: .alcfTokens, kind: .encrypted, passphrase: passphrase)
        let sealed = try EncryptedTokens(parsing: Array(try #require(slurp(path)).utf8))
        let wrong = try await passphrase.key(sealed.parameters)
        #expect(try await store.read() != nil)
        #expect(!passphrase.forget(wrong))
        #expect(try await store.read() != nil)
        #expect(told.withLock { $0 } == 1 && words.withLock { $0.isEmpty })
    }

    @Test func isSignedOutOfWithoutAPassphrase() async throws {
        try await signIn()
        let store = TokenStore(path: path, client: .alcfTokens, kind: .encrypted)
        let report = try await SignOut(auth: globus(ScriptedTransport([])))(store, isLocal: true)
        #expect(!report.removed.isEmpty)
        #expect(mode(path) == 0)
    }

    @Test func isFoundFirst() async throws {
        try await signIn()
        put(Samples.sdkFile(), at: directory("tokens.json"))
        let environment = [TokenStore.pathVariable: directory("tokens.json")]
        let found = try await TokenStore.locate(environment: environment)
        #expect(found.path == path && found.kind == .encrypted)
        let error = await #expect(throws: AuthError.self) { try await found.read() }
        #expect(error?.code == .passphraseNeeded)
    }
}
