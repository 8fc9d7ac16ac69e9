import ALCFLoad
import ALCFRecord
import ALCFSystem

/// Sees to it that a run may have as many connections open as it needs.
enum ConnectionRoom {
    /// Files, libraries and what else is open.
    private static let others = 64

    /// Returns the number of descriptors that a run needs at once; nil for an open loop, in which only the service
    /// decides.
    static func needed(_ runner: BenchmarkRunner, isSimulated: Bool) -> Int? {
        guard runner.options.rate == nil else { return nil }
        let lanes = runner.options.isBothAtOnce ? max(1, runner.targets.count) : 1
        // A simulated service has the other ends.
        return max(1, runner.ownOptions.concurrency) * lanes * (isSimulated ? 2 : 1) + others
    }

    /// Raises the limit where it must be.
    ///
    /// - Throws: `UsageError` with the command that raises it where this process may not.
    static func make(for runners: [BenchmarkRunner], _ service: BenchmarkedService) throws {
        for runner in runners {
            let needed = needed(runner, isSimulated: service.simulationSpeed != nil)
            guard let needed, case .refuse(let count) = DescriptorLimit.raise(for: needed) else {
                if needed == nil { DescriptorLimit.raise() }
                continue
            }
            throw UsageError(
                "this many requests in flight need \(count) open files, and this shell allows \(DescriptorLimit.current.hard)",
                remedy: "Raise the limit, then run it again: ulimit -n \(count)")
        }
    }
}
