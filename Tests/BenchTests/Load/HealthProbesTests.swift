import ALCFClient
import ALCFHTTP
import ALCFSystem
import Synchronization
import TestSupport
import Testing

@testable import ALCFLoad
@testable import ALCFRecord

@Suite struct ProbeAllowanceTests {
    private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

    private func admitted(
        _ seconds: [Double], isPaced: Bool = false, by allowance: inout ProbeAllowance
    ) -> [Bool] {
        seconds.map { allowance.admits(at: time($0), isPaced: isPaced) }
    }

    @Test func theFirstFollowEachOtherAndLaterOnesWait() {
        var allowance = ProbeAllowance()
        let first = admitted((0..<ProbeAllowance.unpaced).map { Double($0) / 100 }, by: &allowance)
        #expect(first.count == ProbeAllowance.unpaced && first.allSatisfy(\.self))
        let last = Double(ProbeAllowance.unpaced - 1) / 100
        let later = admitted([last + 0.5, last + 1.5, last + 2], by: &allowance)
        #expect(later == [false, true, false])
    }

    @Test func pacedOnesWaitFromTheFirst() {
        var allowance = ProbeAllowance()
        let paced = admitted([0, 0.9, 1], isPaced: true, by: &allowance)
        #expect(paced == [true, false, true])
    }

    @Test func aServerThatNeverAnswersIsLeftInPeace() {
        var allowance = ProbeAllowance()
        for _ in 0..<ProbeAllowance.mostFailures - 1 { allowance.note(isGood: false) }
        allowance.note(isGood: true)
        for _ in 0..<ProbeAllowance.mostFailures - 1 { allowance.note(isGood: false) }
        let before = admitted([0], by: &allowance)
        allowance.note(isGood: false)
        let after = admitted([100], by: &allowance)
        #expect(before == [true] && after == [false])
    }
}

@Suite struct HealthProbesTests {
    private final class Box: Sendable {
        let list = Mutex<[Probe]>([])
        var probes: [Probe] { list.withLock { $0 } }
    }

    private func stream(_ text: String = Stub.stream.joined()) -> String {
        ScriptedServer.response(text, type: "text/event-stream")
    }

    private func target(_ name: String, _ server: ScriptedServer) throws -> BenchmarkTarget {
        BenchmarkTarget(
            name: name,
            endpoint: ModelEndpoint(name: name, baseURL: try HTTPURL(server.url + "/\(name)/v1"), credentials: .none),
            model: "m", client: InferenceClient(tokens: nil, transport: HTTPClient.patient))
    }

    /// Runs, and returns what was recorded.
    private func run(
        _ server: ScriptedServer, targets names: [String] = ["a", "b"], prompts: Int = 3,
        _ options: BenchmarkOptions = BenchmarkOptions(warmup: 0), probes: [String]
    ) async throws -> (samples: [Sample], probes: [Probe]) {
        var options = options
        options.probes = probes
        var runner = BenchmarkRunner(
            targets: try names.map { try target($0, server) }, prompts: Stub.prompts(prompts), options: options)
        let box = Box()
        runner.noteProbe = { probe in box.list.withLock { $0.append(probe) } }
        let recorded = Recorded()
        try await runner.run { recorded.add($0) }
        return (recorded.samples, box.probes)
    }

    @Test func oneBeforeEachBlockAndTargetOverTheConnectionOfTheRequests() async throws {
        let server = try await ScriptedServer.start { request in
            [.send(request.method == "GET" ? ScriptedServer.response(#"{"status": "ok"}"#) : stream())]
        }
        let (samples, probes) = try await run(server, BenchmarkOptions(warmup: 1), probes: ["a", "b=/b/health"])
        #expect(samples.count == 8 && samples.allSatisfy(\.outcome.isSuccess))
        let measured = samples.filter { $0.phase == .measured }
        #expect(probes.count == 6 && probes.allSatisfy { $0.httpStatus == 200 && $0.wait != nil })
        for sample in measured {
            let probe = try #require(probes.first { $0.target == sample.target && $0.block == sample.block })
            #expect(try #require(probe.firstByte) <= sample.trace.scheduled, "it does not compete")
            #expect(probe.localPort == sample.trace.localPort, "over the same connection")
        }
        let paths = server.requests.filter { $0.method == "GET" }.map(\.path)
        #expect(Set(paths) == ["/health", "/b/health"])
        #expect(server.requests.allSatisfy { $0.method == "POST" || $0.header("authorization") == nil })
        #expect(server.connections == 2, "one of each target's client")
        await server.stop()
    }

    @Test func nobodyIsAskedWhoWasNotNamed() async throws {
        let server = try await ScriptedServer.start { _ in [.send(stream())] }
        let (samples, probes) = try await run(server, probes: [])
        #expect(samples.count == 6 && probes.isEmpty && server.requests.count == 6)
        #expect(try await run(server, targets: ["a"], probes: ["other"]).probes.isEmpty)
        await server.stop()
    }

    @Test func aServerWithoutAnAnswerIsGivenUpAndTheRunGoesOn() async throws {
        let server = try await ScriptedServer.start { request in
            request.method == "GET"
                ? [.send(ScriptedServer.response("{}", status: "404 Not Found"))] : [.send(stream())]
        }
        let (samples, probes) = try await run(server, targets: ["a"], prompts: 6, probes: ["a"])
        #expect(samples.count == 6 && samples.allSatisfy(\.outcome.isSuccess))
        #expect(probes.map(\.httpStatus) == [404, 404, 404] && probes.allSatisfy { $0.wait == nil })
        await server.stop()
    }

    @Test func severalAtOnceHaveOneBeforeEachTurn() async throws {
        let server = try await ScriptedServer.start { request in
            [.send(request.method == "GET" ? ScriptedServer.response("{}") : stream())]
        }
        let options = BenchmarkOptions(concurrency: 4, warmup: 0, slices: 2)
        let (samples, probes) = try await run(server, prompts: 16, options, probes: ["a", "b"])
        #expect(samples.count == 32)
        #expect(probes.count == 4 && probes.count { $0.target == "a" } == 2)
        await server.stop()
    }

    /// The record's design says who was asked, so that a continued run goes on with it.
    @Test func theDesignKeepsThem() throws {
        var options = BenchmarkOptions()
        #expect(options.design.probes == nil)
        options.probes = ["metis", "mine=/health"]
        #expect(try BenchmarkOptions(options.design, seed: options.seed) == options)
    }
}
