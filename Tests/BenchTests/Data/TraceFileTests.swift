import Testing

@testable import ALCFRecord

@Suite struct TraceFileTests {
    func read(_ text: String) throws -> TraceFile { try TraceFile(Array(text.utf8), name: "t") }

    @Test func readsAzuresTraces() throws {
        // The first lines of AzureLLMInferenceTrace_conv.csv (2023), and the form of 2024.
        let old = try read(
            "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109\r\n"
        )
        #expect(old.entries.map(\.inputTokens) == [374, 396] && old.entries.map(\.outputTokens) == [44, 109])
        #expect(abs(old.entries[1].time - 4.314579) < 1e-6 && old.entries[0].time == 0)
        let new = try read(
            "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 23:59:59.500000+00:00,10,5\n2024-05-11 00:00:00.009930+00:00,2162,0"
        )
        #expect(abs(new.entries[1].time - 0.50993) < 1e-6 && new.entries[1].outputTokens == 1)
        #expect(TraceFile.seconds("2024-02-29T12:00:00Z") == 1_709_208_000)
        #expect(TraceFile.seconds("2024-02-29 14:00:00+02:00") == 1_709_208_000)
        #expect(TraceFile.seconds("1970-01-01 00:00:00") == 0)
    }

    @Test func readsMooncakesTracesAndSharesWhatTheyShare() throws {
        let trace = try read(
            """
            {"timestamp": 27482, "input_length": 1500, "output_length": 52, "hash_ids": [46, 47, 48]}
            {"timestamp": 30535, "input_length": 1300, "output_length": 26, "hash_ids": [46, 47, 99]}
            {"timestamp": 27482, "input_length": 600, "output_length": 1, "hash_ids": [7, 8]}
            """)
        let work = try trace.workload(nil, speed: 2, seed: 4)
        let due = work.prompts.compactMap(\.due)
        #expect(due.count == 3 && due[0] == 0 && due[1] == 0 && abs(due[2] - 1.5265) < 1e-9)
        #expect(work.prompts.map(\.maxTokens) == [52, 1, 26])
        let texts = [work.prompts[0], work.prompts[2], work.prompts[1]].map { Array($0.text.utf8) }
        let common = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
        // Two blocks of 512 tokens, at four characters a token, and not a token more.
        #expect((2 * 2048..<2 * 2048 + 4).contains(common))
        #expect(zip(texts[0], texts[2]).prefix { $0 == $1 }.count < 6)
        #expect(zip(texts, [1500, 1300, 600]).allSatisfy { abs($0.count - 4 * $1) < 30 })
        #expect(try trace.workload(2, speed: 1, seed: 4).prompts.count == 2)
        // Another run, other texts.
        #expect(try trace.workload(1, speed: 1, seed: 5).prompts[0].text.prefix(12) != work.prompts[0].text.prefix(12))
        #expect(throws: BenchError.self) { try trace.workload(4, speed: 1, seed: 4) }
    }

    @Test func readsTimesAndPrompts() throws {
        let trace = try read("{\"time\":9.5,\"prompt\":\"B?\",\"max_tokens\":7}\n\n{\"time\":9,\"prompt\":\"A?\"}\n")
        let prompts = try trace.workload(nil, speed: 1, seed: 1).prompts
        #expect(prompts.map(\.text) == ["A?", "B?"] && prompts.map(\.due) == [0, 0.5])
        #expect(prompts.map(\.maxTokens) == [nil, 7])
    }

    @Test func refusesWhatIsNoTrace() {
        for (text, words) in [
            ("", "holds no request"), ("a,b,c\n1,2,3", "line 1, is no heading"),
            ("TIMESTAMP,ContextTokens,GeneratedTokens\n1,2", "line 2, has no time"),
            ("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-13-16 18:15:46,1,2", "line 2"),
            ("TIMESTAMP,ContextTokens,GeneratedTokens\n1,-2,3", "line 2"),
            ("{\"timestamp\":1}", "neither 'input_length'"),
            ("{\"input_length\":1}", "neither 'time'"),
            ("{\"timestamp\":1,\"input_length\":1e300}", "no number of tokens"),
            ("{\"timestamp\":1,\"input_length\":5}\n{\"timestamp\":", "line 2, is not JSON"),
            ("TIMESTAMP,ContextTokens,GeneratedTokens\n", "no request below"),
        ] {
            let error = #expect(throws: BenchError.self) { try read(text) }
            #expect(error?.message.contains(words) == true, "\(error?.message ?? "") for \(text)")
        }
    }

    @Test func aTraceThatNeverEndsIsRefused() throws {
        let trace = try read("{\"time\":0,\"prompt\":\"a\"}\n{\"time\":1e300,\"prompt\":\"b\"}")
        #expect(throws: BenchError.self) { try trace.workload(nil, speed: 1, seed: 1) }
        #expect(try trace.workload(1, speed: 1, seed: 1).prompts.count == 1)
    }

    @Test func theScheduleKeepsItsTimes() throws {
        var prompts = Stub.prompts(5)
        for (index, due) in [0, 0.1, 0.1, 40, 70].enumerated() { prompts[index].due = due }
        var options = BenchmarkOptions(warmup: 0, rate: 1, arrival: .trace)
        options.traceSpeed = 2
        let alone = Schedule(targets: 1, prompts: prompts, options: options).stages
        #expect(alone.map { $0.map(\.due) } == [[0, 0.1, 0.1, 40, 70]])
        // Taking turns, two slices of 35 s each.
        let turns = Schedule(targets: 2, prompts: prompts, options: options).stages
        #expect(turns.map { $0.map(\.due) } == [[0, 0.1, 0.1], [0, 0.1, 0.1], [5, 35], [5, 35]])
        #expect(try BenchmarkOptions(options.design, seed: 1) == options)
        #expect(try Prompt(json: prompts[3].json) == prompts[3])
    }
}
