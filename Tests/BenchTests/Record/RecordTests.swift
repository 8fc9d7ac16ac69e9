import ALCFJSON
import ALCFSystem
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct RecordTests {
    @Test func samplesAndManifestsReadBackTheSame() throws {
        let record = Fixture.record()
        #expect(try RunManifest(json: JSONValue(parsing: record.manifest.json.serialized())) == record.manifest)
        for sample in record.samples {
            #expect(try Sample(json: JSONValue(parsing: sample.json.serialized())) == sample)
        }
    }

    @Test func aSampleWithEveryFieldReadsBackTheSame() throws {
        var sample = try #require(Fixture.record().samples.first)
        sample.phase = .warmup
        sample.httpStatus = 200
        sample.errorMessage = "a \"quoted\" line\nand another"
        sample.tokens = TokenCounts(prompt: 1, completion: 2, total: 3, reasoning: 4, cached: 5)
        sample.systemFingerprint = "fp"
        sample.serverTimings = ["time_to_first_token": 0.25, "nested": ["x": [1, nil]]]
        sample.trace.dns = 0.001
        sample.trace.connect = 0.1
        sample.trace.tls = 1.0 / 3
        let line = sample.json.serialized()
        #expect(!line.contains("\n"))
        #expect(try Sample(json: JSONValue(parsing: line)) == sample)
    }

    @Test func unknownFiguresAreNullAndDerivedOnesAreThere() throws {
        let sample = try #require(Fixture.record().samples.first { !$0.outcome.isSuccess })
        let json = sample.json
        #expect(json["outcome"] == "http_429")
        #expect(json["service_latency"] == .null)
        #expect(json["completion_tokens"] == .null)
        #expect(json["f1"] == .null)
        let answered = try #require(Fixture.record().samples.first { $0.outcome.isSuccess })
        #expect(answered.json["ttft"]?.double == answered[.timeToFirstToken])
        #expect(answered.json["tpot"]?.double == answered[.timePerOutputToken])
    }

    /// Members are shown to a visitor in turn, also for writing: that must not change what comes later.
    @Test(arguments: [nil, 1, 40]) func keepsTheSpeedOfASimulation(_ speed: Double?) throws {
        var manifest = Fixture.record().manifest
        manifest.simulation = speed.map { RunManifest.Simulation(speed: $0) }
        #expect(try RunManifest(json: manifest.json) == manifest)
    }

    @Test(arguments: [0, 1, UInt64(Int.max), UInt64(Int.max) + 1, .max]) func keepsEverySeed(_ seed: UInt64) throws {
        var manifest = Fixture.record().manifest
        manifest.seed = seed
        #expect(try RunManifest(json: JSONValue(parsing: manifest.json.serialized())).seed == seed)
    }

    @Test func everyOutcomeHasItsWord() throws {
        var sample = try #require(Fixture.record().samples.first)
        for outcome in Outcome.allCases {
            sample.outcome = outcome
            #expect(try Sample(json: sample.json).outcome == outcome)
        }
        var object = try #require(sample.json.object)
        object["outcome"] = "weather"
        #expect(throws: JSONError.self) { try Sample(json: .object(object)) }
    }

    @Test func writesLinesAndReadsThemBack() throws {
        let record = Fixture.record()
        let folder = try TemporaryDirectory()
        let path = folder.file("record.jsonl")
        let writer = try RecordWriter(path: path, manifest: record.manifest)
        for sample in record.samples { try writer.append(sample) }
        try writer.synchronize()
        #expect(try RecordReader.read(path: path) == record)

        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 & ~0o644 == 0)

        let error = try #require(throws: BenchError.self) { try RecordWriter(path: path, manifest: record.manifest) }
        #expect(error.code == .recordWrite)
        #expect(try RecordReader.read(path: path) == record)
    }

    @Test func writesFromManyTasksDoNotMix() async throws {
        let record = Fixture.record()
        let folder = try TemporaryDirectory()
        let path = folder.file("record.jsonl")
        let writer = try RecordWriter(path: path, manifest: record.manifest)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sample in record.samples { group.addTask { try writer.append(sample) } }
            try await group.waitForAll()
        }
        #expect(try Set(RecordReader.read(path: path).samples) == Set(record.samples))
    }

    @Test func toleratesATornLastLine() throws {
        let record = Fixture.record()
        let whole = Fixture.lines(record)
        for cut in [1, 2, 40] {
            let read = try RecordReader.parse(Array(whole.dropLast(cut)))
            #expect(read.samples == record.samples.dropLast())
            #expect(read.tornBytes > 0)
        }
        #expect(try RecordReader.parse(whole).tornBytes == 0)
    }

    /// The lines of a run with `change` made to the fourth.
    private func lines(_ change: (String) -> String) -> [UInt8] {
        var lines = String(decoding: Fixture.lines(Fixture.record()), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[3] = change(lines[3])
        return Array(lines.joined(separator: "\n").utf8)
    }

    @Test func aBadLineCostsThatLine() throws {
        let whole = Fixture.record()
        let changes: [(String) -> String] = [
            { String($0.dropLast(5)) }, { _ in "no JSON" }, { _ in "[]]" },
            { $0.replacing(#""sequence":"#, with: #""sequenz":"#) },
            { $0.replacing(#""outcome":"success""#, with: #""outcome":"splendid""#) },
            { $0.replacing(/"start":[0-9.]+/, with: #""start":1e300"#) },
            { $0.replacing(/"start":[0-9.]+/, with: #""start":null"#) },
            { $0.replacing(/"completion_tokens":[0-9]+/, with: #""completion_tokens":9223372036854775807"#) },
            { $0.replacing(/"completion_tokens":[0-9]+/, with: #""completion_tokens":-1"#) },
            { $0.replacing(/"token_events":[0-9]+/, with: #""token_events":4611686018427387904"#) },
            { $0.replacing(/"run":[0-9]+/, with: #""run":-9223372036854775808"#) },
        ]
        for (number, change) in changes.enumerated() {
            let record = try RecordReader.parse(lines(change), name: "run.jsonl")
            #expect(record.samples.count == whole.samples.count - 1, "change \(number)")
            #expect(record.unread.count == 1 && record.unread[0].hasPrefix("run.jsonl, line 4: "), "change \(number)")
            let warning = Analysis(record).warnings.first { $0.kind == .unreadLines }
            #expect(
                warning?.message.contains("1 line could not be read and is left out; the first: run.jsonl, line 4")
                    == true)
        }
    }

    /// What is said of bad lines is bounded; lines without anything in them are none.
    @Test func aFileOfBadLinesIsNoRecord() throws {
        let whole = Fixture.lines(Fixture.record())
        let bad = Array("x\n".utf8)
        func read(_ count: Int) throws -> Record {
            try RecordReader.parse(whole + Array(repeatElement(bad, count: count).joined()), name: "run.jsonl")
        }
        #expect(try read(RecordReader.mostUnread).unread.count == RecordReader.mostUnread)
        let error = #expect(throws: BenchError.self) { try read(RecordReader.mostUnread + 1) }
        #expect(error?.message.contains("more than 10000 of its lines cannot be read") == true)
        #expect(error?.remedy?.contains("the first: run.jsonl, line ") == true)
        let blank = try RecordReader.parse(whole + [UInt8](repeating: 0x0A, count: 100_000))
        #expect(blank == Fixture.record() && blank.samples.capacity < 1_000)
    }

    @Test func noNumberInARecordEndsTheProgram() throws {
        var text = String(decoding: Fixture.lines(Fixture.record()), as: UTF8.self)
        for (key, value) in [
            ("completion_tokens", "1099511627776"), ("prompt_tokens", "1099511627776"), ("start", "-1e10"),
            ("last_token", "1e10"), ("end", "1e10"), ("token_events", "1099511627776"),
            ("largest_burst", "1099511627776"),
            ("run", "1000000000"), ("block", "1000000000"),
        ] {
            text = text.replacing(try Regex("\"\(key)\":[0-9.]+"), with: "\"\(key)\":\(value)")
        }
        let record = try RecordReader.parse(Array(text.utf8))
        #expect(record.samples.count == Fixture.record().samples.count)
        let analysis = Analysis(record)
        #expect(!TerminalReport.text(analysis).isEmpty && !HTMLReport.text(analysis).isEmpty)
        #expect(!SummaryJSON.json(analysis).serialized().isEmpty && !MarkdownReport.text(analysis).isEmpty)
    }

    @Test func aViewOfARunNamesItsRecord() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("run.json")
        try AtomicFile.write(Array("{\n  \"metis\": {}\n}\n".utf8), to: path)
        func error() throws -> BenchError {
            try #require(throws: BenchError.self) { try RecordReader.read(path: path) }
        }
        #expect(
            try error().remedy?.contains(
                "the record of that name would be \(folder.file("run.jsonl")), which does not exist") == true)
        try AtomicFile.write(Fixture.lines(Fixture.record()), to: folder.file("run.jsonl"))
        #expect(try error().remedy == "this is a report of a run; give its record, \(folder.file("run.jsonl"))")
        #expect(try error().message.contains("run.json is not the record of a run"))
    }

    /// Every two targets are compared: a short first line could ask for any number of figures.
    @Test func targetsAreBounded() throws {
        func read(_ names: [String], _ prompts: [Prompt] = []) throws -> Record {
            var record = Fixture.record()
            let target = record.manifest.targets[0]
            record.manifest.targets = names.map {
                var target = target
                target.name = $0
                return target
            }
            if !prompts.isEmpty {
                record.manifest.design.experiment = .tasks
                record.manifest.prompts = prompts
            }
            return try RecordReader.parse(Fixture.lines(record), name: "run.jsonl")
        }
        let twice = #expect(throws: BenchError.self) { try read(["metis", "sophia", "metis"]) }
        #expect(twice?.message == "run.jsonl cannot be read: two of its targets are called 'metis'")
        let names = (1...101).map { "t\($0)" }
        let many = #expect(throws: BenchError.self) { try read(names) }
        #expect(many?.message == "run.jsonl has 101 targets; a report is made of up to 100")
        let prompts = (1...51).map {
            Prompt(id: "q\($0)", passageID: "p", text: "x", answers: [], task: "task \($0)")
        }
        let tasks = #expect(throws: BenchError.self) { try read(Array(names.prefix(20)), prompts) }
        #expect(tasks?.message.contains("20 targets and 51 tasks") == true, "\(tasks?.message ?? "")")
        #expect(try read(Array(names.prefix(20)), prompts.dropLast()).tasks.count == 50)

        let analysis = Analysis(try read(Array(names.prefix(100))), sessions: nil, resamples: 10)
        #expect(analysis.comparisons.count == 99 && analysis.comparisons.allSatisfy { $0.first.name == "t1" })
        let sentence = try #require(Limits.sentences(analysis).first { $0.contains("compared with the first alone") })
        #expect(sentence.contains("the other 4851 pairs") || sentence.contains("4,851"), "\(sentence)")
        // Not more values than an answer of the gateway may hold.
        _ = try JSONValue(parsing: SummaryJSON.json(analysis).serializedBytes(), limits: .answer)
        #expect(Analysis(try read(Array(names.prefix(4)))).comparisons.count == 6)
    }

    @Test func refusesWhatIsNotARecord() throws {
        for text in ["", "{", "{}\n", #"{"type":"manifest"}"# + "\n", "hello\nworld\n"] {
            #expect(throws: BenchError.self) { try RecordReader.parse(Array(text.utf8)) }
        }
        #expect(throws: BenchError.self) { try RecordReader.read(path: "/nonexistent/record.jsonl") }
        var manifest = Fixture.record().manifest
        manifest.formatVersion = 2
        let error = try #require(throws: BenchError.self) {
            try RecordReader.parse(Array((manifest.json.serialized() + "\n").utf8))
        }
        #expect(error.message.contains("format 2"))
    }
}
