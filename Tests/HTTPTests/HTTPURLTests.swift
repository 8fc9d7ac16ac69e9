import ALCFHTTP
import Testing

@Suite struct HTTPURLTests {
    @Test(arguments: [
        ("http://localhost:8080/a", true), ("http://127.0.0.1/", true), ("http://127.8.9.1/", true),
        ("http://[::1]:80/", true), ("http://127.0.0.1.example.org/", false), ("http://localhost.example.org/", false),
        ("http://128.0.0.1/", false), ("https://auth.globus.org/", false),
    ])
    func knowsThisMachine(text: String, expected: Bool) throws {
        #expect(try HTTPURL(text).isLoopback == expected)
    }

    @Test(arguments: [
        "", "auth.globus.org/x", "ftp://example.org/", "file:///etc/passwd", "http://", "http://user:pw@example.org/",
        "https://exa mple.org/", "http://example.org:99999/", "http://example.org/\r\nX: y",
    ])
    func refusesWhatItMustNotConnectTo(text: String) {
        let error = #expect(throws: HTTPError.self) { try HTTPURL(text) }
        #expect(error?.code == .invalidURL)
    }

    @Test(arguments: ["https://user:hunter2@h:99999/", "ftp://user:hunter2@h/", "https://user:hunter2@h/"])
    func neverQuotesAPassword(text: String) {
        let error = #expect(throws: HTTPError.self) { try HTTPURL(text) }
        #expect(error?.message.contains("hunter2") == false)
    }

    @Test func aKnownHostIsWhatItsURLIs() throws {
        #expect(HTTPURL(host: "auth.globus.org") == (try HTTPURL("https://auth.globus.org")))
    }

    @Test func joinsPaths() throws {
        let base = try HTTPURL("https://host/resource_server/?x=1")
        #expect(try base.appending("metis/jobs").string == "https://host/resource_server/metis/jobs")
        #expect(
            try base.appending("/a", query: [("b c", "d&é")]).string == "https://host/resource_server/a?b+c=d%26%C3%A9")
        #expect(try HTTPURL("HTTPS://Host:8443/p?q").port == 8443)
        #expect(try HTTPURL("https://host").path == "/")
    }

    @Test func encodesForms() {
        let pairs = [("scope", "openid https://x/y"), ("state", "a+b=ü~")]
        let text = FormEncoding.encode(pairs)
        #expect(text == "scope=openid+https%3A%2F%2Fx%2Fy&state=a%2Bb%3D%C3%BC~")
        #expect(FormEncoding.decode(text).map(\.value) == pairs.map(\.1))
        #expect(FormEncoding.decode("a=%zz&b").map(\.value) == ["%zz", ""])
    }

    @Test(arguments: ["http://h/v1?", "http://h/v1?#a", "http://h/v1"]) func aMarkWithNothingBehindItIsNoQuery(
        text: String
    ) throws {
        let url = try HTTPURL(text)
        #expect(url.query == nil && url.string == "http://h/v1")
        #expect(try HTTPURL(url.string) == url)
    }
}
