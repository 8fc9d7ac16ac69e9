import ALCFJSON
import ALCFServe
import Testing

/// Members are set and taken out in place, whatever a file looks like.
struct JSONCDocumentTests {
    private func setting(_ path: [String], _ value: JSONValue, in text: String) throws -> String {
        var document = try JSONCDocument(Array(text.utf8))
        try document.set(path, to: value)
        return String(decoding: document.text.bytes, as: UTF8.self)
    }

    private func removing(_ path: [String], from text: String) throws -> String {
        var document = try JSONCDocument(Array(text.utf8))
        try document.remove(path)
        return String(decoding: document.text.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        // Nothing, or next to nothing.
        ("", "{\n  \"b\": 1\n}\n"),
        ("\n", "\n{\n  \"b\": 1\n}\n"),
        ("// mine", "// mine\n{\n  \"b\": 1\n}\n"),
        ("\u{FEFF}", "\u{FEFF}{\n  \"b\": 1\n}\n"),
        ("{}", "{\n  \"b\": 1\n}"),
        ("{ }\n", "{\n  \"b\": 1\n}\n"),
        ("{\n}\n", "{\n  \"b\": 1\n}\n"),
        ("{\r\n}\r\n", "{\r\n  \"b\": 1\r\n}\r\n"),
        ("{ // mine\n}", "{ // mine\n  \"b\": 1\n}"),
        ("{ /* mine */ }", "{ /* mine */\n  \"b\": 1\n }"),
        // On one line.
        (#"{"a":0}"#, #"{"a":0, "b": 1}"#),
        (#"{"a":0,}"#, #"{"a":0, "b": 1,}"#),
        (#"{ "a": "x // y" }"#, #"{ "a": "x // y", "b": 1 }"#),
        // On several.
        ("{\n  \"a\": 0\n}\n", "{\n  \"a\": 0,\n  \"b\": 1\n}\n"),
        ("{\n  \"a\": 0,\n}\n", "{\n  \"a\": 0,\n  \"b\": 1,\n}\n"),
        ("{\n\t\"a\": 0\n}\n", "{\n\t\"a\": 0,\n\t\"b\": 1\n}\n"),
        ("{\r\n    \"a\": 0\r\n}\r\n", "{\r\n    \"a\": 0,\r\n    \"b\": 1\r\n}\r\n"),
        ("\u{FEFF}{\n  \"a\": 0\n}", "\u{FEFF}{\n  \"a\": 0,\n  \"b\": 1\n}"),
        // Comments stay beside what they are about.
        ("{\n  \"a\": 0 // zero\n}\n", "{\n  \"a\": 0, // zero\n  \"b\": 1\n}\n"),
        ("{\n  \"a\": 0, // zero, mostly\n}\n", "{\n  \"a\": 0, // zero, mostly\n  \"b\": 1,\n}\n"),
        ("{\n  \"a\": 0 /* x\n y */\n}\n", "{\n  \"a\": 0, /* x\n y */\n  \"b\": 1\n}\n"),
        ("{\n  \"a\": 0\n  // the end\n}\n", "{\n  \"a\": 0,\n  \"b\": 1\n  // the end\n}\n"),
        ("{\n  \"a\": \"}, // {\"\n}\n", "{\n  \"a\": \"}, // {\",\n  \"b\": 1\n}\n"),
        ("{\n  \"a\": {\n    \"c\": 2 }}", "{\n  \"a\": {\n    \"c\": 2 },\n  \"b\": 1}"),
        // A value that is there is replaced where it is.
        ("{\n  \"b\": [1,\n 2], // old\n  \"a\": 0\n}\n", "{\n  \"b\": 1, // old\n  \"a\": 0\n}\n"),
    ])
    func setsOneMember(text: String, expected: String) throws {
        #expect(try setting(["b"], 1, in: text) == expected)
    }

    @Test func makesMissingParents() throws {
        #expect(
            try setting(["x", "y", "z"], true, in: "{\n    \"a\": {}\n}\n")
                == "{\n    \"a\": {},\n    \"x\": {\n        \"y\": {\n            \"z\": true\n        }\n    }\n}\n")
        #expect(try setting(["a", "b"], 1, in: #"{"a":{"c":2}}"#) == #"{"a":{"c":2, "b": 1}}"#)
        #expect(
            try setting(["a", "b"], 1, in: "{\n  \"a\": {}\n}") == "{\n  \"a\": {\n    \"b\": 1\n  }\n}")
    }

    @Test func writesObjectsInTheFilesManner() throws {
        #expect(
            try setting(["b"], ["c": [1], "d": [:]], in: "{\r\n\t\"a\": 0\r\n}")
                == "{\r\n\t\"a\": 0,\r\n\t\"b\": {\r\n\t\t\"c\": [\r\n\t\t\t1\r\n\t\t],\r\n\t\t\"d\": {}\r\n\t}\r\n}")
    }

