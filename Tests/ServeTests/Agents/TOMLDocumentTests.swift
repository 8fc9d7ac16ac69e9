import ALCFJSON
import ALCFServe
import Testing

/// Tables and members before them are set and taken out in place.
struct TOMLDocumentTests {
    private func document(_ text: String) throws -> TOMLDocument { try TOMLDocument(Array(text.utf8)) }

    private func text(of document: TOMLDocument) -> String { String(decoding: document.text.bytes, as: UTF8.self) }

    private static let provider: JSONValue = ["name": "A", "auth": ["command": "alcf", "args": ["x", "y"]]]
    private static let written = """
        [model_providers.alcf]
        name = "A"

        [model_providers.alcf.auth]
        command = "alcf"
        args = ["x", "y"]

        """

    @Test(arguments: [
        ("", ""), ("model = \"x\"\n", "model = \"x\"\n\n"), ("model = \"x\"", "model = \"x\"\n\n"),
        ("[a]\nb = 1\n\n", "[a]\nb = 1\n\n"), ("# mine\n", "# mine\n\n"),
        ("[[list]]\nx = 1\n", "[[list]]\nx = 1\n\n"),
        ("[model_providers.other]\nname = \"o\"\n", "[model_providers.other]\nname = \"o\"\n\n"),
    ])
    func appendsTables(before: String, head: String) throws {
        var document = try document(before)
        try document.set(["model_providers", "alcf"], to: Self.provider)
        #expect(text(of: document) == head + Self.written)
        #expect(try document.value(at: ["model_providers", "alcf"]) == Self.provider)
    }

