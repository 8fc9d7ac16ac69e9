import ALCFServe
import Testing

/// A marked block is put in and taken out; nothing else is touched.
struct YAMLDocumentTests {
    private static let begin = "# >>> alcf agent configure: these lines are replaced and removed by it"
    private static let end = "# <<< alcf agent configure"
    private static let list = YAMLBlock(
        list: "models", lines: ["- name: A", "  model: m"],
        header: [YAMLBlock.Member("name", "Local"), YAMLBlock.Member("schema", "v1")])

    private func adding(_ block: YAMLBlock, to text: String) throws -> String {
        var document = try YAMLDocument(Array(text.utf8))
        try document.setBlock(block)
        return String(decoding: document.text.bytes, as: UTF8.self)
    }

    private func cleaning(_ text: String) throws -> String {
        var document = try YAMLDocument(Array(text.utf8))
        try document.removeBlock()
        return String(decoding: document.text.bytes, as: UTF8.self)
    }

    private static func block(_ indent: String, _ lines: String...) -> String {
        ([begin] + lines + [end]).map { indent + $0 + "\n" }.joined()
    }

    @Test(arguments: [
        ("", ""), ("a: 1\n", "a: 1\n"), ("a: 1", "a: 1\n"),
        ("# mine\n---\na: 'x\n  y: z'\n", "# mine\n---\na: 'x\n  y: z'\n"),
        (
            "t: |\n  models:\n\n  # no comment\nb: {c: [1,\n2]}\n",
            "t: |\n  models:\n\n  # no comment\nb: {c: [1,\n2]}\n"
        ),
        ("e: don't # 'x\nf: http://x: y\n", "e: don't # 'x\nf: http://x: y\n"),
    ])
    func appendsMembers(before: String, head: String) throws {
        let after = try adding(YAMLBlock(lines: ["model: x", "key: \"y\""]), to: before)
        #expect(after == head + Self.block("", "model: x", "key: \"y\""))
        #expect(try cleaning(after) == head)
        #expect(try adding(YAMLBlock(lines: ["model: x", "key: \"y\""]), to: after) == after)
    }

    @Test func keepsCRLF() throws {
        let after = try adding(YAMLBlock(lines: ["m: x"]), to: "a: 1\r\n")
        #expect(after == "a: 1\r\n\(Self.begin)\r\nm: x\r\n\(Self.end)\r\n")
        #expect(try cleaning(after) == "a: 1\r\n")
    }

    @Test(arguments: [
        // Without the list, with an empty one, and with elements of several indentations.
        ("", block("", "name: Local", "schema: v1", "models:", "  - name: A", "    model: m"), ""),
        (
            "name: Mine\n", "name: Mine\n" + block("", "schema: v1", "models:", "  - name: A", "    model: m"),
            "name: Mine\n"
        ),
        ("name: x\nmodels: []\nb: 1\n", "name: x\nmodels:\n" + block("  ", "- name: A", "  model: m") + "b: 1\n", nil),
        ("models: [] # none\n", "models: # none\n" + block("  ", "- name: A", "  model: m"), nil),
        (
            "models:\n- name: x\n  y: z\n\n# of b\nb: 1\n",
            "models:\n- name: x\n  y: z\n" + block("", "- name: A", "  model: m") + "\n# of b\nb: 1\n", nil
        ),
        (
            "models:\n    - name: x # c\n    # d\n",
            "models:\n    - name: x # c\n" + block("    ", "- name: A", "  model: m") + "    # d\n", nil
        ),
        (
            "models:\n  - name: |\n      - no\n",
            "models:\n  - name: |\n      - no\n" + block("  ", "- name: A", "  model: m"), nil
        ),
        // What looks like a comment, a key or an end, and is text.
        (
            "models:\n  - name: x\n    t: >-\n      a\n      # b\n\n    # c\nz: 1\n",
            "models:\n  - name: x\n    t: >-\n      a\n      # b\n" + block("  ", "- name: A", "  model: m")
                + "\n    # c\nz: 1\n", nil
        ),
        (
            "models:\n  - name: \"x\n      # y\n\"\n    k: [a,\n # b\n b]\nz: 1\n",
            "models:\n  - name: \"x\n      # y\n\"\n    k: [a,\n # b\n b]\n"
                + block("  ", "- name: A", "  model: m") + "z: 1\n", nil
        ),
        (
            "models:\n- |2 # c\n   # a\n- - |\n   # b\n",
            "models:\n- |2 # c\n   # a\n- - |\n   # b\n"
                + block("", "- name: A", "  model: m"), nil
        ),
    ])
    func putsElementsIntoLists(before: String, after: String, cleaned: String?) throws {
        #expect(try adding(Self.list, to: before) == after)
        #expect(try adding(Self.list, to: after) == after)
        #expect(try cleaning(after) == cleaned ?? before)
    }

    @Test func replacesItsOwnLinesOnly() throws {
        let before = "models:\n  - name: x\n" + Self.block("  ", "- name: old") + "  - name: y\n"
        #expect(
            try adding(Self.list, to: before)
                == "models:\n  - name: x\n" + Self.block("  ", "- name: A", "  model: m") + "  - name: y\n")
        let whole = try adding(Self.list, to: "")
        let other = YAMLBlock(list: "models", lines: ["- name: B"], header: Self.list.header)
        #expect(try adding(other, to: whole) == Self.block("", "name: Local", "schema: v1", "models:", "  - name: B"))
    }

    @Test func keepsAListThatOthersUse() throws {
        let mine = try adding(Self.list, to: "") + "  - name: mine\n"
        #expect(try cleaning(mine) == "models:\n  - name: mine\n")
    }

    @Test(arguments: [
        ("- a\n", 1, "mapping"), ("{a: 1}\n", 1, "mapping"), ("a: 1\n---\nb: 2\n", 2, "several"),
        ("a: 1\nb\n", 2, "mapping"), ("a: 1\na: 2\n", 2, "twice"), (" a: 1\n", 1, "indented"),
        ("%YAML 1.2\n", 1, "form"),
        ("a: [1,\n", 1, "no end"), ("a: \"x\n", 1, "no end"), ("? a\n", 1, "mapping"),
        ("a: 1\n\tb: 2\n? c\n", 3, "mapping"),
        ("models: {a: 1}\n", 1, "dashes"), ("models: &x\n  - a\n", 1, "dashes"), ("models:\n  a: 1\n", 2, "dashes"),
        ("models: [a]\n", 1, "dashes"), (begin + "\n", 1, "damaged"), (end + "\n" + begin + "\n", 1, "damaged"),
    ])
    func refusesWhatItDoesNotUnderstand(text: String, line: Int, word: String) throws {
        let fault = try #require(throws: SettingsFault.self) { try adding(Self.list, to: text) }
        #expect(fault.line == line && fault.reason.contains(word), "\(fault)")
    }

    @Test func refusesMembersThatAreSetElsewhere() throws {
        let fault = try #require(throws: SettingsFault.self) {
            try adding(YAMLBlock(lines: ["model: x"]), to: "a: 1\n'model': y\n")
        }
        #expect(fault.line == 2 && fault.reason.contains("'model'"))
    }

    /// Each name is looked for among those before it, in a time that does not grow with their number.
    @Test func aFileMayHaveManyMembers() throws {
        let text = (0..<50_000).map { "k\($0): 1\n" }.joined()
        #expect(try adding(YAMLBlock(lines: ["m: x"]), to: text) == text + Self.block("", "m: x"))
        #expect(throws: SettingsFault.self) { try YAMLDocument(Array((text + "k7: 2\n").utf8)) }
    }
}
