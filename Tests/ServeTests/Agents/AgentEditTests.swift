import ALCFJSON
import ALCFServe
import TestSupport
import Testing

/// Settings go in and come out again, and leave the rest as it was.
struct AgentEditTests {
    private static let request = AgentRequest(
        models: [
            AgentModel(name: "gpt-oss-120b", contextWindow: 131_072),
            AgentModel(name: "gemma-4-31B-it", contextWindow: 262_144, inputs: ["text", "image"]),
        ], key: "alcf-local-secret", keyPath: "/home/u/.local/state/alcf/serve-key", environment: { _ in "/home/u" })

    /// Files of each form with all that editors and people put into them.
    private static let json = [
        "", "\n", "{}", "{ }", "{\n}", "{}\n", "\u{FEFF}{}\r\n", "// a\n{}\n", "{ // a\n}\n", "{ /* a */ }",
        #"{"provider":{}}"#, #"{"provider": {}, "env": {}, "providers": { }}"#, "{\n\t\"theme\": \"x\",\n}\n",
        "{\n  // first\n  \"theme\": \"a // b\", // last\n}\n", "{\r\n  \"env\": {\r\n    \"A\": \"1\"\r\n  }\r\n}",
        "{\n  \"provider\": {\n    \"x\": { \"y\": [1, 2, /* 3 */] }, // no\n  },\n  \"model\": \"x/y\"\n}\n",
        "{\"env\":{\"ANTHROPIC_BASE_URL\":\"https://example.org\",\"ANTHROPIC_MODEL\":\"m\"},\"apiKeyHelper\":\"mine\"}",
        "{\n  \"providers\": {\n    \"alcf-inference-service-metis-api\": {\n      \"api\": \"x\"\n    }\n    /* end */\n  }\n}",
        "{ \"provider\": { \"alcf\": { \"mine\": true } },\n  \"model\": \"alcf/x\" }\n",
    ]
    private static let toml = [
        "", "\n", "# a\n", "model = \"x\"\n", "model = \"x\"", "[a]\nb = 1\n\n\n",
        "\u{FEFF}a = 1\r\n\r\n[b]\r\nc = 1\r\n",
        "[model_providers.x]\nname = \"x\"\n# end",
        "a = '''\n[model_providers.alcf]\n'''\n[[b]]\nc = 1\n\n[[b]]\nc = 2\n",
        "[model_providers]\n\n[mcp.\"a b\"]\nx = [\n 1,\n]\n", "model_provider = \"y\" # c\n\n[t]\n",
    ]
    private static let yaml = [
        "", "\n", "# a\n", "a: 1", "a: 1\n\n", "models: []\n", "models: [] # none\nx: 1\n", "models:\n",
        "models:\n- name: x\n",
        "\u{FEFF}a: 1\r\nmodels:\r\n    - name: x\r\n\r\n# end\r\n",
        "---\na: |\n  b: c\n\n  d\nmodels:\n  # c\n  - a\n\nz: 'x'\n",
    ]

    private static let cases: [(AgentKind, String)] =
        [AgentKind.opencode, .claude, .pi].flatMap { kind in json.map { (kind, $0) } }
        + toml.map { (.codex, $0) } + [AgentKind.aider, .continue].flatMap { kind in yaml.map { (kind, $0) } }

    private func file(_ kind: AgentKind, _ request: AgentRequest = request) throws -> AgentFile {
        try #require(kind.files(request) { _ in false }.first)
    }

