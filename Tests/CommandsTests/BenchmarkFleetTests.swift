import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

/// Servers of one model as one target, by one process and by several.
@Suite(.serialized, .tags(.watchesTheClock)) struct BenchmarkFleetTests {
    func servers(_ count: Int, model: String = "m") async throws -> [ScriptedServer] {
        var servers: [ScriptedServer] = []
        for _ in 0..<count {
            servers.append(
                try await ScriptedServer.start { request in
                    guard request.method == "POST" else {
                        return [.send(ScriptedServer.response(#"{"data":[{"id":"\#(model)"}]}"#))]
                    }
                    return [.send(BenchmarkOwnTargetTests.chat(request))]
                })
        }
        return servers
    }

    func file(_ lines: [String], _ alcf: Alcf, _ name: String = "servers.txt") throws -> String {
        let path = alcf.folder.file(name)
        try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: path, permissions: 0o600)
        return path
    }

    func lines(_ servers: [ScriptedServer]) -> [String] {
        servers.enumerated().map { "s\($0)=\($1.url)/v1" }
    }

    func posts(_ server: ScriptedServer) -> Int { server.requests.count { $0.method == "POST" } }

    func start(_ alcf: Alcf, _ more: [String]) throws -> RunningProgram {
        try RunningProgram(
            .alcf, ["benchmark", "--no-self-check", "--seed", "7"] + more, environment: alcf.environment)
    }

    @Test func oneProcessSendsToAllInTurn() async throws {
        let servers = try await servers(3)
        let alcf = try Alcf()
        let (list, name) = (try file(lines(servers), alcf), alcf.folder.file("run"))
        let result = try await start(
            alcf, ["--target-list", "fleet=\(list)", "--requests", "12", "-c", "3", "-o", name]
        ).result()
        #expect(result.exitCode == 0, "\(result.errors)")
        // Each server warms up, and gets a third of the requests.
        #expect(servers.map(posts) == [5, 5, 5])
        let samples = try BenchmarkRecords.samples(name + ".jsonl").filter { $0["phase"] == "measured" }
        #expect(samples.count == 12 && samples.allSatisfy { $0["target"] == "fleet" })
        for place in 0..<3 { #expect(samples.count { $0["server"]?.int == place } == 4) }
        let summary = try BenchmarkRecords.json(name + ".json")
        let target = try #require(summary["manifest"]?["targets"]?.array?.first)
        #expect(target["servers"]?.array?.map { $0["name"]?.string } == ["s0", "s1", "s2"])
        #expect(target["url"]?.string == servers[0].url + "/v1")
        #expect(result.output.contains("Each server of Fleet") && result.output.contains("s2"))
        #expect(summary["sections"]?.serialized().contains("3 servers differ") == false)
        let arguments = summary["manifest"]?["options"]?["arguments"]
        #expect(arguments?["server"]?.array?.count == 3)
    }

    @Test func aPlainListIsOneTargetEach() async throws {
        let servers = try await servers(2)
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let program = try start(alcf, ["--target-list", "-", "-n", "3", "--warmup", "0", "-o", name, "--quiet"])
        program.write("# two\n" + lines(servers).map { $0 + "\n" }.joined())
        program.closeInput()
        let result = try await program.result()
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(servers.map(posts) == [3, 3])
        let samples = try BenchmarkRecords.samples(name + ".jsonl")
        #expect(Set(samples.compactMap { $0["target"]?.string }) == ["s0", "s1"])
        #expect(samples.allSatisfy { $0["server"] == nil })
    }

    @Test func eachRankHasItsOwnServer() async throws {
        let servers = try await servers(3)
        let alcf = try Alcf()
        let (list, name) = (try file(lines(servers), alcf), alcf.folder.file("run"))
        let programs = try (0..<3).map {
            try start(
                alcf,
                ["--rank", "\($0)/3", "--target-list", "fleet=\(list)", "--requests", "24", "-c", "3", "-o", name])
        }
        var results: [ProgramResult] = []
        for program in programs { results.append(try await program.result()) }
        #expect(results.map(\.exitCode) == [0, 0, 0], "\(results.map(\.errors))")
        #expect(results[1].errors.isEmpty && results[2].errors.isEmpty)
        #expect(servers.map(posts) == [9, 9, 9])
        let samples = try BenchmarkRecords.samples(name + ".jsonl").filter { $0["phase"] == "measured" }
        #expect(samples.count == 24 && samples.allSatisfy { $0["rank"] == $0["server"] })
        #expect(results[0].output.contains("Each server of Fleet") && results[0].output.contains("3 servers differ"))
    }

    @Test func twoServersOfThreeRanksAreSaidToBeUneven() async throws {
        let servers = try await servers(2)
        let alcf = try Alcf()
        let (list, name) = (try file(lines(servers), alcf), alcf.folder.file("run"))
        let programs = try (0..<3).map {
            try start(
                alcf,
                ["--rank", "\($0)/3", "--target-list", "fleet=\(list)", "--requests", "12", "-c", "3", "-o", name])
        }
        var results: [ProgramResult] = []
        for program in programs { results.append(try await program.result()) }
        #expect(results.map(\.exitCode) == [0, 0, 0], "\(results.map(\.errors))")
        #expect(results[0].errors.contains("do not get the same load") && results[1].errors.isEmpty)
        #expect(servers.map(posts) == [10, 5])
    }

    @Test func aServerThatIsDownIsNamedBeforeAnythingIsSent() async throws {
        let servers = try await servers(2)
        let alcf = try Alcf()
        for model in [[], ["--model", "m"]] {
            let list = try file(lines(servers) + ["dead=http://127.0.0.1:1/v1"], alcf, "list\(model.count)")
            let result = try await start(alcf, ["--target-list", "fleet=\(list)", "-n", "6"] + model).result()
            #expect(result.exitCode == 69 && result.errors.contains("server 'dead' of 'fleet'"), "\(result.errors)")
        }
        #expect(servers.map(posts) == [0, 0])
    }

    @Test func serversWithOtherModelsAreRefused() async throws {
        let (one, other) = (try await servers(1), try await servers(1, model: "z"))
        let alcf = try Alcf()
        let list = try file(lines(one + other), alcf)
        let result = try await start(alcf, ["--target-list", "fleet=\(list)", "-n", "6"]).result()
        #expect(
            result.exitCode == 64 && result.errors.contains("s0 has m, s1 has z")
                && result.errors.contains("--model fleet=MODEL"), "\(result.errors)")
    }

    @Test func ranksWithOtherListsDoNotBegin() async throws {
        let servers = try await servers(2)
        let alcf = try Alcf()
        let name = alcf.folder.file("run")
        let lists = [try file(lines(servers), alcf, "a"), try file(lines(servers.reversed()), alcf, "b")]
        let programs = try (0..<2).map {
            try start(
                alcf, ["--rank", "\($0)/2", "--target-list", "fleet=\(lists[$0])", "-n", "4", "-c", "2", "-o", name])
        }
        var results: [ProgramResult] = []
        for program in programs { results.append(try await program.result()) }
        #expect(!results.contains { $0.exitCode == 0 }, "\(results.map(\.errors))")
        #expect(results[1].errors.contains("are not those of rank 0"), "\(results[1].errors)")
        #expect(servers.map(posts) == [0, 0])
        let input = try await start(alcf, ["--rank", "0/2", "--target-list", "fleet=-", "-c", "2"]).result()
        #expect(input.exitCode == 64 && input.errors.contains("single process"), "\(input.errors)")
    }

    @Test func aJobChecksTheListOrLooksForItLater() async throws {
        let alcf = try Alcf()
        func job(_ list: String) async throws -> ProgramResult {
            try await alcf.run("benchmark", "job", "--pbs", "--", "--target-list", list, "--model", "m")
        }
        let bad = try await job("fleet=\(try file(["http://a/v1", "nonsense"], alcf, "bad"))")
        #expect(bad.exitCode == 64 && bad.errors.contains("line 2: 'nonsense'") && bad.output.isEmpty, "\(bad.errors)")
        let good = try await job("fleet=\(try file(["http://a/v1"], alcf, "good"))")
        #expect(good.exitCode == 0 && good.errors.isEmpty && !good.output.contains("no list of servers"))
        #expect(!good.output.contains("token-status"))
        let path = alcf.folder.file("it's later")
        let later = try await job("fleet=\(path)")
        #expect(later.exitCode == 0 && later.errors.contains("is not there yet"), "\(later.errors)")
        #expect(later.output.contains("PBS_NODEFILE"))
        var environment = alcf.environment
        environment["PBS_O_WORKDIR"] = alcf.folder.path
        environment["PBS_JOBID"] = "1"
        let none = try await Program("sh").run(environment: environment, input: later.output)
        #expect(none.exitCode == 64 && none.errors.contains("there is no list of servers \(path)"), "\(none.errors)")
        #expect(try await Program("sh").run(["-n"], input: later.output).exitCode == 0)
        let input = try await job("fleet=-")
        #expect(input.exitCode == 64 && input.errors.contains("standard input"))
    }
}
