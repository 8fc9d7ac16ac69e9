import ALCFCrypto
import ALCFSystem
import Testing

@testable import ALCFAuth

@Suite struct TokenProviderTests {
    @Test func theEnvironmentsToken() async throws {
        #expect(try EnvironmentToken(environment: [:]) == nil)
        #expect(try EnvironmentToken(environment: ["ALCF_ACCESS_TOKEN": ""]) == nil)
        let provider = try #require(try EnvironmentToken(environment: ["ALCF_ACCESS_TOKEN": "AgOldAccess\n"]))
        #expect(try await provider.accessToken().expose() == "AgOldAccess")
        let error = await #expect(throws: AuthError.self) {
            try await provider.accessToken(replacing: Secret("AgOldAccess"))
        }
        #expect(error?.code == .givenTokenRejected)
        #expect(error?.message.contains("ALCF_ACCESS_TOKEN") == true)
        #expect(!"\(provider) \(String(reflecting: provider)) \(String(reflecting: error))".contains("AgOldAccess"))
    }

    @Test(arguments: ["Bearer AgOldAccess", "AgOldAccess\r\nX: y", "Ag\u{E9}"])
    func whatCanBeNoToken(value: String) {
        let error = #expect(throws: AuthError.self) {
            try EnvironmentToken(environment: ["ALCF_ACCESS_TOKEN": value])
        }
        #expect(error?.code == .misconfigured)
        #expect(!String(reflecting: error).contains("AgOldAccess"))
    }

    @Test func aGivenToken() async throws {
        let provider = StaticTokenProvider(Secret("AgOldAccess"))
        #expect(try await provider.accessToken().expose() == "AgOldAccess")
        await #expect(throws: AuthError.self) { try await provider.accessToken(replacing: Secret("x")) }
    }

    @Test func shellWords() {
        #expect("/home/a b/t's.json".shellQuoted == #"'/home/a b/t'\''s.json'"#)
        #expect("/home/a/tokens.json".shellQuoted == "/home/a/tokens.json")
        #expect("".shellQuoted == "''")
    }
}
