import ALCFClient
package import ALCFHTTP
package import ALCFRecord
import ALCFSystem
import Synchronization

/// Checks the instrument: measures a null server as any other target, and holds the result against the server's own
/// log.
package struct InstrumentRun: Sendable {
    private let server: HTTPURL
    private let transport: any HTTPTransport
    private let loops: Int

    /// - Parameters:
    ///   - server: the null server, without a path.
    ///   - transport: what sends the requests, as in the run that is checked.
    ///   - loops: how many event loops it has.
    package init(server: HTTPURL, transport: any HTTPTransport, loops: Int = 1) {
        self.server = server
        self.transport = transport
        self.loops = loops
    }

    /// Puts up a load, and says what came of it.
    ///
    /// - Throws: `HTTPError` where the server cannot be reached, `CancellationError`.
    package func check(_ load: InstrumentLoad, _ moment: InstrumentCheck.Moment) async throws -> InstrumentCheck {
        var check = InstrumentCheck(moment, load: load)
        _ = try await log()
        let start = ProcessUsage.now
        let samples = try await measure(load)
        check.cpuShare = ProcessUsage.now.share(since: start) / Double(max(1, min(loops, ProcessUsage.cores)))
        check.error = InstrumentError(samples, log: try await log())
        return check
    }

    /// Returns the maximum number of events per second: many answers, each in one write.
    ///
    /// - Returns: nil where not every request succeeded.
    /// - Throws: as ``check(_:_:)``.
    package func ceiling(_ load: InstrumentLoad) async throws -> Double? {
        let samples = try await measure(load).filter { $0.phase == .measured }
        guard samples.allSatisfy(\.outcome.isSuccess), let start = samples.map(\.trace.start).min(),
            let end = samples.compactMap(\.trace.end).max(), end > start
        else { return nil }
        return Double(samples.reduce(0) { $0 + $1.trace.events }) / (end - start)
    }

    private func measure(_ load: InstrumentLoad) async throws -> [Sample] {
        let client = InferenceClient(baseURL: server, tokens: nil, transport: transport)
        let base = try server.appending("\(load.pathComponent)/v1")
        let target = BenchmarkTarget(
            name: "null", endpoint: ModelEndpoint(name: "null", baseURL: base), model: "null", client: client)
        let prompts = (0..<load.requests).map { number in
            Prompt(id: "\(number)", passageID: "\(number)", text: "#\(number) Say anything.", answers: [])
        }
        let samples = Mutex<[Sample]>([])
        try await BenchmarkRunner(targets: [target], prompts: prompts, options: load.options).run { sample in
            samples.withLock { $0.append(sample) }
        }
        try Task.checkCancellation()
        return samples.withLock { $0 }
    }

    private func log() async throws -> [ServerLogEntry] {
        let response = try await transport.send(HTTPRequest(.get, try server.appending("log.csv")))
        let bytes = try await response.body.collect(upTo: 1 << 28)
        return ServerLogEntry.parse(String(decoding: bytes, as: UTF8.self))
    }
}