    @Test(arguments: [
        (#"{"b":1}"#, "{}"),
        ("{\n  \"b\": 1\n}\n", "{}\n"),
        ("{\n  // mine\n  \"b\": 1\n}\n", "{\n  // mine\n}\n"),
        ("{\n  \"b\": 1, // one\n  \"a\": 0\n}\n", "{ // one\n  \"a\": 0\n}\n"),
        ("{\n  \"b\": 1,\n  \"a\": 0\n}\n", "{\n  \"a\": 0\n}\n"),
        ("{\n  \"a\": 0,\n  \"b\": 1\n}\n", "{\n  \"a\": 0\n}\n"),
        ("{\n  \"a\": 0,\n  \"b\": 1,\n}\n", "{\n  \"a\": 0,\n}\n"),
        ("{\n  \"a\": 0, // a, b,\n  \"b\": 1, \"c\": 2\n}\n", "{\n  \"a\": 0, // a, b,\n   \"c\": 2\n}\n"),
        ("{\n  \"a\": 0, // zero\n  \"b\": 1 }", "{\n  \"a\": 0 // zero\n   }"),
        (#"{"a":0,"b":1,"c":2}"#, #"{"a":0,"c":2}"#),
        (#"{ "a": 0, "b": 1 }"#, #"{ "a": 0 }"#),
        ("{\r\n  \"a\": 0,\r\n  \"b\": {\r\n    \"x\": 1\r\n  }\r\n}\r\n", "{\r\n  \"a\": 0\r\n}\r\n"),
        ("{}", "{}"), ("", ""), (#"{"a": {"b": 1}}"#, #"{"a": {"b": 1}}"#),
    ])
    func takesOneMemberOut(text: String, expected: String) throws {
        #expect(try removing(["b"], from: text) == expected)
    }

    @Test(arguments: [
        ("{", 1, 1, "no end"), ("{\"a\": \"x\\", 1, 7, "no end"), ("{\n  \"a\": 1\n  \"b\": 2\n}", 3, 3, "comma"),
        ("{\"a\" 1}", 1, 6, "':'"),
        ("{\"a\": \"x\n\"}", 1, 9, "string"), ("[1]", 1, 1, "object"), ("{} {}", 1, 4, "behind"),
        ("{'a': 1}", 1, 2, "double quotation"), ("{\"a\": tru}", 1, 7, "value"), ("{\"a\": 01}", 1, 7, "value"),
        ("{\"ä\": /}", 1, 7, "value"), ("{ /* x\n\n", 1, 3, "comment"), ("{\"a\":1,,}", 1, 8, "name"),
        ("\u{FEFF}{x}", 1, 2, "name"), ("{\"a\": \"\\q\"}", 1, 7, "escape"),
        ("{\"a\": {\"b\\u0000c\": 1}}", 1, 8, "NUL"),
    ])
    func refusesBrokenFiles(text: String, line: Int, column: Int, word: String) throws {
        let fault = try #require(throws: SettingsFault.self) { try JSONCDocument(Array(text.utf8)) }
        #expect(fault.line == line && fault.column == column, "\(fault)")
        #expect(fault.reason.contains(word), "\(fault)")
    }

    @Test func refusesOtherEncodings() throws {
        #expect(throws: SettingsFault.self) { try JSONCDocument([0x7B, 0x22, 0xE4, 0x22, 0x3A, 0x31, 0x7D]) }
        #expect(throws: SettingsFault.self) { try JSONCDocument([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]) }
    }

    @Test func refusesDepthWithoutEnd() throws {
        let deep = String(repeating: "[", count: 100_000)
        let fault = try #require(throws: SettingsFault.self) { try JSONCDocument(Array("{\"a\": \(deep)".utf8)) }
        #expect(fault.reason.contains("deep"))
    }

    @Test func refusesWhatIsNoObjectOnTheWay() throws {
        let fault = try #require(throws: SettingsFault.self) { try setting(["a", "b"], 1, in: "{\n  \"a\": [1]\n}") }
        #expect(fault.line == 2 && fault.reason == "'a' is no object")
        #expect(throws: SettingsFault.self) { try setting(["a", "b"], 1, in: #"{"a": {}, "a": {}}"#) }
        // Elsewhere, two of one name are not ours to judge.
        #expect(try setting(["b"], 1, in: #"{"a": 1, "a": 2}"#) == #"{"a": 1, "a": 2, "b": 1}"#)
    }

    @Test func readsPastComments() throws {
        let document = try JSONCDocument(Array("{ /* a */ \"a\" /* : */ : // x\n [1, {\"b\": \"//\",},], }".utf8))
        #expect(try document.value(at: ["a"]) == [1, ["b": "//"]])
        #expect(try document.value(at: ["a", "b"]) == nil)
        #expect(try document.value(at: ["x", "y"]) == nil)
    }

    @Test func keepsNumbersOfAnyLength() throws {
        let text = "{\n  \"a\": 123456789012345678901234567890\n}"
        #expect(try setting(["b"], 1, in: text).hasPrefix("{\n  \"a\": 123456789012345678901234567890,"))
    }
}