    @Test func keepsCRLF() throws {
        var document = try document("a = 1\r\n\r\n[t]\r\nb = 2\r\n")
        try document.set(["model"], to: "m")
        try document.set(["t", "c"], to: true)
        try document.set(["u"], to: ["d": 3])
        #expect(
            text(of: document) == "a = 1\r\nmodel = \"m\"\r\n\r\n[t]\r\nb = 2\r\nc = true\r\n\r\n[u]\r\nd = 3\r\n")
    }

    @Test(arguments: [
        ("", "m = 1\n"), ("a = 1\n", "a = 1\nm = 1\n"), ("a = 1", "a = 1\nm = 1"),
        ("[t]\n", "m = 1\n\n[t]\n"), ("# c\n\n[t]\n", "m = 1\n\n# c\n\n[t]\n"),
        ("a = 1 # c\n\n# d\n[t]\n", "a = 1 # c\nm = 1\n\n# d\n[t]\n"), ("m = 0 # c\n", "m = 1 # c\n"),
        ("a = \"\"\"\n[no]\n\"\"\"\n[t]\n", "a = \"\"\"\n[no]\n\"\"\"\nm = 1\n[t]\n"),
        ("a = [\n 1, # ]\n]\n[t]\n", "a = [\n 1, # ]\n]\nm = 1\n[t]\n"), ("\u{FEFF}[t]\n", "\u{FEFF}m = 1\n\n[t]\n"),
    ])
    func setsMembersBeforeTables(before: String, after: String) throws {
        var document = try document(before)
        try document.set(["m"], to: 1)
        #expect(text(of: document) == after)
    }

    @Test func setsMembersOfTables() throws {
        var document = try document("[t] # t\nx = 1 # one\n\n# of u\n[u]\ny = '''a\n[t]\n'''\n")
        try document.set(["t", "x"], to: "two")
        try document.set(["t", "k k"], to: "\"\\\n")
        #expect(
            text(of: document)
                == "[t] # t\nx = \"two\" # one\n\"k k\" = \"\\\"\\\\\\n\"\n\n# of u\n[u]\ny = '''a\n[t]\n'''\n")
        #expect(try document.value(at: ["t", "k k"]) == "\"\\\n")
    }

    @Test(arguments: [
        // Ours at the end, at the beginning, between others, with what the user put into it.
        ("a = 1\n\n[p.alcf]\nx = 1\n\n[p.alcf.auth]\ny = 2\n", "a = 1\n"),
        ("[p.alcf]\nx = 1\n\n[q]\nz = 1\n", "\n[q]\nz = 1\n"),
        ("[q]\nz = 1\n\n[p.alcf]\nx = 1\n# within\nw = 2\n\n# of r\n[r]\n", "[q]\nz = 1\n\n# of r\n[r]\n"),
        ("[p.alcf]\nx = 1\n[p.other]\ny = 1\n", "[p.other]\ny = 1\n"),
        ("[p]\nalcf = { x = 1 } # mine\nb = 2\n", "[p]\nb = 2\n"),
        ("[p]\nalcf.x = 1\nalcf.y = 2\nb = 2\n", "[p]\nb = 2\n"),
        ("[p.alcf2]\nx = 1\n", "[p.alcf2]\nx = 1\n"), ("", ""),
        ("[[p.alcf2]]\nx = 1\n[p.\"alcf\"]\nx=1", "[[p.alcf2]]\nx = 1\n"),
    ])
    func takesTablesOut(before: String, after: String) throws {
        var document = try document(before)
        try document.remove(["p", "alcf"])
        #expect(text(of: document) == after)
    }

    @Test(arguments: [
        ("p = { alcf = { x = 1 } }\n", "inline table"), ("p.alcf.y = 1\n", "dotted"), ("[p]\nalcf.y = 1\n", "dotted"),
        ("[p]\nalcf = { x = 1 }\n", "inline table"), ("[[p]]\nx = 1\n", "array of tables"),
        ("[[p.alcf]]\nx = 1\n", "array of tables"), ("p = 1\n", "no table"),
    ])
    func refusesFormsThatItWouldHaveToRewrite(text: String, word: String) throws {
        var document = try document(text)
        let fault = try #require(throws: SettingsFault.self) {
            try document.set(["p", "alcf", "x"], to: 2)
        }
        #expect(fault.reason.contains(word), "\(fault)")
        #expect(self.text(of: document) == text)
    }

    @Test(arguments: [
        ("a = \n", 1, 5), ("a = 1\nb\n", 2, 2), ("[t\nx = 1\n", 1, 3), ("a = \"x\nb = 1\n", 1, 5),
        ("a = [1, 2\n", 1, 5),
        ("a = 1 b = 2\n", 1, 7), ("a = '''x\n\n", 1, 5), ("= 1\n", 1, 1), ("a = \"x\\", 1, 5), ("a = \"\"\"x\\", 1, 5),
        ("a = {b 1}\n", 1, 8), ("a = 1\n\"b\\u0000\" = 1\n", 2, 1), ("[a.'b\0c']\n", 1, 4),
    ])
    func refusesBrokenFiles(text: String, line: Int, column: Int) throws {
        let fault = try #require(throws: SettingsFault.self) { try TOMLDocument(Array(text.utf8)) }
        #expect(fault.line == line && fault.column == column, "\(fault)")
    }

    @Test func readsEveryKindOfValue() throws {
        let document = try document(
            """
            s = "a\\tb" # c
            l = 'C:\\x'
            i = 1_000
            f = 1.5
            d = 1979-05-27 07:32:00Z
            b = false
            a = [ "x", # c
              [1], ]
            t = { u.v = 1, w = [] }
            long = \"\"\"a "quoted" "word\"\"\"\"
            [x."y z".w]
            k = inf
            """)
        #expect(try document.value(at: ["s"]) == "a\tb")
        #expect(try document.value(at: ["l"]) == "C:\\x")
        #expect(try document.value(at: ["i"]) == 1000)
        #expect(try document.value(at: ["f"]) == "1.5")
        #expect(try document.value(at: ["d"]) == "1979-05-27 07:32:00Z")
        #expect(try document.value(at: ["a"]) == ["x", [1]])
        #expect(try document.value(at: ["t", "u", "v"]) == 1)
        #expect(try document.value(at: ["long"]) == "a \"quoted\" \"word\"")
        #expect(try document.value(at: ["x", "y z"]) == ["w": ["k": "inf"]])
        #expect(try document.value(at: ["nothing"]) == nil)
    }

    /// A name of many parts nests as many tables, which no other program would read either.
    @Test(arguments: [("", " = 1\n"), ("[", "]\n"), ("a = { ", " = 1 }\n")])
    func namesOfManyPartsAreRefused(head: String, tail: String) throws {
        let few = head + Array(repeating: "b", count: 60).joined(separator: ".") + tail
        #expect(try document(few).isEmpty == false)
        let many = head + Array(repeating: "b", count: 200_000).joined(separator: ".") + tail
        #expect(throws: SettingsFault.self) { try document(many) }
    }
}
