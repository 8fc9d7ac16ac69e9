package import ALCFHTTP
import ALCFRecord
import ALCFReport
import ALCFSystem

/// The null server against which the instrument is checked: a process of its own.
public struct InstrumentServer: Sendable {
    /// Seconds within which it must say its port.
    private static let patience = 20.0

    /// The program and its arguments. It says its port on 127.0.0.1 as its first line, and ends when its input does.
    private let command: [String]

    /// A server that this command starts.
    public init(command: [String]) { self.command = command }

    /// Runs `body` with the means to check the instrument. The server ends with it, and with this process, however that
    /// ends.
    ///
    /// - Parameters:
    ///   - loops: how many event loops send the requests.
    ///   - connections: settings of the connections, as in the run that is checked.
    /// - Throws: `BenchError` where the server does not come up; what `body` throws.
    package func use<Value: Sendable>(
        loops: Int, _ connections: HTTPClient.Configuration, _ body: (InstrumentRun) async throws -> Value
    ) async throws -> Value {
        let helper = try HelperProcess(command)
        do {
            guard let port = await helper.firstLine(within: Self.patience).flatMap({ Int($0) }) else {
                throw BenchError(.instrument, "the server to check against did not start")
            }
            let server = try HTTPURL("http://127.0.0.1:\(port)")
            let value = try await body(
                InstrumentRun(server: server, transport: ShardedTransport(loops: loops, connections), loops: loops))
            await helper.stop()
            return value
        } catch {
            await helper.stop()
            throw error
        }
    }

    /// The check beside a run. It never throws: an error is in the result.
    ///
    /// - Parameter gap: see ``InstrumentLoad/short(for:targets:gap:)``.
    func check(
        _ moment: InstrumentCheck.Moment, beside runner: BenchmarkRunner, _ connections: HTTPClient.Configuration,
        gap: Double? = nil
    ) async -> InstrumentCheck {
        let load = InstrumentLoad.short(for: runner.ownOptions, targets: runner.targets.count, gap: gap)
        do {
            return try await use(loops: runner.options.loops, connections) { run in
                var found = try await run.check(load, moment)
                if moment == .before { found.ceiling = try await run.ceiling(.burst(requests: 128, concurrency: 32)) }
                return found
            }
        } catch {
            var found = InstrumentCheck(moment, load: load)
            found.failure =
                error is CancellationError ? "interrupted" : (error as? any RemediedError)?.message ?? "\(error)"
            return found
        }
    }
}
