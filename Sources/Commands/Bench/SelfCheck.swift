import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSystem

/// Checks the instrument against a null server in a process of its own.
enum SelfCheck {
    /// Runs `body` with what checks the instrument. The server ends with it, and with this process, however that ends.
    ///
    /// - Parameter loops: how many event loops send the requests.
    /// - Throws: `UsageError` where the server does not come up; what `body` throws.
    static func use<Value: Sendable>(
        loops: Int, _ body: (InstrumentRun) async throws -> Value
    ) async throws -> Value {
        let helper = try HelperProcess(["/proc/self/exe", "null-server", "--lifetime", "900"])
        do {
            guard let port = await helper.firstLine(within: 20).flatMap({ Int($0) }) else {
                throw UsageError("the server to check against did not start")
            }
            let server = try HTTPURL("http://127.0.0.1:\(port)")
            let value = try await body(
                InstrumentRun(
                    server: server, transport: ShardedTransport(loops: loops, Network.configuration), loops: loops))
            await helper.stop()
            return value
        } catch {
            await helper.stop()
            throw error
        }
    }

    /// The check beside a run. It never throws: what went wrong is in the result.
    ///
    /// - Parameter gap: see ``InstrumentLoad/short(for:targets:gap:)``.
    static func short(
        _ moment: InstrumentCheck.Moment, beside runner: BenchmarkRunner, gap: Double? = nil
    ) async -> InstrumentCheck {
        let load = InstrumentLoad.short(for: runner.options, targets: runner.targets.count, gap: gap)
        do {
            return try await use(loops: runner.options.loops) { run in
                var found = try await run.check(load, moment)
                if moment == .before { found.ceiling = try await run.ceiling(.burst(requests: 128, concurrency: 32)) }
                return found
            }
        } catch {
            var found = InstrumentCheck(moment, load: load)
            found.failure = error is CancellationError ? "interrupted" : Failure(error)?.message ?? "\(error)"
            return found
        }
    }
}
