import ALCFCrypto
import ALCFServe
import Testing

/// Those who may ask: programs of this machine that hold the key, and pages of the server itself.
struct RequestGuardTests {
    private let key = LocalKey(Secret("alcf-local-0123456789012345678901234567890123456789012"))

    private func refusal(
        _ headers: [(String, String)], origins: Set<String> = [], checksHost: Bool = true, hasKey: Bool = true,
        needsKey: Bool = true
    ) -> String? {
        RequestGuard(key: hasKey ? key : nil, origins: origins, checksHost: checksHost)
            .refusal(of: ClientRequest("GET", target: "/v1/models", headers: headers), needsKey: needsKey)?.code
    }

    @Test func theKeyIsTakenWhereClientsPutIt() {
        let text = key.secret.expose()
        for header in [
            ("Authorization", "Bearer \(text)"), ("authorization", "bearer \(text)"), ("X-Api-Key", text),
            ("api-key", text),
        ] {
            #expect(refusal([("Host", "127.0.0.1:8814"), header]) == nil, "\(header.0)")
        }
    }

    @Test(
        arguments: [
            [], [("authorization", "Bearer wrong")], [("authorization", "Basic YTpi")], [("x-api-key", "")],
            [("authorization", "Bearer")],
        ] as [[(String, String)]])
    func anythingElseIsRefused(headers: [(String, String)]) {
        #expect(refusal([("host", "localhost")] + headers) == "wrong_local_key")
        #expect(refusal([("host", "localhost")] + headers, needsKey: false) == nil)
        #expect(refusal([("host", "localhost")] + headers, hasKey: false) == nil)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.0.0.1:8814", true), ("localhost:8814", true), ("LOCALHOST", true),
        ("[::1]:8814", true),
        ("evil.example:8814", false), ("127.0.0.1.evil.example", false), ("localhost.evil.example", false), ("", false),
        ("[::2]", false), ("127.0.0.2", false),
    ])
    func onlyNamesOfThisMachineAreAnswered(host: String, isAnswered: Bool) {
        #expect((refusal([("host", host)], needsKey: false) == nil) == isAnswered)
        #expect(refusal([("host", host)], checksHost: false, needsKey: false) == nil)
    }

    @Test func aRequestWithoutAHostIsRefused() { #expect(refusal([], needsKey: false) == "wrong_host") }

    @Test(
        arguments: [
            ("http://127.0.0.1:8814", nil), ("http://localhost:8814", "foreign_origin"), ("null", "foreign_origin"),
            ("https://evil.example", "foreign_origin"), ("http://127.0.0.1:9", "foreign_origin"),
            ("https://friend.example", nil),
        ] as [(String, String?)])
    func pagesOfOtherOriginsAreRefused(origin: String, code: String?) {
        let headers = [("host", "127.0.0.1:8814"), ("origin", origin)]
        #expect(refusal(headers, origins: ["https://friend.example"], needsKey: false) == code)
    }
}
