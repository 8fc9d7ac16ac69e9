import ALCFCrypto
import TestSupport
import Testing

@testable import ALCFHTTP

@Suite struct RedactionTests {
    private static let token = "Ag0zQ+b/9xLm_K-7rPdW2n5uYt8vE4sRjH1cXoBqZ6iTgSfDwAkMlNpVeUyOIuJ"
    private let redaction = Redaction([Secret(token)])

    /// Whether no piece of ten bytes of the secret is left, in plain text.
    private func isGone(_ secret: String, from text: String) -> Bool {
        let (secret, text) = (Array(secret.utf8), Array(text.utf8))
        return secret.count < 12
            ? text.firstRange(of: secret) == nil
            : secret.indices.dropLast(11).allSatisfy { text.firstRange(of: secret[$0..<$0 + 12]) == nil }
    }

    private static func percent(_ text: String, _ digits: String) -> String {
        let digits = Array(digits)
        return text.utf8.map { "%\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }

    private static func hex(_ text: String) -> String {
        let digits = Array("0123456789abcdef")
        return text.utf8.map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }

    /// Base64 by groups of three bytes, written for this test alone.
    private static func base64(_ text: String, url: Bool = false) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + (url ? "-_" : "+/"))
        let bytes = Array(text.utf8)
        var out = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count { out.append(alphabet[value >> (18 - 6 * place) & 63]) }
        }
        return out + (url ? "" : String(repeating: "=", count: (4 - out.count % 4) % 4))
    }

    private static let escaped = token.utf8.map { "\\u00" + hex(String(UnicodeScalar($0))) }.joined()
    private static func wrapped(_ text: String) -> String {
        text.enumerated().map { ($0 % 20 == 19 ? "\r\n " : "") + String($1) }.joined()
    }

    /// The last digits of an escape may pass for the beginning of base64: without them it would be none.
    @Test func anEscapeGoesAsAWhole() {
        let redaction = Redaction([Secret("AgX9kQ2mZp7rT4vLw8nB")])
        let encoded = "1acDdyVDR2THc4bkI="
        #expect(redaction.withoutSecrets(#"["\u0000\#(encoded)"]"#) == #"["***="]"#)
        #expect(redaction.withoutSecrets(#"["a\ud83d\ude00\#(encoded)"]"#).contains(#"\u"#) == false)
        #expect(redaction.withoutSecrets(#"["\u00e9 AgX9kQ2mZp7rT4vLw8nB\n"]"#) == #"["\u00e9 ***\n"]"#)
    }

    private static let forms: [(String, String)] = [
        ("plain", token), ("upper case", token.uppercased()),
        ("lower case", token.lowercased()), ("percent-encoded", percent(token, "0123456789ABCDEF")),
        ("percent-encoded in small letters", percent(token, "0123456789abcdef")),
        ("form-encoded", FormEncoding.encode([("token", token)])),
        ("percent-encoded twice", FormEncoding.encode([("t", percent(token, "0123456789abcdef"))])),
        ("JSON with solidus escaped", token.split(separator: "/").joined(separator: "\\/")),
        ("JSON with every character escaped", escaped),
        ("HTML", token.split(separator: "+").joined(separator: "&#43;")),
        ("HTML in hexadecimal", token.utf8.map { "&#x" + hex(String(UnicodeScalar($0))) + ";" }.joined()),
        ("Python bytes", "b'" + token.utf8.map { "\\x" + hex(String(UnicodeScalar($0))) }.joined() + "'"),
        ("hexadecimal", hex(token)), ("hexadecimal in capitals", hex(token).uppercased()),
        ("before a combining mark", token + "\u{301}"), ("behind a prepended mark", "\u{600}" + token),
        ("with zero width between", token.map { "\($0)\u{200B}" }.joined()), ("cut into lines", wrapped(token)),
        ("base64", base64(token)), ("base64url", base64(token, url: true)), ("base64 of base64", base64(base64(token))),
        ("base64 of Basic", base64("me:" + token)), ("base64, second alignment", base64("x" + token)),
        ("base64, third alignment", base64("xy" + token)),
        ("base64 cut into lines", wrapped(base64("Bearer " + token))),
        ("base64 percent-encoded", FormEncoding.encode([("t", base64(token))])),
        ("base64 behind other digits of base64", "prefix" + base64(token)),
        ("a long beginning", String(token.prefix(24)) + "…"), ("the end", "…" + token.suffix(20)),
        ("a piece from the middle", String(token.dropFirst(10).prefix(20))),
        ("base64 cut short", String(base64(token).prefix(40))),
    ]

    /// Blanks and letters beyond ASCII, as forms, JSON within JSON, and pages write them.
    @Test(arguments: [
        "%C3%9Cnser+geheim+wort+4711", "\\u00dcnser geheim wort 4711", "&#220;nser geheim wort 4711",
        "&#xdc;nser%20geheim%20wort%204711", "Ünser geheim wort 4711",
    ])
    func aSecretOfSeveralWordsIsFound(form: String) {
        let shown = Redaction([Secret("Ünser geheim wort 4711")])("It was \(form), it was.")
        #expect(shown == "It was ***, it was.")
    }

    @Test(arguments: forms.indices) func aSecretIsFoundInEveryForm(index: Int) {
        let (name, form) = Self.forms[index]
        for text in [
            "the server said: '\(form)'.", form, "{\"error\":\"\(form)\"}", "Authorization: Bearer \(form)\r\n",
        ] {
            let shown = redaction(text)
            #expect(Array(shown.utf8).firstRange(of: Array("***".utf8)) != nil, "\(name): \(shown)")
            #expect(isGone(form, from: shown), "\(name): \(shown)")
            #expect(
                !String(decoding: redaction.withoutSecrets(Array(text.utf8)), as: UTF8.self).contains(form), "\(name)")
        }
    }

    @Test func nothingElseIsChanged() {
        let text =
            "The quick brown fox: 50 % of \\n & <b>, aGVsbG8gd29ybGQgdGhpcyBpcyBmaW5l, 0123456789abcdef0123456789abcdef"
        #expect(redaction(text) == text)
        #expect(redaction("") == "")
        #expect(Redaction()("Bearer x") == "Bearer x")
        // An answer may speak of URLs with passwords, and hold a short word that is a key as well.
        let answer = "Write postgresql://user:password@localhost/db; the key is EMPTY."
        #expect(Redaction([Secret("EMPTY")]).withoutSecrets(answer) == answer)
        #expect(Redaction([Secret("EMPTY")])("the key EMPTY is not empty") == "the key *** is not empty")
        #expect(Redaction([Secret("x"), Secret("")])("x is short") == "x is short")
    }

    @Test func aDocumentStaysOne() {
        let text = #"{"a":"\#(Self.token)","b":["\#(Self.base64("Basic " + Self.token))","c\/d"],"e":"\u0041"}"#
        let shown = String(decoding: redaction.withoutSecrets(Array(text.utf8)), as: UTF8.self)
        #expect(shown.hasPrefix(#"{"a":"***","b":[""#) && shown.hasSuffix(#"","c\/d"],"e":"\u0041"}"#), "\(shown)")
    }

    /// Two requests' secrets at once, and what proves who asks.
    @Test func aRequestKnowsItsSecrets() throws {
        let url = try HTTPURL("https://h/")
        var request = HTTPRequest(
            .get, url, headers: [("X-Api-Key", "a-key-of-its-own-9876"), ("Accept", "application/json")],
            authorization: .basic(user: "me", password: Secret("service-account-secret")))
        #expect(
            request.redaction("service-account-secret a-key-of-its-own-9876 application/json")
                == "*** *** application/json")
        request.authorization = .bearer(Secret(Self.token))
        #expect(request.redaction(Self.base64("Bearer " + Self.token)).contains("***"))
        request.url = try HTTPURL("https://h/?api-key=q-u-e-r-y%2Bkey&api-version=2024-10-21")
        #expect(request.redaction("q-u-e-r-y+key of 2024-10-21") == "*** of 2024-10-21")
        request.headers = [("X-Other", "Token another-secret-1234")]
        #expect(request.redaction("another-secret-1234") == "***")
    }

    @Test func tokensOfEveryLengthAreFoundInBase64() {
        var random = TestRandom()
        for length in 8...90 {
            let secret = String(
                decoding: (0..<length).map { _ in UInt8.random(in: 0x30...0x7A, using: &random) }, as: UTF8.self)
            let redaction = Redaction([Secret(secret)])
            for before in ["", "a", "ab", "user:"] {
                let form = Self.base64(before + secret + "zz")
                #expect(redaction(form) != form, "\(secret) in \(form)")
            }
            #expect(redaction("=" + secret) == "=***")
        }
    }
}

@Suite struct URLUserInfoTests {
    @Test(arguments: [
        ("http://user:p#ssw0rd@proxy:3128", "http://***@proxy:3128"), ("http://u:p/w@x@h", "http://***@h"),
        ("say 'socks5h://u:p@h:1': no", "say 'socks5h://***@h:1': no"), ("HTTP://U:P?@H/", "HTTP://***@H/"),
        ("http:\\/\\/u:p@h", "http:\\/\\/***@h"), ("http://u:p@\u{301}h", "http://***@\u{301}h"),
        ("two http://a:b@c and http://d:e@f", "two http://***@c and http://***@f"), ("mail me@x.org", "mail me@x.org"),
        ("https://h/a b@c", "https://h/a b@c"), ("http://:@h", "http://***@h"), ("://u:p@h", "://***@h"),
    ])
    func goes(text: String, expected: String) { #expect(Redaction()(text) == expected) }

    @Test(arguments: [
        ("user:pw@host", "***@host"), ("http://u:p w\"@h", "http://***@h"), ("host:1", "host:1"), ("@h", "***@h"),
    ])
    func goesFromAWholeURL(text: String, expected: String) { #expect(URLUserInfo.removed(fromURL: text) == expected) }
}
