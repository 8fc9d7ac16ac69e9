import Testing

@testable import ALCFRecord

@Suite struct DataFileTests {
    func read(_ text: String, _ name: String) throws -> DataSetContents {
        try DataFile.read(Array(text.utf8), name: name)
    }

    @Test func readsQuestionsFromLines() throws {
        let text = """
            {"id":"a","context":"It was 1942.","question":"When?","answers":["1942","in 1942"]}

            {"id":7,"context":"It was 1942.","question":"Where?","answers":{"text":["Chicago","Chicago"],"answer_start":[0,0]}}
            {"id":"c","context":"x","question":"Why?","answers":{"text":[],"answer_start":[]}}
            """
        guard case .questions(let set, let source, _) = try read(text, "q.jsonl") else {
            Issue.record("no questions")
            return
        }
        #expect(set.questions.map(\.id) == ["a", "7"] && set.skippedUnanswerable == 1 && source == "q.jsonl")
        #expect(set.questions[1].answers == ["Chicago"])
        #expect(set.questions[0].passageID == set.questions[1].passageID)
        let work = try read(text, "q.jsonl").sampled(2, seed: 1)
        #expect(work.dataSet.count == 2 && work.dataSet.passages == 1 && work.dataSet.sha256.count == 64)
        #expect(work.prompts.allSatisfy { $0.text.hasPrefix("Context: It was 1942.") })
        #expect(throws: BenchError.self) { try read(text, "q.jsonl").sampled(3, seed: 1) }
    }

    @Test func readsPromptsFromLinesAndCSV() throws {
        let lines = #"{"prompt":"One?","max_tokens":9,"task":"code"}"# + "\n" + #"{"prompt":"Two?"}"# + "\n"
        let work = try read(lines, "p.jsonl").sampled(2, seed: 4)
        let one = try #require(work.prompts.first { $0.text == "One?" })
        #expect(one.maxTokens == 9 && one.task == "code" && one.answers.isEmpty && one.id == "1")
        let csv = "\u{FEFF}ID,Prompt\r\nx,\"Say \"\"hi\"\",\r\nplease\"\r\ny,Go\r\n"
        let table = try read(csv, "p.csv").sampled(2, seed: 1)
        #expect(Set(table.prompts.map(\.text)) == ["Say \"hi\",\r\nplease", "Go"])
        #expect(Set(table.prompts.map(\.id)) == ["x", "y"])
        // The same seed draws the same prompts.
        #expect(try read(csv, "p.csv").sampled(1, seed: 9) == read(csv, "p.csv").sampled(1, seed: 9))
    }

    @Test func readsShareGPT() throws {
        let text = """
            [{"id":"a","conversations":[{"from":"system","value":"Be kind."},{"from":"human","value":"Tell me about the sea."},
            {"from":"gpt","value":"The sea is wide and salty."}]},
            {"id":"b","conversations":[{"from":"human","value":"Tell me about the sky, too."}]},
            {"id":"c","conversations":[{"role":"user","content":"How many planets are there?"},
            {"role":"assistant","content":"There are eight of them."}]}]
            """
        let work = try read(text, "sg.json").sampled(2, seed: 1)
        #expect(Set(work.prompts.map(\.text)) == ["Tell me about the sea.", "How many planets are there?"])
        // The format is no data set's name.
        #expect(work.dataSet.name == "sg.json" && work.prompts.allSatisfy(\.answers.isEmpty))
        #expect(work.prompts.first { $0.id.hasPrefix("a") }?.system == "Be kind.")
        #expect(work.dataSet.notes.count == 1 && work.dataSet.notes[0].contains("record 2"), "\(work.dataSet.notes)")
    }

    @Test func saysWhatIsWrongAndWhere() throws {
        for (text, name, words) in [
            ("{\"prompt\":\"a\"}\n{nonsense", "x.jsonl", "line 2"), ("{\"foo\":1}\n", "x.jsonl", "line 1"),
            ("prompt,id\na\n", "x.csv", "line 2"), ("prompt\n\"open", "x.csv", "no end"), ("", "x.csv", "empty"),
            (
                "{\"prompt\":\"a\"}\n{\"question\":\"b\",\"answers\":[\"c\"]}\n", "x.jsonl",
                "line 2, is a question, and line 1 is a prompt"
            ),
            ("question;answers\nWho?;Fermi\n", "x.csv", "';'"), ("question\tanswers\nWho?\tFermi\n", "x.csv", "tabs"),
            ("question,answers\nWho?,Fermi\n", "x.tsv", "commas"), ("prompt,prompt\na,b\n", "x.csv", "two columns"),
            ("{\"foo\": 1, \"bar\": [1,2]}", "x.json", "x.json, record 1"), ("prompt\na\n", "x", "neither JSON"),
            ("{\"question\":\"a\"}\n", "x.jsonl", "no question with an answer"),
            ("{\"a\":\n", "x.json", "x.json is not JSON"),
            ("[]", "x.json", "nothing"), ("{\"data\":3}", "x.json", "data"),
        ] {
            let error = #expect(throws: BenchError.self) { try read(text, name) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
            // What is unknown has its own name.
            #expect(error?.message.contains(name) == true && error?.message.hasPrefix("SQuAD") == false)
        }
    }

    @Test func makesUpPromptsOfAWantedLength() throws {
        let shape = try #require(SyntheticPrompts("1000,200"))
        let work = try shape.workload(5, seed: 1)
        #expect(try work == shape.workload(5, seed: 1))
        #expect(try work.dataSet.sha256 != shape.workload(5, seed: 2).dataSet.sha256)
        #expect(work.prompts.allSatisfy { (3_900...4_200).contains($0.text.utf8.count) && $0.maxTokens == 200 })
        #expect(Set(work.prompts.map { $0.text.prefix(14) }).count == 5)
        let range = try #require(SyntheticPrompts("100,50-1600")).workload(32, seed: 3)
        let lengths = range.prompts.compactMap(\.maxTokens)
        // Evenly from the least to the most, in an order of chance, and asked for in the text.
        #expect(lengths.sorted() == (0..<32).map { 50 + 1550 * $0 / 31 } && lengths != lengths.sorted())
        #expect(range.prompts.allSatisfy { $0.text.hasSuffix("exactly \($0.maxTokens ?? 0) words.") })
        for text in ["", "10", "1000", "a,b", "1000,0", "1,1,1", "100,9-3", "100,5-", "100,-5", "100,1-2-3"] {
            #expect(SyntheticPrompts(text) == nil)
        }
    }
}
