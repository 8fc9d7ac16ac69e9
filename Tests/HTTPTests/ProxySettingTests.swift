import Testing

@testable import ALCFHTTP

@Suite struct ProxySettingTests {
    private func address(_ url: String, _ environment: [String: String]) throws -> String? {
        ProxySetting(for: try HTTPURL(url)) { environment[$0] }?.address
    }

    @Test func theSchemeDecides() throws {
        let proxies = ["https_proxy": "http://a:1", "http_proxy": "http://b:2", "HTTP_PROXY": "http://c:3"]
        #expect(try address("https://x.org/", proxies) == "http://a:1")
        #expect(try address("http://x.org/", proxies) == "http://b:2")
        #expect(try address("http://x.org/", ["HTTP_PROXY": "http://c:3"]) == nil)
        #expect(try address("https://x.org/", ["HTTPS_PROXY": "c:3", "all_proxy": "d:4"]) == "c:3")
        #expect(try address("https://x.org/", ["all_proxy": "d:4"]) == "d:4")
        #expect(try address("https://x.org/", ["https_proxy": "", "all_proxy": "d:4"]) == "d:4")
        #expect(try address("https://127.0.0.1/", proxies) == nil)
    }

    @Test func exceptionsAreKept() throws {
        for (exceptions, isDirect) in [("x.org", true), ("a.org, .org", true), ("*", true), ("ax.org", false)] {
            let environment = ["https_proxy": "a:1", "no_proxy": exceptions]
            #expect(try (address("https://x.org/", environment) == nil) == isDirect, "\(exceptions)")
        }
    }

    /// A default counts where no variable says anything, be it that there is no proxy.
    @Test func theEnvironmentComesBeforeTheDefault() throws {
        func setting(_ url: String, _ environment: [String: String]) throws -> ProxySetting? {
            ProxySetting(
                for: try HTTPURL(url), environment: { environment[$0] },
                default: ProxyDefault(address: "http://d:1", source: "the file"))
        }
        #expect(try setting("https://x.org/", [:])?.address == "http://d:1")
        #expect(try setting("https://x.org/", [:])?.remedy.contains("the file") == true)
        #expect(try setting("http://x.org/", ["https_proxy": "http://a:1"])?.address == "http://d:1")
        #expect(try setting("https://x.org/", ["https_proxy": "http://a:1"])?.address == "http://a:1")
        #expect(try setting("https://x.org/", ["ALL_PROXY": "http://a:1"])?.address == "http://a:1")
        #expect(try setting("https://x.org/", ["https_proxy": ""]) == nil)
        #expect(try setting("https://x.org/", ["no_proxy": "x.org"]) == nil)
        #expect(try setting("https://127.0.0.1/", [:]) == nil && setting("http://localhost/", [:]) == nil)
    }

    @Test func noPasswordIsShown() throws {
        #expect(try address("https://x.org/", ["https_proxy": "http://me:p@ss@a:1"]) == "http://a:1")
        #expect(try address("https://x.org/", ["https_proxy": "me:secret@a:1"]) == "a:1")
        #expect(try address("https://x.org/", ["https_proxy": "http://me:p#/?@\u{301}@a:1"]) == "http://a:1")
    }

    /// Passwords that were not percent-encoded, ports, schemes and blanks: libcurl would go elsewhere, or quote all of it.
    @Test(arguments: [
        "http://user:p#ssw0rd@proxy.example:3128", "http://u:p/w@x@h", "http://u:p@ss@h:1",
        "http://user:12#ssw0rd@proxy.example:3128",
        "http://user:12/ssw0rd@proxy.example:3128", "http://user:12?ssw0rd@proxy.example:3128", "user:p#ssw0rd@h:1",
        "socks5h://user:p[ssw0rd@h:1", "HTTP://user:p ssw0rd@h:1", "http://user:p%ssw0rd@h:1", "http://user:p%2@h:1",
        "http://user:ssw0rd@h:port", "http://user:ssw0rd@h:99999", "http://user:ssw0rd@h:", "http://user:ssw0rd@h:0",
        "http://user:ssw0rd@", "ftp://user:ssw0rd@h:1", "http//user:ssw0rd@h:1", " http://user:ssw0rd@h:1",
        "http://user:ssw0rd@h:1\n", "http://user:ssw0rd@h h:1", "http://h:31 28", "http://[::1:3128", "http://:3128",
    ])
    func refusesWhatLibcurlWouldMisread(value: String) throws {
        for (variable, url) in [
            ("https_proxy", "https://x.org/"), ("ALL_PROXY", "https://x.org/"), ("http_proxy", "http://x.org/"),
        ] {
            let url = try HTTPURL(url)
            let error = #expect(throws: HTTPError.self, "\(value)") {
                try ProxySetting.requireUsable(for: url) { [variable: value][$0] }
            }
            #expect(error?.code == .invalidProxy && error?.isBeforeSend == true)
            #expect(error?.message.contains(variable) == true)
            for part in ["ssw0rd", "user", "p/w"] {
                #expect(error?.message.contains("'" + part) == false, "\(error?.message ?? "")")
            }
            #expect(error?.message.contains("ssw0rd") == false)
        }
    }

    @Test(arguments: [
        "http://proxy.example:3128", "proxy.example", "proxy.example:3128/",
        "http://user:p%23ssw0rd@proxy.example:3128",
        "socks5h://u:p@h:1", "SOCKS5://h", "http://u@h:1", "http://[::1]:3128", "https://u:p%40@h:1/",
        "http://10.0.0.1:8080", "socks4a://h:1080",
    ])
    func takesWhatLibcurlTakes(value: String) throws {
        try ProxySetting.requireUsable(for: try HTTPURL("https://x.org/")) { ["https_proxy": value][$0] }
    }

    @Test func aWrongProxyForOthersMattersToNobody() throws {
        let environment = ["https_proxy": "http://u:p#w@h", "no_proxy": "x.org"]
        try ProxySetting.requireUsable(for: try HTTPURL("https://x.org/")) { environment[$0] }
        try ProxySetting.requireUsable(for: try HTTPURL("https://127.0.0.1/")) { environment[$0] }
        try ProxySetting.requireUsable(for: try HTTPURL("http://x.com/")) { environment[$0] }
    }

    @Test func passwordsAreTakenOutOfOthersWords() {
        let environment = ["all_proxy": "http://user:p%23ss'w0rd@h", "HTTPS_PROXY": "me:pw with blanks@h"]
        let redaction = Redaction(ProxySetting.secrets { environment[$0] })
        for text in [
            "the password p#ss'w0rd is wrong", "user:p%23ss'w0rd", "dXNlcjpwI3Nzd3cwcmQ= p#ss'w0rd", "'pw with blanks'",
        ] {
            let shown = redaction(text)
            #expect(!shown.contains("w0rd") && !shown.contains("with blanks"), "\(shown)")
        }
    }
}
