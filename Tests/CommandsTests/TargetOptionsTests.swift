import ALCFHTTP
import ArgumentParser
import Testing

@testable import ALCFCommands
@testable import ALCFLoad

@Suite struct TargetOptionsTests {
    @Test(
        arguments: [
            ("http://h:8000/v1", "http://h:8000/v1", nil), ("http://h/v1/", "http://h/v1", nil),
            ("https://h/v1/chat/completions", "https://h/v1", .chat),
            ("http://h/v1/chat/completions/", "http://h/v1", .chat),
            ("http://h/v1/completions", "http://h/v1", .completions),
            ("http://h/v1/models?x=1", "http://h/v1?x=1", nil),
            (
                "https://h/openai/d/chat/completions?api-version=2024-10-21",
                "https://h/openai/d?api-version=2024-10-21", .chat
            ),
            ("http://[::1]:8000/v1", "http://[::1]:8000/v1", nil), ("http://h", "http://h/", nil),
            ("http://h/chat/completions", "http://h/", .chat),
        ] as [(String, String, BenchmarkTarget.API?)])
    func addressesAreUnderstood(_ text: String, _ base: String, _ api: BenchmarkTarget.API?) throws {
        let address = try TargetAddress(text, name: "mine")
        #expect(address.base.string == base && address.api == api)
    }

    @Test(arguments: [
        "http://user:secret@h/v1", "http://secret@h/v1", "https://h/v1?api_key=secret", "https://h/v1?a=1&key=secret",
        "https://h/v1?sig=secret", "127.0.0.1:8000", "ftp://h/v1", "http://",
    ])
    func addressesThatAreRefused(_ text: String) {
        let error = #expect(throws: UsageError.self) { try TargetAddress(text, name: "mine") }
        #expect(error?.message.contains("secret") == false && error?.remedy?.contains("secret") != true)
    }

    @Test func aQueryGoesWithEachRoute() throws {
        let base = try HTTPURL("https://h/openai?api-version=1")
        #expect(
            try base.appending("chat/completions", keepsQuery: true).string
                == "https://h/openai/chat/completions?api-version=1")
        #expect(
            try base.appending("x", query: [("a", "b")], keepsQuery: true).string
                == "https://h/openai/x?api-version=1&a=b")
        #expect(try base.appending("x").string == "https://h/openai/x")
    }

    @Test func aVersionIsMissed() throws {
        #expect(
            TargetAddress.hint(try HTTPURL("http://h:8000"), name: "m")
                == "Most servers have their API below /v1: --target m=http://h:8000/v1")
        #expect(
            TargetAddress.hint(try HTTPURL("http://h/api?a=1"), name: "m")?.hasSuffix("m=http://h/api/v1?a=1") == true)
        for url in ["http://h/v1", "http://h/v1beta/openai", "http://h/api/v2/x"] {
            #expect(TargetAddress.hint(try HTTPURL(url), name: "m") == nil)
        }
    }

    @Test func aServerWithoutANameGetsOne() throws {
        let options = try TargetOptions.parse([
            "-t", "http://127.0.0.1:8000/v1", "-t", "http://localhost:8001/v1", "-t", "https://api.example.org/v1?a=b",
            "-t", "Metis", "-t", "localhost-8002=http://h/v1", "-t", "http://127.0.0.1:8002/v1",
        ]).arguments
        #expect(
            options.names == [
                "localhost", "localhost-8001", "api.example.org", "metis", "localhost-8002", "localhost-8002-2",
            ])
    }

    @Test(arguments: [
        ["-t", "localhost:8000/v1"], ["-t", "127.0.0.1"], ["-t", "mine="], ["-t", "=http://h/v1"],
        ["-t", "a b=http://h"],
        ["-t", "metis", "-t", "metis"], ["-t", ""], ["--model", "nobody=m"], ["--endpoint", "embeddings"],
        ["--endpoint", "nobody=chat"],
    ])
    func targetsThatMakeNoSense(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try TargetOptions.parse(arguments) }
    }

    @Test(
        arguments: [
            ([], "metis_vs_sophia"), (["-t", "mine=http://h/v1"], "mine"),
            (["-t", "a=http://h/v1", "-t", "b=http://i/v1", "-t", "metis"], "a_vs_b_vs_metis"),
            (["-t", "ü../x"], nil), (["-t", "..ü=http://h/v1"], "-"),
            (
                [
                    "-t", "a=http://h/v1", "-t", "b=http://h/v1", "-t", "c=http://h/v1", "-t", "d=http://h/v1", "-t",
                    "e=http://h/v1",
                ],
                "a_vs_b_vs_c_vs_2_more"
            ),
        ] as [([String], String?)])
    func filesAreCalledAfterTheTargets(_ arguments: [String], _ name: String?) {
        #expect(
            (try? TargetOptions.parse(arguments))?.arguments.fileName.drop { $0 == "-" } == name?.drop { $0 == "-" })
    }

    @Test func completionsHaveNoReasoning() throws {
        #expect(try TargetOptions.parse(["--endpoint", "completions"]).arguments.hasCompletions)
        #expect(try TargetOptions.parse(["-t", "a=http://h/v1/completions"]).arguments.hasCompletions)
        #expect(
            !(try TargetOptions.parse(["-t", "a=http://h/v1/completions", "--endpoint", "chat"]).arguments
                .hasCompletions))
        #expect(throws: (any Error).self) {
            try BenchmarkRunCommand.parse(["--endpoint", "completions", "--reasoning-effort", "low"])
        }
        #expect(throws: (any Error).self) {
            try BenchmarkRunCommand.parse(["--endpoint", "completions", "--turns", "2"])
        }
        #expect(throws: (any Error).self) {
            try BenchmarkRunCommand.parse(["--endpoint", "completions", "--as-original"])
        }
    }

    @Test func aLogGetsALineNowAndThen() {
        var log = ProgressLog()
        let lines = stride(from: 0.0, to: 61, by: 0.25).filter { log.isDue(at: $0) }
        #expect(lines == [15, 30, 45, 60])
    }
}
