import ALCFHTTP
import Testing

@testable import ALCFClient

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

    @Test func noPasswordIsShown() throws {
        #expect(try address("https://x.org/", ["https_proxy": "http://me:p@ss@a:1"]) == "http://a:1")
        #expect(try address("https://x.org/", ["https_proxy": "me:secret@a:1"]) == "a:1")
        let error = ClientError(
            HTTPError(.connect, "no connection"),
            proxy: ProxySetting(for: try HTTPURL("https://x.org/")) { ["https_proxy": "http://me:s@a:1"][$0] })
        #expect(error.remedy == "Check the proxy http://a:1, which https_proxy names, and the network.")
    }
}
