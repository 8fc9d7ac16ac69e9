import ALCFBench
import ALCFHTTP
import ALCFSystem
import TestSupport
import Testing

@Suite struct DataFileTests {
    func read(_ text: String, _ name: String) throws -> LoadedData { try DataFile.read(Array(text.utf8), name: name) }

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
        #expect(work.dataSet.name == "ShareGPT" && work.prompts.allSatisfy(\.answers.isEmpty))
    }

    @Test func saysWhatIsWrongAndWhere() throws {
        for (text, name, words) in [
            ("{\"prompt\":\"a\"}\n{nonsense", "x.jsonl", "line 2"), ("{\"foo\":1}\n", "x.jsonl", "record 1"),
            ("prompt,id\na\n", "x.csv", "line 2"), ("prompt\n\"open", "x.csv", "no end"), ("", "x.csv", "empty"),
            ("{\"prompt\":\"a\",\"id\":\"1\"}\n{\"prompt\":\"b\",\"id\":\"1\"}\n", "x.jsonl", "one id"),
            ("[]", "x.json", "nothing"), ("{\"data\":3}", "x.json", "data"),
        ] {
            let error = #expect(throws: BenchError.self) { try read(text, name) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
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

@Suite struct HuggingFaceRowsTests {
    static func page(_ request: HTTPRequest, total: Int, extra: String = "") -> HTTPResponse {
        let fields = FormEncoding.decode(request.url.query ?? "")
        let offset = fields.first { $0.name == "offset" }.flatMap { Int($0.value) } ?? 0
        let rows = (offset..<min(total, offset + 100)).map { row in
            #"{"row_idx":\#(row),"row":{"id":"r\#(row)","title":"t\#(row / 50)","context":"Passage \#(row / 5).","question":"Q\#(row)?","answers":{"text":["A\#(row)"],"answer_start":[0]}},"truncated_cells":[]}"#
        }
        return Stub.json(
            200, #"{"features":[],"rows":[\#(rows.joined(separator: ","))],"num_rows_total":\#(total),"partial":false}"#
        )
    }

    func source(_ transport: StubTransport, _ folder: TemporaryDirectory) -> HuggingFaceRows {
        HuggingFaceRows(
            dataSet: "rajpurkar/squad", config: "plain_text", split: "validation", base: "http://127.0.0.1:1",
            folder: folder.file("cache"), transport: transport)
    }

    @Test func fetchesPagesOnceAndKeepsThem() async throws {
        let folder = try TemporaryDirectory()
        let transport = StubTransport { _, request in Self.page(request, total: 230) }
        let file = try await source(transport, folder).file()
        #expect(transport.requests.count == 3)
        #expect(
            transport.requests[1].url.contains("dataset=rajpurkar%2Fsquad")
                && transport.requests[1].url.contains("offset=100"))
        guard case .questions(let set, _, _) = try DataFile.read(FileContents(path: file.path).bytes, name: file.path)
        else {
            Issue.record("no questions")
            return
        }
        #expect(set.questions.map(\.id) == (0..<230).map { "r\($0)" } && set.passageCount == 46)
        #expect(try await source(transport, folder).file().path == file.path)
        #expect(transport.requests.count == 3)
    }

    @Test func goesOnWhereItWasCutOff() async throws {
        let folder = try TemporaryDirectory()
        let failing = StubTransport { number, request in
            if number == 2 { return Stub.json(429, #"{"error":"Rate limited"}"#) }
            return Self.page(request, total: 430)
        }
        let error = await #expect(throws: BenchError.self) { try await source(failing, folder).file() }
        #expect(error?.message.contains("Rate limited") == true && error?.remedy?.contains("again") == true)
        let rest = StubTransport { _, request in Self.page(request, total: 430) }
        _ = try await source(rest, folder).file()
        #expect(rest.requests.count == 3 && rest.requests[0].url.contains("offset=200"))
    }

    @Test func refusesWhatIsCut() async throws {
        let folder = try TemporaryDirectory()
        for body in [
            #"{"rows":[{"row":{"a":"b"},"truncated_cells":["a"]}],"num_rows_total":1}"#,
            #"{"rows":[{"row":{"a":"b"}}],"num_rows_total":1,"partial":true}"#,
            #"{"rows":[],"num_rows_total":5}"#, "<html>",
        ] {
            await #expect(throws: BenchError.self) {
                try await source(StubTransport { _, _ in Stub.json(200, body) }, folder).file()
            }
        }
    }
}
