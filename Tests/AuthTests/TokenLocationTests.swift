import ALCFCrypto
import ALCFSystem
import Glibc
import Testing

@testable import ALCFAuth

@Suite struct TokenLocationTests {
    let home = TemporaryDirectory()
    var environment: [String: String] { ["HOME": home.path] }

    func put(_ text: String, for client: OAuthClient, mode: mode_t = 0o600) throws {
        let path = home(client.tokenFile)
        try AtomicFile.makeDirectory(AtomicFile.parent(of: path))
        AuthTests.put(text, at: path, mode: mode)
    }

    @Test func nobodySignedIn() async throws {
        let store = try await TokenStore.locate(environment: environment)
        #expect(store.client == .alcfTokens)
        #expect(
            store.path == home.path + "/.globus/app/7f3e61f5-e0de-4e8f-9150-0a62c65dda63/alcf_tokens/tokens.json")
    }

    @Test func pathsInVariablesAreExpandedAndAbsolute() async throws {
        var environment = environment
        for (text, path) in [
            ("~/x.json", home.path + "/x.json"), ("$HOME/x.json", home.path + "/x.json"),
            ("${HOME}/x.json", home.path + "/x.json"),
            ("x.json", UserPath.absolute("x.json")),
        ] {
            environment[TokenStore.pathVariable] = text
            #expect(try await TokenStore.locate(environment: environment).path == path)
        }
        for variable in [
            TokenStore.pathVariable, "INFERENCE_AUTH_TOKEN_FILE", "ALCF_TOKENS_DIR", "INFERENCE_AUTH_TOKEN_DIR",
        ] {
            let environment = ["HOME": home.path, variable: "~somebody/x.json"]
            let error = await #expect(throws: AuthError.self) { try await TokenStore.locate(environment: environment) }
            #expect(error?.code == .misconfigured && error?.message.contains(variable) == true)
        }
    }

    @Test func theOlderClientWhereItIsTheOnlyOne() async throws {
        try put(Samples.sdkFile(), for: .inferenceApp)
        var store = try await TokenStore.locate(environment: environment)
        #expect(store.client == .inferenceApp)
        #expect(
            store.path == home.path + "/.globus/app/58fdd3bc-e1c3-4ce5-80ea-8d6b87cfb944/inference_app/tokens.json")
        #expect(store.reason == "it is the only one with a sign-in")

        // After `clear-tokens` the file of the newer client is there, and empty.
        try put(
            #"{"data": {"DEFAULT": {}}, "format_version": "2.0", "globus-sdk.version": "4.9.1"}"#, for: .alcfTokens)
        store = try await TokenStore.locate(environment: environment)
        #expect(store.client == .inferenceApp)
    }

    @Test func theNewerClientWhereThereAreBoth() async throws {
        try put(Samples.sdkFile(), for: .inferenceApp)
        try put(Samples.sdkFile(), for: .alcfTokens)
        #expect(try await TokenStore.locate(environment: environment).client == .alcfTokens)
    }

    @Test func aBrokenFileIsNotPassedOver() async throws {
        try put(Samples.sdkFile(), for: .inferenceApp)
        try put(Samples.sdkFile(), for: .alcfTokens, mode: 0o644)
        let environment = environment
        let error = await #expect(throws: AuthError.self) { try await TokenStore.locate(environment: environment) }
        #expect(error?.code == .fileUnsafe)
    }

    @Test func theVariableWins() async throws {
        try put(Samples.sdkFile(), for: .alcfTokens)
        let path = home("mine.json")
        var environment = environment
        environment[TokenStore.pathVariable] = path
        var store = try await TokenStore.locate(environment: environment)
        #expect(store.path == path)
        #expect(store.client == .alcfTokens)
        #expect(store.reason == "ALCF_TOKENS_FILE names it")
        #expect(
            try TokenStore.candidates(environment: environment).map(\.path) == [home("mine.alcf-encrypted.json"), path])

        // Our own sign-in recorded whose client it was with.
        var file = try TokenFile(parsing: Array(Samples.sdkFile().utf8))
        file.record = SignInRecord(clientID: OAuthClient.inferenceApp.id, identity: Identity(id: Samples.identity))
        try AtomicFile.write(file.bytes, to: path)
        store = try await TokenStore.locate(environment: environment)
        #expect(store.client == .inferenceApp)

        environment[TokenStore.pathVariable] = home(OAuthClient.inferenceApp.tokenFile)
        #expect(try await TokenStore.locate(environment: environment).client == .inferenceApp)
    }
}
