import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSystem

/// A null server in a process of its own, and what checks the instrument against it.
struct SelfCheck {
    let run: InstrumentRun
    private let helper: HelperProcess

    /// Starts the server; it ends with this value, and with this process, however that ends.
    ///
    /// - Parameter loops: how many event loops send the requests.
    /// - Throws: `UsageError` where it does not come up.
    static func start(loops: Int = 1) async throws -> SelfCheck {
        let helper = try HelperProcess(["/proc/self/exe", "null-server", "--lifetime", "900"])
        guard let port = await helper.firstLine(within: 20).flatMap({ Int($0) }) else {
            throw UsageError("the server to check against did not start")
        }
        let server = try HTTPURL("http://127.0.0.1:\(port)")
        let run = InstrumentRun(server: server, transport: ShardedTransport(loops: loops), loops: loops)
        return SelfCheck(run: run, helper: helper)
    }

    /// The check beside a run. It never throws: what went wrong is in the result.
    ///
    /// - Parameter gap: see ``InstrumentLoad/short(for:targets:gap:)``.
    static func short(
        _ moment: InstrumentCheck.Moment, beside runner: BenchmarkRunner, gap: Double? = nil
    ) async -> InstrumentCheck {
        let load = InstrumentLoad.short(for: runner.options, targets: runner.targets.count, gap: gap)
        do {
            let check = try await start(loops: runner.options.loops)
            var found = try await check.run.check(load, moment)
            if moment == .before { found.ceiling = try await check.run.ceiling(.burst(requests: 128, concurrency: 32)) }
            withExtendedLifetime(check) {}
            return found
        } catch {
            var found = InstrumentCheck(moment, load: load)
            found.failure = error is CancellationError ? "interrupted" : Failure(error)?.message ?? "\(error)"
            return found
        }
    }
}
