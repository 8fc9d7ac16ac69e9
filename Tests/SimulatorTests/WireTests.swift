import ALCFCrypto
import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFSimulator

/// What curl sees.
@Suite("On the wire", .timeLimit(.minutes(5)), .tags(.watchesTheClock))
struct WireTests {
    private func authorization(_ simulator: Simulator) throws -> String {
        let tokens = try simulator.issueTokens()
        let gateway = try #require(tokens.first { $0.resourceServer == SimulatedGlobus.gatewayID })
        return "Authorization: Bearer \(gateway.accessToken.expose())"
    }

    private func post(_ simulator: Simulator, _ path: String, _ body: String, _ more: [String] = []) throws -> [String]
    {
        ["-sS", "-N", "-H", try authorization(simulator), "--data-binary", body] + more
            + ["http://127.0.0.1:\(simulator.port)\(path)"]
    }

    @Test("A stream is chunked: each Metis event a chunk of its own")
    func chunks() async throws {
        try await withSimulator { simulator in
            let body = Bodies.stream("gpt-oss-120b", usage: true)
            let result = try await Program.curl.run(try post(simulator, Paths.metis, body, ["--raw", "-i"]))
            #expect(result.exitCode == 0)
            let text = result.output
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\ndate: "))
            #expect(text.contains("\r\nserver: uvicorn\r\nContent-Type: text/event-stream\r\n"))
            #expect(text.contains("\r\ntransfer-encoding: chunked\r\n\r\n"))
            #expect(text.hasSuffix("\r\ne\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"))
            let sizes = text.split(separator: "\r\n").compactMap { Int($0, radix: 16) }
            #expect(sizes.count == text.ranges(of: "data: ").count + 1)
        }
    }

    @Test("An answer that is not streamed has its length, and the connection is kept")
    func whole() async throws {
        try await withSimulator { simulator in
            let url = "\(simulator.gatewayBaseURL)/health"
            let result = try await Program.curl.run(["-sS", "-i", "-w", "%{num_connects};", url, url])
            #expect(result.output.contains("\r\nContent-Length: 16\r\n"))
            #expect(result.output.hasSuffix(#"{"status": "ok"}0;"#))
            let log = simulator.requestLog()
            #expect(log.map(\.path) == ["/resource_server/health", "/resource_server/health"])
            #expect(log.allSatisfy { $0.status == 200 && $0.method == "GET" })
        }
    }

    @Test("The log holds no code")
    func log() async throws {
        try await withSimulator { simulator in
            let url = "\(simulator.authBaseURL)v2/web/auth-code?code=SECRET"
            let page = try await Program.curl.run(["-sS", url])
            #expect(page.output.contains("SECRET"))
            #expect(!"\(simulator.requestLog())".contains("SECRET"))
        }
    }

    @Test("The schedule is kept: an answer takes as long as planned")
    func schedule() async throws {
        try await withSimulator(SimulatorConfiguration(speed: 20)) { simulator in
            let start = MonotonicTime.now
            let result = try await Program.curl.run(try post(simulator, Paths.metis, Bodies.stream("gpt-oss-120b")))
            let seconds = MonotonicTime.now.seconds(since: start)
            #expect(result.output.hasSuffix("data: [DONE]\n\n"))
            // 4.8 s ± 10 % and the tokens, a twentieth of it; how much later depends on what else the machine does.
            #expect(seconds > 0.216)
        }
    }

    @Test("A dropped connection is an error to the client, a stall its timeout")
    func broken() async throws {
        var configuration = SimulatorConfiguration.fast
        configuration.faults = [Fault(.drop, probability: 1, cluster: .metis), Fault(.stall, probability: 1)]
        try await withSimulator(configuration) { simulator in
            let dropped = try await Program.curl.run(try post(simulator, Paths.metis, Bodies.stream("gpt-oss-120b")))
            #expect(dropped.exitCode == 18)
            #expect(dropped.output.contains("data: "))
            let stalled = try await Program.curl.run(
                try post(simulator, Paths.sophia, Bodies.stream("openai/gpt-oss-120b"), ["-m", "1"]))
            #expect(stalled.exitCode == 28)
            #expect(stalled.output.contains("data: "))
        }
    }

    @Test("A client that hangs up leaves nothing behind, and stopping does not wait for slow answers")
    func hangUp() async throws {
        let simulator = try await Simulator.start(SimulatorConfiguration(speed: 0.1))
        let gone = try await Program.curl.run(
            try post(simulator, Paths.metis, Bodies.stream("gpt-oss-120b"), ["-m", "0.7"]))
        #expect(gone.exitCode == 28)
        #expect(try await eventually { try await connectionsEnded(port: simulator.port) })
        let again = try await Program.curl.run(["-sS", "\(simulator.gatewayBaseURL)/health"])
        #expect(again.output == #"{"status": "ok"}"#)
        let waiting = try RunningProgram(.curl, try post(simulator, Paths.metis, Bodies.chat("gpt-oss-120b")))
        #expect(try await waiting.waits(until: { _ in simulator.requestLog().count == 3 }))
        let start = MonotonicTime.now
        await simulator.stop()
        await simulator.stop()
        #expect(MonotonicTime.now.seconds(since: start) < 10)
        #expect(try await waiting.result().exitCode != 0)
    }

    /// Whether the server's ends of all connections to that port are closed.
    private func connectionsEnded(port: Int) async throws -> Bool {
        let local = "0100007F:" + String(port + 0x10000, radix: 16, uppercase: true).dropFirst()
        // Columns: number, local address, remote address, state; 0A listens, 06 is over.
        let table = try await Program("cat").run(["/proc/net/tcp"]).output
        let states = table.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[1] == local }.map {
            $0[3]
        }
        return states.contains("0A") && states.allSatisfy { $0 == "0A" || $0 == "06" }
    }

    @Test("A body of 3 MB is refused as the gateway does it, one of 11 MB at the door")
    func large() async throws {
        try await withSimulator { simulator in
            let directory = try TemporaryDirectory()
            for (size, status) in [(3_000_000, "500"), (11_000_000, "413")] {
                let file = directory.file("\(size)")
                _ = try await Program("truncate").run(["-s", "\(size)", file])
                let result = try await Program.curl.run(
                    try post(simulator, Paths.metis, "@\(file)", ["-o", "/dev/null", "-w", "%{http_code}"]))
                #expect(result.output == status)
            }
        }
    }

    @Test("A taken port is an error that says so")
    func takenPort() async throws {
        try await withSimulator { simulator in
            let error = await #expect(throws: SimulatorError.self) {
                _ = try await Simulator.start(SimulatorConfiguration(port: simulator.port))
            }
            #expect(error?.code == .cannotListen)
        }
    }
}
