import ALCFJSON
import ALCFSystem
import Synchronization
import TestSupport
import Testing

/// Nothing that is measured was sent before: tried against a server that remembers what it was sent.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkFreshnessTests {
    /// A server that answers, and keeps the texts in their order.
    final class Cache: Sendable {
        private let kept = Mutex<[String]>([])
        var texts: [String] { kept.withLock { $0 } }

        func start() async throws -> ScriptedServer {
            try await ScriptedServer.start { request in
                if request.method == "GET" { return [.send(ScriptedServer.response(#"{"data":[{"id":"m"}]}"#))] }
                let body = (try? JSONValue(parsing: request.body)) ?? .null
                let text = (body["messages"]?.array ?? []).compactMap { $0["content"]?.string }.joined(separator: "\n")
                self.kept.withLock { $0.append(text) }
                let tokens = min(8, body["max_tokens"]?.int ?? 8)
                let prompt = max(1, text.utf8.count / 4)
                let usage =
                    #"{"prompt_tokens":\#(prompt),"completion_tokens":\#(tokens),"total_tokens":\#(tokens + prompt)}"#
                guard body["stream"]?.bool == true else {
                    return [
                        .send(
                            ScriptedServer.response(
                                #"{"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a b c"},"finish_reason":"stop"}],"usage":\#(usage)}"#
                            ))
                    ]
                }
                let events = [
                    #"{"model":"m","choices":[{"index":0,"delta":{"content":"a b c"},"finish_reason":null}]}"#,
                    #"{"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#,
                    #"{"model":"m","choices":[],"usage":\#(usage)}"#, "[DONE]",
                ]
                return [
                    .send(
                        ScriptedServer.response(
                            events.map { "data: \($0)\n\n" }.joined(), type: "text/event-stream"))
                ]
            }
        }
    }

    /// Runs `benchmark` with one target, and gives what was sent by it.
    func sent(_ alcf: Alcf, _ cache: Cache, _ server: ScriptedServer, _ arguments: [String]) async throws -> [String] {
        let before = cache.texts.count
        let result = try await Program.alcf.run(
            ["benchmark"] + arguments + [
                "--target", "m=http://127.0.0.1:\(server.port)/v1", "--model", "m", "--no-self-check", "--quiet",
            ], environment: alcf.environment)
        #expect(result.exitCode == 0, "\(arguments): \(result.errors)")
        return Array(cache.texts.dropFirst(before))
    }

    func read(_ alcf: Alcf, _ name: String) throws -> String {
        String(decoding: try FileContents(path: alcf.folder.file(name), limit: 1 << 26).bytes, as: UTF8.self)
    }

    func distinct(_ texts: [String], _ count: Int, _ message: Comment) {
        #expect(texts.count == count, message)
        #expect(Set(texts.map { $0.prefix(12) }).count == texts.count, message)
    }

    @Test func noCommandMeasuresWhatItSentBefore() async throws {
        let alcf = try Alcf()
        let cache = Cache()
        let server = try await cache.start()
        func name(_ name: String) -> [String] { ["--no-stream", "-o", alcf.folder.file(name)] }
        var all: [String] = []
        let sweep = ["sweep", "--synthetic", "64,8", "--concurrency", "1,2,4", "--per-level", "8"]
        // One warm-up, three levels.
        all += try await sent(alcf, cache, server, sweep + name("a"))
        distinct(all, 25, "sweep")
        all += try await sent(alcf, cache, server, sweep + name("b"))
        distinct(all, 50, "sweep again")
        // The built-in questions do not last for 72 requests: each begins with digits of its own.
        all += try await sent(
            alcf, cache, server, ["sweep", "--concurrency", "1,2", "--per-level", "36"] + name("c"))
        distinct(all, 50 + 73, "sweep of the built-in questions")
        all += try await sent(alcf, cache, server, ["--requests", "30", "-c", "4", "--warmup", "3"] + name("d"))
        all += try await sent(alcf, cache, server, ["--requests", "30", "-c", "4", "--warmup", "3"] + name("e"))
        distinct(all, 123 + 66, "requests")
        all += try await sent(
            alcf, cache, server, ["--synthetic", "64,8", "-n", "4", "--rate", "40", "--duration", "1"] + name("f"))
        #expect(all.count > 200)
        distinct(all, all.count, "rate and duration")
        all += try await sent(alcf, cache, server, ["--duration", "0.5", "-c", "2"] + name("g"))
        distinct(all, all.count, "duration")
        all += try await sent(alcf, cache, server, ["tasks", "--per-task", "3"] + name("h"))
        all += try await sent(alcf, cache, server, ["tasks", "--per-task", "3"] + name("i"))
        distinct(all, all.count, "tasks")
        let context = ["context", "--lengths", "1k,2k", "--repeats", "2", "--max-tokens", "64"]
        all += try await sent(alcf, cache, server, context + ["-o", alcf.folder.file("j")])
        all += try await sent(alcf, cache, server, context + ["-o", alcf.folder.file("k")])
        distinct(all, all.count, "context")
        // Two names of one server.
        all += try await sent(alcf, cache, server, ["-n", "5", "--control"] + name("l"))
        distinct(all, all.count, "control")
    }

    @Test func warmUpTakesPromptsOfItsOwnAndASeedMakesThemAgain() async throws {
        let alcf = try Alcf()
        let cache = Cache()
        let server = try await cache.start()
        let arguments = ["-n", "6", "--warmup", "2", "--no-stream", "-o"]
        let first = try await sent(alcf, cache, server, arguments + [alcf.folder.file("a")])
        #expect(first.count == 8 && Set(first).count == 8)
        #expect(first.prefix(2).allSatisfy { $0.first?.isNumber == true })
        #expect(first.dropFirst(2).allSatisfy { $0.dropFirst(12).hasPrefix("\n\nContext: ") })
        // The built-in questions come again in the next run, and are not known then.
        let next = try await sent(alcf, cache, server, arguments + [alcf.folder.file("n")])
        distinct(first + next, 16, "the same again")
        let seeded = ["--synthetic", "64,8", "-n", "4", "--prompt-seed", "7", "--no-stream", "-o"]
        let one = try await sent(alcf, cache, server, seeded + [alcf.folder.file("b")])
        let other = try await sent(alcf, cache, server, seeded + [alcf.folder.file("c")])
        #expect(one == other && one.count == 5)
        let report = try read(alcf, "c.md")
        #expect(report.contains("an earlier run with that seed sent the same"))
    }

    @Test func resumedRunsSendTheVerySamePrompts() async throws {
        let alcf = try Alcf()
        let cache = Cache()
        let server = try await cache.start()
        let path = alcf.folder.file("r.jsonl")
        let whole = try await sent(
            alcf, cache, server,
            ["--synthetic", "64,8", "-n", "6", "--cache-bust", "--no-stream", "-o", alcf.folder.file("r")])
        // As if it had been killed after the third measured one.
        let lines = try read(alcf, "r.jsonl").split(separator: "\n")
        let kept = lines.filter { line in
            let json = try? JSONValue(parsing: Array(line.utf8))
            return json?["type"]?.string != "sample" || (json?["sequence"]?.int ?? 0) <= 3
        }
        try AtomicFile.write(Array((kept.joined(separator: "\n") + "\n").utf8), to: path, permissions: 0o644)
        let before = cache.texts.count
        let result = try await alcf.run("benchmark", "--resume", path, "--no-self-check", "--quiet")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(Array(cache.texts.dropFirst(before)) == Array(whole.dropFirst(4)))
    }

    @Test func tooFewPromptsAreAnErrorBeforeTheRun() async throws {
        let alcf = try Alcf()
        let cache = Cache()
        let server = try await cache.start()
        let data = (0..<10).map { #"{"prompt":"What is \#($0) and \#($0)?"}"# }.joined(separator: "\n")
        let path = alcf.folder.file("d.jsonl")
        try AtomicFile.write(Array(data.utf8), to: path, permissions: 0o644)
        let common = [
            "--dataset", path, "--target", "m=http://127.0.0.1:\(server.port)/v1", "--model", "m", "--no-self-check",
            "--quiet", "--no-stream", "-o", alcf.folder.file("x"), "--overwrite",
        ]
        for (arguments, needed) in [
            (["sweep", "--concurrency", "1,2", "--per-level", "8"], "16 different"),
            (["--requests", "25"], "25 different"),
            (["--rate", "20", "--arrival", "constant", "--duration", "1"], "20 different"),
            (["--duration", "30", "-c", "2"], "120 different"),
        ] {
            let result = try await Program.alcf.run(["benchmark"] + arguments + common, environment: alcf.environment)
            #expect(result.exitCode != 0 && result.errors.contains(needed), "\(result.errors)")
            #expect(result.errors.contains("--repeat-prompts") && result.errors.contains("--cache-bust"))
        }
        #expect(cache.texts.isEmpty)
        let again = try await Program.alcf.run(
            ["benchmark", "--requests", "25", "--repeat-prompts"] + common, environment: alcf.environment)
        #expect(again.exitCode == 0 && Set(cache.texts.dropFirst()).count == 10, "\(again.errors)")
        let report = try read(alcf, "x.md")
        #expect(report.contains("on purpose"))
        #expect(report.contains("times that of the first sending") || report.contains("later ÷ first latency"))
    }
}