    @Test(arguments: cases)
    func comesOutAsItWentIn(kind: AgentKind, text: String) throws {
        let file = try file(kind)
        let bytes = Array(text.utf8)
        let edit = try AgentEdit.configuring(file, bytes, record: nil)
        let after = try #require(edit.bytes)
        #expect(try AgentEdit.isConfigured(file, after))
        // A second time, nothing is left to do.
        let again = try AgentEdit.configuring(file, after, record: edit.record)
        #expect(again.bytes == after && again.record == edit.record)
        // The note survives being written.
        let record = try AgentRecord(json: try JSONValue(parsing: try #require(edit.record).json.serializedBytes()))
        #expect(record == edit.record)
        #expect(try AgentEdit.removing(file, after, record: record).bytes == bytes)
    }

    @Test(arguments: cases)
    func comesOutAfterASecondConfigurationToo(kind: AgentKind, text: String) throws {
        let bytes = Array(text.utf8)
        let first = try AgentEdit.configuring(file(kind), bytes, record: nil)
        var other = Self.request
        other.port = 9999
        other.models.reverse()
        let file = try file(kind, other)
        let second = try AgentEdit.configuring(file, first.bytes, record: first.record)
        #expect(String(decoding: second.bytes ?? [], as: UTF8.self).contains("127.0.0.1:9999"))
        #expect(try AgentEdit.removing(file, second.bytes ?? [], record: second.record).bytes == bytes)
    }

    /// The user has added a line since: it stays, ours go, and everything else has its old value.
    @Test(arguments: cases)
    func comesOutOfFilesThatWereEditedSince(kind: AgentKind, text: String) throws {
        let file = try file(kind)
        let bytes = Array(text.utf8)
        let edit = try AgentEdit.configuring(file, bytes, record: nil)
        let edited = try Self.edited(try #require(edit.bytes), as: file.syntax)
        let cleaned = try #require(try AgentEdit.removing(file, edited, record: edit.record).bytes)
        let rest = String(decoding: cleaned, as: UTF8.self)
        #expect(rest.contains("zz"))
        #expect(!rest.contains("127.0.0.1"))
        #expect(
            try Self.meaning(of: cleaned, as: file.syntax)
                == Self.meaning(of: Self.edited(bytes, as: file.syntax), as: file.syntax))
    }

    /// Without the note, what was written is known by its names.
    @Test(arguments: cases.filter { !$0.1.contains("alcf") })
    func comesOutWithoutANote(kind: AgentKind, text: String) throws {
        let file = try file(kind)
        let after = try #require(try AgentEdit.configuring(file, Array(text.utf8), record: nil).bytes)
        let cleaned = try #require(try AgentEdit.removing(file, after, record: nil).bytes)
        #expect(!String(decoding: cleaned, as: UTF8.self).contains("127.0.0.1"))
        #expect(try !AgentEdit.isConfigured(file, cleaned))
        // And a second time, there is nothing to take out.
        #expect(try AgentEdit.removing(file, cleaned, record: nil).bytes == cleaned)
    }

    @Test func keepsWhatTheUserAddedToOurs() throws {
        let file = try file(.opencode)
        let first = try AgentEdit.configuring(file, Array("{\n}\n".utf8), record: nil)
        var document = try JSONCDocument(try #require(first.bytes))
        try document.set(["provider", "alcf", "options", "headers"], to: ["x": "y"])
        try document.set(["provider", "alcf", "options", "baseURL"], to: "http://elsewhere")
        var request = Self.request
        request.models.removeLast()
        let second = try AgentEdit.configuring(self.file(.opencode, request), document.text.bytes, record: first.record)
        let result = try JSONCDocument(try #require(second.bytes))
        #expect(try result.value(at: ["provider", "alcf", "options", "headers", "x"]) == "y")
        #expect(try result.value(at: ["provider", "alcf", "options", "baseURL"]) == "http://127.0.0.1:8814/v1")
        // A model that is offered no more goes.
        #expect(try result.value(at: ["provider", "alcf", "models"])?.object?.keys == ["gpt-oss-120b"])
    }

    @Test func leavesValuesOfTheUsersOwn() throws {
        let edit = try AgentEdit.configuring(file(.opencode), Array(#"{"model": "x/y"}"#.utf8), record: nil)
        #expect(try JSONCDocument(edit.bytes ?? []).value(at: ["model"]) == "x/y")
        #expect(edit.notes == ["Your own 'model' stays the default."])
        // Of Codex' two members, one alone would be a mixture.
        let codex = try AgentEdit.configuring(file(.codex), Array("model = \"gpt-5\"\n".utf8), record: nil)
        #expect(try TOMLDocument(codex.bytes ?? []).value(at: ["model_provider"]) == nil)
    }

    @Test func bringsReplacedValuesBack() throws {
        let text =
            #"{"env": {"ANTHROPIC_BASE_URL": "https://example.org", "ANTHROPIC_MODEL": "m"}, "apiKeyHelper": "mine"}"#
        let file = try file(.claude)
        let edit = try AgentEdit.configuring(file, Array(text.utf8), record: nil)
        let edited = try Self.edited(try #require(edit.bytes), as: .jsonc)
        let document = try JSONCDocument(try #require(try AgentEdit.removing(file, edited, record: edit.record).bytes))
        #expect(try document.value(at: ["apiKeyHelper"]) == "mine")
        #expect(
            try document.value(at: ["env"]) == ["ANTHROPIC_BASE_URL": "https://example.org", "ANTHROPIC_MODEL": "m"])
    }

    @Test func leavesWhatTheUserChangedSince() throws {
        let file = try file(.claude)
        let edit = try AgentEdit.configuring(file, Array("{}".utf8), record: nil)
        var document = try JSONCDocument(try #require(edit.bytes))
        try document.set(["env", "ANTHROPIC_MODEL"], to: "other")
        let removed = try AgentEdit.removing(file, document.text.bytes, record: edit.record)
        #expect(try JSONCDocument(removed.bytes ?? []).value(at: []) == ["env": ["ANTHROPIC_MODEL": "other"]])
        #expect(removed.notes == ["'env.ANTHROPIC_MODEL' has been changed since, and stays."])
    }

    @Test func deletesFilesThatItMade() throws {
        for kind in AgentKind.allCases {
            for file in kind.files(Self.request, exists: { _ in false }) {
                let edit = try AgentEdit.configuring(file, nil, record: nil)
                let bytes = try #require(edit.bytes)
                #expect(try AgentEdit.removing(file, bytes, record: edit.record).bytes == nil)
                // Even where the user has only put a blank line into it.
                let touched = bytes + [UInt8(ascii: "\n")]
                #expect(try AgentEdit.removing(file, touched, record: edit.record).bytes == nil, "\(file.path)")
            }
        }
    }

    /// Any change of one byte either breaks the file, which is then refused, or comes out again.
    @Test(arguments: cases)
    func survivesDamage(kind: AgentKind, text: String) throws {
        var random = TestRandom("survivesDamage \(kind) \(text)")
        let file = try file(kind)
        for _ in 0..<60 {
            var bytes = Array(text.utf8)
            let place = Int.random(in: 0...bytes.count, using: &random)
            let byte = try #require("{}[]\",:/*#\n\r\t 'x=-\\".utf8.randomElement(using: &random))
            if place < bytes.count, random.oneIn(2) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
            guard let edit = try? AgentEdit.configuring(file, bytes, record: nil), let after = edit.bytes else {
                continue
            }
            #expect(try AgentEdit.removing(file, after, record: edit.record).bytes == bytes)
        }
    }

    // MARK: - Edits of a user

    private static func edited(_ bytes: [UInt8], as syntax: AgentFile.Syntax) throws -> [UInt8] {
        switch syntax {
        case .jsonc:
            var document = try JSONCDocument(bytes)
            try document.set(["zz"], to: 1)
            return document.text.bytes
        case .toml:
            var document = try TOMLDocument(bytes)
            try document.set(["zz", "y"], to: 1)
            return document.text.bytes
        case .yaml:
            return bytes + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? [] : [0x0A]) + Array("zz: 1\n".utf8)
        }
    }

    /// The values, without blanks; of YAML, the lines that are not empty.
    private static func meaning(of bytes: [UInt8], as syntax: AgentFile.Syntax) throws -> JSONValue? {
        switch syntax {
        case .jsonc: return try JSONCDocument(bytes).value(at: [])
        case .toml: return try TOMLDocument(bytes).value(at: [])
        case .yaml:
            let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            return .array(
                lines.filter { !$0.allSatisfy(\.isWhitespace) }.map {
                    .string(
                        String($0).replacing("models:", with: "models: []").replacing(
                            "models: [] []", with: "models: []"))
                })
        }
    }
}
