import ALCFSystem
import ArgumentParser
import Glibc
import TestSupport
import Testing

@testable import ALCFCommands

@Suite struct ExampleTests {
    @Test func everyExampleIsUnderstood() async throws {
        let calls = try await Examples.all()
        // So that it is noticed where none is found any more.
        #expect(calls.count > 60 && Set(calls.map(\.place)).count > 12, "\(calls.count)")
        for call in calls {
            var arguments = call.arguments[...]
            // A command that is run against the simulator is one, too.
            if arguments.first == "simulate", let end = arguments.firstIndex(of: "--") {
                expectUnderstood(arguments[..<end], call)
                arguments = arguments[(end + 1)...]
                guard arguments.popFirst() == "alcf" else { continue }
            }
            expectUnderstood(arguments, call)
        }
    }

    private func expectUnderstood(_ arguments: ArraySlice<String>, _ call: Examples.Call) {
        do { _ = try AlcfCommand.parseAsRoot(Array(arguments)) } catch {
            // Help and version are asked for by an error.
            guard AlcfCommand.exitCode(for: error) != .success else { return }
            // A sentence may name a command without saying all that it needs.
            let message = AlcfCommand.message(for: error)
            let isCutShort = message.hasPrefix("Missing expected argument")
            if call.isMention, isCutShort || !arguments.contains(where: { $0.hasPrefix("-") }) { return }
            Issue.record("\(call.testDescription): \(message)")
        }
    }
}

/// Those that can be run without a network are: against the simulated service, until something was measured.
@Suite struct BenchmarkExampleTests {
    @Test func everyExampleThatCanBeSimulatedRuns() async throws {
        let server = try await ScriptedServer.start { request in
            [.send(ScriptedServer.response(Self.rows(request.path)))]
        }
        var run: Set<[String]> = []
        for call in try await Examples.all() where Self.isSimulatable(call.arguments) {
            guard run.insert(call.arguments).inserted else { continue }
            try await check(call, rowsAt: server.url)
        }
        #expect(run.count > 15, "\(run.count)")
        await server.stop()
    }

    /// The target of the user's own in examples, which settings name.
    private static let named = "mine"

    /// A measurement that needs no record, no server and no prompts of the user's own.
    private static func isSimulatable(_ arguments: [String]) -> Bool {
        guard arguments.first == "benchmark", !arguments.contains("--resume"), !arguments.contains("--explain"),
            !arguments.contains("--help"), !arguments.contains("--dry-run"),
            !zip(arguments, arguments.dropFirst()).contains(where: {
                $0 == "--target" && ($1.contains("=") || $1 == Self.named)
            }),
            let command = try? AlcfCommand.parseAsRoot(arguments)
        else { return false }
        switch command {
        case is BenchmarkRunCommand, is BenchmarkSweepCommand, is BenchmarkContextCommand, is BenchmarkTasksCommand:
            return true
        case let plan as BenchmarkPlanCommand: return plan.pilot != nil
        default: return false
        }
    }

    private func check(_ call: Examples.Call, rowsAt url: String) async throws {
        var alcf = try Alcf()
        alcf.environment["HF_DATASETS_SERVER"] = url
        try Self.writeDataSet(alcf.folder.file("dev-v1.1.json"))
        try Self.writeTrace(alcf.folder.file("AzureLLMInferenceTrace_conv.csv"))
        var arguments = call.arguments + ["--no-self-check", "--quiet", "--yes"]
        if !arguments.contains("--simulate") { arguments.append("--simulate") }
        if let speed = arguments.firstIndex(of: "--speed") { arguments.removeSubrange(speed...speed + 1) }
        arguments += ["--speed", "1000"]
        if !arguments.contains("-o"), !arguments.contains("--output") { arguments += ["-o", "r"] }
        let program = try RunningProgram(
            Program("/bin/sh"), ["-c", #"cd "$0" && exec "$@""#, alcf.folder.path, Program.alcf.path] + arguments,
            environment: alcf.environment)
        program.closeInput()
        // Some take minutes: once something was measured, the rest is more of the same.
        let measured = try await program.waits(until: { _ in Self.hasMeasured(alcf.folder.path) }, timeout: 60)
        if measured { program.signal(2) }
        let result = try await program.result(timeout: 60)
        #expect(
            [0, 130].contains(result.exitCode), "\(call.testDescription): exit \(result.exitCode), \(result.errors)")
        #expect(Self.hasMeasured(alcf.folder.path), "\(call.testDescription) measured nothing")
    }
}

extension BenchmarkExampleTests {
    /// Whether a record holds a request.
    private static func hasMeasured(_ folder: String) -> Bool {
        guard let directory = opendir(folder) else { return false }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".jsonl"),
                let bytes = try? FileContents(path: "\(folder)/\(name)", limit: 1 << 30).bytes
            else { continue }
            if bytes.count(where: { $0 == 0x0A }) >= 2 { return true }
        }
        return false
    }

    /// A page of a data set with 3,000 rows, five questions to a passage, as the rows API writes it.
    private static func rows(_ path: String) -> String {
        let offset = path.split(separator: "offset=").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        let rows = (offset..<min(3_000, offset + 100)).map { row in
            #"{"row":{"id":"r\#(row)","title":"t\#(row / 50)","context":"Passage \#(row / 5) is about \#(row).","question":"About what?","answers":{"text":["\#(row)"],"answer_start":[0]}}}"#
        }
        return #"{"rows":[\#(rows.joined(separator: ","))],"num_rows_total":3000}"#
    }

    /// 600 requests, ten a second.
    private static func writeTrace(_ path: String) throws {
        let lines = (0..<600).map { "2023-11-16 18:15:\($0 / 10 % 60).\($0 % 10)000000,\(100 + $0),\(1 + $0 % 20)" }
        let text = (["TIMESTAMP,ContextTokens,GeneratedTokens"] + lines).joined(separator: "\r\n")
        try AtomicFile.write(Array(text.utf8), to: path, permissions: 0o644)
    }

    /// 500 questions on 100 passages.
    private static func writeDataSet(_ path: String) throws {
        let passages = (0..<100).map { number in
            let questions = (0..<5).map {
                #"{"id":"\#(number)-\#($0)","question":"Who built number \#($0)?","answers":[{"text":"Fermi","answer_start":0}]}"#
            }
            return
                #"{"context":"Fermi built number \#(number) in Chicago.","qas":[\#(questions.joined(separator: ","))]}"#
        }
        let text = #"{"version":"1.1","data":[{"title":"T","paragraphs":[\#(passages.joined(separator: ","))]}]}"#
        try AtomicFile.write(Array(text.utf8), to: path, permissions: 0o644)
    }
}
