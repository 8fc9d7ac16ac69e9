import ALCFAuth
import ALCFHTTP
import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFCommands

/// The sign-in as `alcf doctor` finds it on the disk.
@Suite struct DoctorSignInTests {
    private static let now = 1_800_000_000
    private static let token = "AgAccessTokenOfTheTest0123456789"
    private let folder: TemporaryDirectory
    private var usual: String {
        folder.file(".globus/app/\(Alcf.client)/alcf_tokens/tokens.json")
    }

    init() throws { folder = try TemporaryDirectory() }

    /// Answers nothing: no check of the sign-in may ask.
    private struct NoTransport: HTTPTransport {
        func send(_ request: HTTPRequest) async throws -> HTTPResponse {
            Issue.record("\(request.url) was asked for")
            throw HTTPError(.connect, "no network")
        }
    }

    private func checks(_ environment: [String: String] = [:]) async -> SignInChecks {
        let values = ["HOME": folder.path].merging(environment) { $1 }
        let auth = AuthEnvironment(values, transport: NoTransport())
        return SignInChecks(facts: await SignInFacts.read(auth, clock: WallClock { Double(Self.now) }))
    }

    /// By check; each check of the group has one result, in order.
    private func results(_ environment: [String: String] = [:]) async -> [Check: CheckResult] {
        let results = await checks(environment).results
        #expect(results.map(\.check) == Check.allCases.filter { $0.group == .signIn })
        for result in results {
            let text = "\(result)"
            #expect(!text.contains(Self.token) && !text.contains("AgRefresh"), "\(text)")
        }
        return Dictionary(results.map { ($0.check, $0) }) { $1 }
    }

    private func write(
        expiresIn seconds: Int = 3600, canRefresh: Bool = true, signedIn: Int? = nil, permissions: UInt32 = 0o600,
        at path: String? = nil
    ) throws {
        let service = GlobusService.inference
        var entry: JSONObject = [
            "resource_server": .string(service.resourceServer), "identity_id": "11111111-2222",
            "scope": .string(service.scope), "access_token": .string(Self.token),
            "expires_at_seconds": .int(Self.now + seconds), "token_type": "Bearer",
        ]
        if canRefresh { entry["refresh_token"] = "AgRefreshTokenOfTheTest" }
        let document: JSONValue = [
            "data": ["DEFAULT": [service.resourceServer: .object(entry)]], "format_version": "2.0",
            "globus-sdk.version": "4.9.1",
        ]
        try AtomicFile.write(document.serializedBytes(), to: path ?? usual, permissions: permissions)
    }

    private func expect(
        _ result: CheckResult?, _ status: CheckResult.Status, _ words: String..., code: Int32 = 0,
        place: SourceLocation = #_sourceLocation
    ) {
        #expect(
            result?.status == status && result?.exitCode == code, "\(String(describing: result))", sourceLocation: place
        )
        let text = [result?.found, result?.brief, result?.remedy].compactMap(\.self).joined(separator: "\n")
        for word in words { #expect(text.contains(word), "\(text)", sourceLocation: place) }
    }

    @Test func nobodyIsSignedIn() async throws {
        let found = await results()
        expect(found[.tokenFile], .failed, usual, "nobody is signed in", "alcf authenticate", code: 77)
        for check in [Check.identity, .accessToken, .session] { expect(found[check], .notTried, "nobody is signed in") }
        #expect(await checks().obstacle == "nobody is signed in")
        #expect(access(folder.file(".globus"), F_OK) != 0, "nothing is made")
    }

    @Test func aGoodSignIn() async throws {
        try write()
        let found = await results()
        expect(found[.tokenSource], .ok, "the token file")
        expect(found[.tokenFile], .ok, usual, "mode 0600 in a folder of mode 0700")
        expect(found[.identity], .ok, "11111111-2222")
        expect(found[.accessToken], .ok, "1 h 0 min left", "renewed automatically")
        expect(found[.session], .ok, "not known, because another program")
        #expect(await checks().obstacle == nil)
    }

    @Test func anAccessTokenThatHasEnded() async throws {
        try write(expiresIn: -10)
        expect(await results()[.accessToken], .warning, "the next command renews it", "alcf token >/dev/null")
        #expect(await checks().obstacle == "the access token has ended")
        try write(expiresIn: -10, canRefresh: false)
        expect(await results()[.accessToken], .failed, "the sign-in has ended", "alcf authenticate", code: 77)
        try write(expiresIn: 100, canRefresh: false)
        expect(await results()[.accessToken], .warning, "cannot be renewed", "alcf authenticate --force")
    }

    @Test func aFileThatOthersMayRead() async throws {
        try write(permissions: 0o644)
        let found = await results()
        expect(found[.tokenFile], .failed, "other users may read", "chmod 600 \(usual)", code: 1)
        expect(found[.accessToken], .notTried, "the token file cannot be used")
        #expect(await checks().obstacle == "the token file cannot be used")
    }

    @Test func aFileOfAnotherUser() async throws {
        try write()
        // Only root can give a file away.
        guard chown(usual, 12345, 12345) == 0 else { return }
        expect(await results()[.tokenFile], .failed, "belongs to another user (number 12345)", "chown", code: 1)
    }

