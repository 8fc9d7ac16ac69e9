import ALCFBench
import ALCFJSON
import Glibc
import Testing

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
        #expect(answered.json["ttft"]?.double == answered.metrics.timeToFirstToken)
        #expect(answered.json["tpot"]?.double == answered.metrics.timePerOutputToken)
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
        let path = "/tmp/alcf-record-\(getpid())-\(UInt64.random(in: 0 ... .max)).jsonl"
        defer { unlink(path) }
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
        let path = "/tmp/alcf-record-\(getpid())-\(UInt64.random(in: 0 ... .max)).jsonl"
        defer { unlink(path) }
        let writer = try RecordWriter(path: path, manifest: record.manifest)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sample in record.samples { group.addTask { try writer.append(sample) } }
            try await group.waitForAll()
        }
        #expect(try Set(RecordReader.read(path: path).samples) == Set(record.samples))
    }

    @Test func toleratesATornLastLineOnly() throws {
        let record = Fixture.record()
        let whole = Fixture.lines(record)
        for cut in [1, 2, 40] {
            let read = try RecordReader.parse(Array(whole.dropLast(cut)))
            #expect(read.samples == record.samples.dropLast())
            #expect(read.tornBytes > 0)
        }
        #expect(try RecordReader.parse(whole).tornBytes == 0)

        var broken = whole.split(separator: UInt8(ascii: "\n")).map(Array.init)
        broken[3] = Array(broken[3].dropLast(5))
        let error = try #require(throws: BenchError.self) {
            try RecordReader.parse(Array(broken.joined(separator: [UInt8(ascii: "\n")])), name: "run.jsonl")
        }
        #expect(error.message.contains("run.jsonl, line 4"))
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
