import ALCFPage
import Testing

/// The files of the page as they are given out.
@Suite struct PageAssetsTests {
    private static func text(_ path: String) -> String? {
        PageAssets.file(path).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func beginning() throws {
        let page = try #require(PageAssets.file("/"))
        #expect(page.contentType == "text/html; charset=utf-8")
        #expect(Self.text("/")?.hasPrefix("<!doctype html>\n") == true)
        #expect(PageAssets.file("/page/style.css")?.contentType == "text/css; charset=utf-8")
        #expect(PageAssets.file("/page/main.js")?.contentType == "text/javascript; charset=utf-8")
    }

    @Test func eachNameHasAFile() {
        for name in PageAssets.names { #expect(PageAssets.file("/page/" + name)?.bytes.isEmpty == false, "\(name)") }
    }

    @Test(arguments: [
        "", "/page", "/page/", "/index.html", "/page/../main.js", "/page/main.js/", "/page/PageAssets.swift",
    ])
    func nothingElse(path: String) {
        #expect(PageAssets.file(path) == nil)
    }

    /// What a file imports is there: a missing one would leave the page dead.
    @Test func importsAreThere() throws {
        var imported: Set<String> = ["main.js", "index.html", "style.css"]
        for name in PageAssets.names where name.hasSuffix(".js") {
            let source = try #require(Self.text("/page/" + name))
            for match in source.matches(of: /from "(\/page\/[^"]+)"/) {
                #expect(PageAssets.file(String(match.1)) != nil, "\(name): \(match.1)")
                imported.insert(String(match.1.dropFirst(6)))
            }
        }
        #expect(imported == Set(PageAssets.names))
    }

    /// Nothing that the policy would forbid, and none of the ways in which a string becomes markup or code.
    @Test func noMarkupFromText() throws {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "setHTML", "srcdoc", "eval(",
            "new Function", "createContextualFragment", ".style.", "cssText",
        ]
        for name in PageAssets.names where name.hasSuffix(".js") {
            let source = try #require(Self.text("/page/" + name))
            for word in forbidden { #expect(!source.contains(word), "\(name): \(word)") }
        }
        let page = try #require(Self.text("/"))
        #expect(page.firstMatch(of: #/ on[a-z]+=| style=|<style|javascript:/#) == nil)
        #expect(page.matches(of: /<script/).count == 1)
        #expect(page.contains(#"<script type="module" src="/page/main.js"></script>"#))
    }

    /// No file names another host: nothing is loaded from anywhere else.
    @Test func noOtherHost() throws {
        for name in PageAssets.names {
            let source = try #require(Self.text("/page/" + name))
            let hosts = source.matches(of: /https?:\/\/([a-z][a-z0-9.-]+)/).map { String($0.1) }
            #expect(hosts.allSatisfy { $0 == "www.w3.org" }, "\(name): \(hosts)")
        }
    }

    @Test func policy() throws {
        let headers = Dictionary(uniqueKeysWithValues: PageAssets.securityHeaders)
        let policy = try #require(headers["Content-Security-Policy"])
        for directive in [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src data:",
            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        ] {
            #expect(policy.split(separator: "; ").contains { $0 == directive }, "\(directive)")
        }
        #expect(!policy.contains("unsafe"))
        #expect(headers["X-Content-Type-Options"] == "nosniff")
        #expect(headers["Referrer-Policy"] == "no-referrer")
        #expect(headers["Cache-Control"] == "no-store")
        #expect(headers["Cross-Origin-Opener-Policy"] == "same-origin")
    }
}