    @Test func aFolderThatOthersMayWrite() async throws {
        try write()
        let parent = AtomicFile.parent(of: usual)
        #expect(chmod(parent, 0o777) == 0)
        expect(await results()[.tokenFile], .warning, "mode 0777", "chmod go-w \(parent)")
        #expect(chmod(parent, 0o1777) == 0)
        expect(await results()[.tokenFile], .ok, "mode 1777")
    }

    @Test func aLinkIsToldAsOne() async throws {
        try write(at: folder.file("elsewhere/tokens.json"))
        try AtomicFile.makeDirectory(AtomicFile.parent(of: usual))
        #expect(symlink(folder.file("elsewhere/tokens.json"), usual) == 0)
        expect(await results()[.tokenFile], .ok, "a link to \(folder.file("elsewhere/tokens.json"))")
    }

    @Test func whatIsNoTokenFile() async throws {
        try AtomicFile.write(Array("{\"a\": 1}".utf8), to: usual)
        expect(await results()[.tokenFile], .failed, "damaged", "mv ", code: 1)
        try AtomicFile.remove(usual)
        try AtomicFile.makeDirectory(usual)
        expect(await results()[.tokenFile], .failed, "not a plain file", code: 1)
    }

    @Test func aFileWithoutTokensForTheService() async throws {
        let document: JSONValue = ["data": ["DEFAULT": [:]], "format_version": "2.0", "globus-sdk.version": "4.9.1"]
        try AtomicFile.write(document.serializedBytes(), to: usual)
        let found = await results()
        expect(found[.tokenFile], .ok, usual)
        expect(found[.accessToken], .failed, "nobody is signed in", "alcf authenticate", code: 77)
        expect(found[.session], .notTried)
    }

    @Test func theTokenInTheEnvironmentGoesFirst() async throws {
        try write(permissions: 0o644)
        let found = await results(["ALCF_ACCESS_TOKEN": Self.token])
        expect(found[.tokenSource], .ok, "ALCF_ACCESS_TOKEN")
        expect(found[.tokenFile], .ok, "not used")
        #expect(await checks(["ALCF_ACCESS_TOKEN": Self.token]).obstacle == nil)
        let wrong = await results(["ALCF_ACCESS_TOKEN": "Bearer \(Self.token)"])
        expect(wrong[.tokenSource], .failed, "ALCF_ACCESS_TOKEN does not contain", code: 64)
        expect(wrong[.tokenFile], .notTried)
    }

    @Test func aServiceAccount() async throws {
        let variables = [
            "GLOBUS_SERVICE_ACCOUNT_CLIENT_ID": "2222-33", "GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET": "s3cretOfTheAccount",
        ]
        var found = await results(variables)
        expect(found[.tokenSource], .ok, "the service account 2222-33")
        expect(found[.tokenFile], .ok, "none yet")
        expect(found[.session], .ok, "never")
        #expect(!"\(found)".contains("s3cretOfTheAccount"))
        #expect(await checks(variables).obstacle == "the service account has no token yet")
        let path = folder.file(".globus/app/2222-33/alcf_service_account/tokens.json")
        try write(canRefresh: false, at: path)
        found = await results(variables)
        expect(found[.accessToken], .ok, "1 h 0 min left")
        expect(found[.identity], .ok, "2222-33")
        try write(expiresIn: -5, canRefresh: false, at: path)
        expect(await results(variables)[.accessToken], .warning, "gets a new one")
        let half = await results(["GLOBUS_SERVICE_ACCOUNT_CLIENT_ID": "2222-33"])
        expect(half[.tokenSource], .failed, "not set", code: 64)
        expect(await results(["ALCF_SESSION_DAYS": "many"])[.tokenSource], .failed, "ALCF_SESSION_DAYS", code: 64)
    }

    @Test func anEncryptedFileWithoutItsPassphrase() async throws {
        let path = usual.replacing("tokens.json", with: "tokens.alcf-encrypted.json")
        let document: JSONValue = [
            "alcf_encrypted_tokens": 1, "scrypt.n": 1024, "scrypt.r": 8, "scrypt.p": 1,
            "scrypt.salt": "AAAAAAAAAAAAAAAAAAAAAA",
            "check": "AAAAAAAAAAAAAAAAAAAAAA", "nonce": "AAAAAAAAAAAAAAAA", "aes-256-gcm": "AAAAAAAAAAAAAAAAAAAAAAAAAA",
        ]
        try AtomicFile.write(document.serializedBytes(), to: path)
        var found = await results()
        expect(found[.tokenSource], .ok, "the encrypted token file", "ALCF_PASSPHRASE_COMMAND is not set")
        expect(found[.tokenFile], .failed, "passphrase is not known", "ALCF_PASSPHRASE_COMMAND", code: 77)
        found = await results(["ALCF_PASSPHRASE_COMMAND": "echo wrong"])
        expect(found[.tokenSource], .ok, "ALCF_PASSPHRASE_COMMAND prints its passphrase")
        expect(found[.tokenFile], .failed, "wrong passphrase", code: 77)
    }
}
