import Testing

@testable import ALCFRecord

@Suite struct TableTests {
    func read(_ text: String, _ name: String = "x.csv") throws -> DataSetContents {
        try DataFile.read(Array(text.utf8), name: name)
    }

    func answers(_ cell: String) throws -> [String] {
        let quoted = "\"" + cell.replacing("\"", with: "\"\"") + "\""
        guard case .questions(let set, _, _) = try read("question,answers\nWho?,\(quoted)\n") else { return [] }
        return set.questions[0].answers
    }

    @Test(arguments: [
        (
            "{'text': array(['Denver Broncos', 'The Broncos'], dtype=object), 'answer_start': array([0, 0])}",
            ["Denver Broncos", "The Broncos"]
        ),
        (
            "{'text': array(['It\\'s \"the\" one',\n       'b'],\n      dtype=object), 'answer_start': array([0, 0], dtype=int32)}",
            ["It's \"the\" one", "b"]
        ),
        ("{'text': ['a', 'a'], 'answer_start': [0, 3]}", ["a"]),
        (#"{"text": ["a", "b"], "answer_start": [0, 3]}"#, ["a", "b"]),
        (#"["Rome","Roma"]"#, ["Rome", "Roma"]), ("['Rome', 'Roma']", ["Rome", "Roma"]),
        ("['Rome' 'Roma']", ["Rome", "Roma"]),
        ("('Rome', 'Roma')", ["Rome", "Roma"]), ("[np.str_('Rome')]", ["Rome"]),
        ("array(['Rome'], dtype=object)", ["Rome"]),
        ("[{'text': 'Rome', 'answer_start': 3}]", ["Rome"]), ("[1945, 2.5]", ["1945", "2.5"]), ("[1945.0]", ["1945"]),
        ("Rome|Roma", ["Rome", "Roma"]), (" Rome | Roma |", ["Rome", "Roma"]), (#"["P(A|B)"]"#, ["P(A|B)"]),
        ("Rome; Roma", ["Rome; Roma"]), ("(in 1945)", ["(in 1945)"]), ("nan", ["nan"]), ("None", ["None"]),
        ("{'value': 'Rome', 'aliases': array(['Roma'], dtype=object)}", ["Rome", "Roma"]),
    ])
    func readsAnswers(cell: String, expected: [String]) throws { #expect(try answers(cell) == expected) }

    @Test(arguments: [
        "{'text': array(['Denver', ..., 'x'], dtype=object)}", "{'text': array(['Denver'", "[O III]", "{x | x > 0}",
        "[[\"a\"]]",
        "array([Rome])", "{'answer_start': [0]}", "('Rome'",
    ])
    func refusesAStructureThatItCannotRead(cell: String) throws {
        let error = #expect(throws: BenchError.self) { try answers(cell) }
        #expect(error?.message.contains("x.csv, line 2") == true, "\(error?.message ?? "")")
    }

    @Test func saysThatBarsSeparate() throws {
        guard case .questions(let set, _, _) = try read("question,answers\nA?,x|y\nB?,z\nC?,u|v\n") else { return }
        #expect(set.notes.count == 1 && set.notes[0].contains("2 records") && set.notes[0].contains("line 2"))
        // In JSON a list is at hand, and a text is a text.
        guard case .questions(let lines, _, _) = try read(#"{"question":"A?","answers":"x|y"}"#, "x.jsonl") else {
            return
        }
        #expect(lines.questions[0].answers == ["x|y"] && lines.notes.isEmpty)
    }

    @Test func emptyListsAreNoAnswers() throws {
        let text = """
            question,answers
            A?,"{'text': array([], dtype=object), 'answer_start': array([], dtype=int32)}"
            B?,[]
            C?,
            D?,x
            """
        guard case .questions(let set, _, _) = try read(text) else { return }
        #expect(set.questions.map(\.question) == ["D?"] && set.skippedUnanswerable == 3)
        #expect(set.notes.count == 1 && set.notes[0].contains("3 questions without an answer"))
    }

    @Test(
        arguments: [
            ("6", 6), ("6.0", 6), ("1e3", 1000), (" 7 ", 7), ("", nil), ("nan", nil), ("<NA>", nil), ("None", nil),
        ] as [(String, Int?)])
    func readsCounts(cell: String, limit: Int?) throws {
        guard case .prompts(let work) = try read("prompt,max_tokens\nhello,\(cell)\n") else { return }
        #expect(work.prompts.map(\.maxTokens) == [limit])
    }

    @Test(arguments: ["x", "6.5", "-1", "0", "inf", "1e30", "6 tokens", "0x10"]) func refusesOtherCounts(cell: String) {
        for (text, name, line) in [
            ("prompt,max_tokens\nhi,5\nhello,\(cell)\n", "x.csv", "line 3"),
            ("question,answers,max_tokens\nhi,x,5\nhello,x,\(cell)\n", "x.csv", "line 3"),
            ("prompt,output_tokens\nhello,\(cell)\n", "x.csv", "line 2"),
            (#"{"prompt":"hello","max_tokens":"\#(cell)"}"#, "x.jsonl", "line 1"),
        ] where cell != "0x10" {
            let error = #expect(throws: BenchError.self) { try read(text, name) }
            #expect(error?.message.contains(line) == true && error?.message.contains("tokens") == true)
        }
    }

    @Test func rowsEndAtCRAndLFOnly() throws {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["prompt,id", "line\u{2028}sep\u{85}x\u{0B}y\u{0C}z,2", "\"a\(end)b\",3", ",", "c,4"].joined(
                separator: end)
            guard case .prompts(let work) = try read(text) else { return }
            #expect(work.prompts.map(\.text) == ["line\u{2028}sep\u{85}x\u{0B}y\u{0C}z", "a\(end)b", "c"])
            let error = #expect(throws: BenchError.self) { try read(text + end + "d\(end)") }
            #expect(error?.message.contains("line 7") == true, "\(error?.message ?? "")")
        }
        guard case .prompts(let work) = try read("{\"prompt\":\"a\u{2028}b\"}\r{\"prompt\":\"c\"}\r\n", "x.jsonl")
        else { return }
        #expect(work.prompts.map(\.text) == ["a\u{2028}b", "c"])
    }

    @Test func namesTheLineThatIsNotUTF8() {
        for (text, name) in [("prompt\r\na\r\ncaf", "x.csv"), ("{\"prompt\":\"a\"}\n\n{\"prompt\":\"caf", "x.jsonl")] {
            let error = #expect(throws: BenchError.self) {
                try DataFile.read(Array(text.utf8) + [0xE9] + Array("\"}\n".utf8), name: name)
            }
            #expect(error?.message.contains("line 3, is not UTF-8") == true, "\(error?.message ?? "")")
        }
    }

    @Test func takesAMarkAndNamesUTF16() throws {
        for (text, name) in [
            ("{\"prompt\":\"a\"}", "x.jsonl"), ("{\"prompt\":\"a\"}", "x.json"), ("[{\"prompt\":\"a\"}]", "x.json"),
            ("prompt\na\n", "x.csv"), ("prompt\na\n", "x.csv.gz"),
            (
                #"{"data":[{"title":"T","paragraphs":[{"context":"a","qas":[{"id":"1","question":"?","answers":[{"text":"a","answer_start":0}]}]}]}]}"#,
                "x.json"
            ),
        ] {
            #expect(try read("\u{FEFF}" + text, name).count == 1)
            let wide: [UInt8] = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            for encoded in [wide, [0xFF, 0xFE] + wide] {
                let error = #expect(throws: BenchError.self) { try DataFile.read(encoded, name: name) }
                #expect(error?.message.contains("UTF-16") == true, "\(error?.message ?? "")")
            }
        }
    }

    @Test func namesOtherKindsOfFiles() {
        for (head, kind) in [("PAR1\u{15}", "Parquet"), ("PK\u{3}\u{4}", "workbook"), ("%PDF-1.7", "PDF")] {
            let error = #expect(throws: BenchError.self) { try read(head, "x.csv") }
            #expect(error?.message.contains(kind) == true)
        }
    }

    @Test func readsHotpotQAAsPandasWritesIt() throws {
        let text = """
            id,question,answer,context
            1,Who?,Fermi,"{'title': array(['P', 'Q'], dtype=object), 'sentences': array([array(['a b.', ' c.'], dtype=object), array(['d'], dtype=object)],
                  dtype=object)}"
            """
        guard case .questions(let set, _, _) = try read(text) else { return }
        #expect(set.questions[0].context == "P\na b. c.\n\nQ\nd" && set.questions[0].id == "1")
    }
}
