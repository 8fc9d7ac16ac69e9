import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// Data sets as users give them to the program.
@Suite struct DataSetTests {
    /// Runs a benchmark of a file, and reads the first line of its record where there is one.
    private func run(
        _ name: String, _ bytes: [UInt8], _ more: String...
    ) async throws -> (result: ProgramResult, manifest: JSONValue?) {
        let alcf = try Alcf()
        try AtomicFile.write(bytes, to: alcf.folder.file(name), permissions: 0o644)
        let result = try await Program.alcf.run(
            [
                "benchmark", "--simulate", "--no-self-check", "--speed", "1000", "--quiet", "--warmup", "0",
                "--dataset",
                alcf.folder.file(name), "-o", alcf.folder.file("r"),
            ] + more, environment: alcf.environment, input: "")
        let record = try? FileContents(path: alcf.folder.file("r.jsonl"), limit: 1 << 24).bytes
        let manifest = try record.map { try JSONValue(parsing: Array($0.prefix { $0 != 0x0A })) }
        return (result, manifest)
    }

    @Test func unpacksGzipWhateverItsName() async throws {
        let members = try await ["one", "two"].asyncFlatMap {
            try await ChildProcess.output(
                of: ["gzip", "-nc"], input: Array("{\"prompt\":\"\($0)\"}\n".utf8), limit: 1 << 20
            ).bytes
        }
        for name in ["p.jsonl.gz", "p.jsonl"] {
            let (result, manifest) = try await run(name, members)
            #expect(result.exitCode == 0, "\(result.errors)")
            let texts = manifest?["prompts"]?.array?.compactMap { $0["text"]?.string } ?? []
            #expect(Set(texts) == ["one", "two"])
            // Of what is in it: packing writes the time as well.
            #expect(
                manifest?["dataset"]?["sha256"] == "6c61411edf3fce2c7278674ec76b9443cb9f54524738980f2a6cff800e441b18")
        }
        let cut = try await run("p.jsonl.gz", Array(members.dropLast(5)))
        #expect(cut.result.exitCode == 64 && cut.result.errors.contains("cut off or damaged"))
    }

    @Test func takesAllThereAreUnlessMoreIsAskedFor() async throws {
        let lines = Array((0..<3).map { "{\"prompt\":\"number \($0)\"}\n" }.joined().utf8)
        let few = try await run("p.jsonl", lines)
        #expect(few.result.exitCode == 0, "\(few.result.errors)")
        #expect(few.manifest?["dataset"]?["count"] == 3 && few.manifest?["options"]?["samples"] == 3)
        let asked = try await run("p.jsonl", lines, "-n", "4")
        #expect(asked.result.exitCode == 64 && asked.result.errors.contains("has 3 prompts, and 4 were asked for"))
    }

    @Test func aServerThatFailsIsNotTheUsersMistake() async throws {
        let server = try await ScriptedServer.start { _ in
            [.send("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")]
        }
        var alcf = try Alcf()
        alcf.environment["HF_DATASETS_SERVER"] = server.url
        let result = try await alcf.run("benchmark", "--simulate", "--quiet", "--dataset", "squad", "-n", "2")
        #expect(result.exitCode == 69 && result.errors.contains("answered 503"), "\(result.errors)")
        #expect(server.requests.count == 5)
        await server.stop()
    }

    @Test func warnsOfOdditiesAndKeepsThem() async throws {
        let text =
            #"{"data":[{"paragraphs":[{"context":"It was 1942.","qas":[{"id":7,"question":"When?","answers":[{"text":"1942","answer_start":0}]}]}]}]}"#
        let (result, manifest) = try await run("odd.json", Array(text.utf8))
        #expect(result.exitCode == 0)
        for words in ["warning: odd.json has 1 article without a title", "answer_start", "number for an id"] {
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        // The report of the run says it too.
        #expect(result.output.contains("without a title"))
        #expect(manifest?["dataset"]?["notes"]?.array?.count == 3 && manifest?["dataset"]?["name"] == "odd.json")
    }

    @Test func sendsWhatTheModelIsToldFirst() async throws {
        let server = try await ScriptedServer.start { _ in
            [
                .send(
                    ScriptedServer.response(
                        #"{"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}"#
                    ))
            ]
        }
        let alcf = try Alcf()
        let text =
            #"{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"One"},{"role":"assistant","content":"y"},{"role":"user","content":"Two"}]}"#
        try AtomicFile.write(Array(text.utf8), to: alcf.folder.file("m.jsonl"), permissions: 0o644)
        let result = try await alcf.run(
            "benchmark", "--target", "t=\(server.url)/v1", "--model", "m", "--no-stream", "--no-self-check", "--quiet",
            "--warmup",
            "0", "--turns", "2", "--dataset", alcf.folder.file("m.jsonl"), "-o", alcf.folder.file("r"))
        #expect(result.exitCode == 0, "\(result.errors)")
        let bodies = server.requests.filter { $0.path == "/v1/chat/completions" }.compactMap {
            (try? JSONValue(parsing: $0.body))?["messages"]?.array
        }
        let said = bodies.map { $0.map { "\($0["role"]?.string ?? ""):\($0["content"]?.string ?? "")" } }
        #expect(
            said == [["system:Be kind.", "user:One"], ["system:Be kind.", "user:One", "assistant:x", "user:Two"]])
        await server.stop()
    }

    @Test func aWordOfAnotherEncodingIsNamed() async throws {
        let utf16: [UInt8] = [0xFF, 0xFE] + "{\"prompt\":\"a\"}".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let file = try await run("u.json", utf16)
        #expect(file.result.exitCode == 64 && file.result.errors.contains("UTF-16"))
        let alcf = try Alcf()
        // With its mark it would be read; without, only its zero bytes tell.
        try AtomicFile.write(Array(utf16.dropFirst(2)), to: alcf.folder.file("s.json"), permissions: 0o644)
        let schema = try await alcf.run("chat", "--schema", alcf.folder.file("s.json"), "x")
        #expect(schema.errors.contains("UTF-16"), "\(schema.errors)")
    }
}

extension Sequence {
    fileprivate func asyncFlatMap<Result>(_ body: (Element) async throws -> [Result]) async throws -> [Result] {
        var all: [Result] = []
        for element in self { all += try await body(element) }
        return all
    }
}
