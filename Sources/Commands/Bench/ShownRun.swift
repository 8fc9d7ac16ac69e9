import ALCFLoad
import ALCFRecord
import ALCFSystem

/// A recorded run with its progress on standard error, which Ctrl-C ends.
struct ShownRun {
    let run: RecordedRun
    let isShown: Bool

    /// Whether the run was interrupted; the requests that had ended are in the record then.
    func wasInterrupted() async throws -> Bool {
        let progress = Progress(run.runner, done: run.done, isShown: isShown)
        let watch = TargetWatch(run.runner.targets)
        defer { progress.end() }
        let task = Task {
            try await run.run { sample in
                progress.note(sample)
                try watch.note(sample)
            }
        }
        let interrupt = Interrupt { task.cancel() }
        defer { withExtendedLifetime(interrupt) {} }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        return task.isCancelled
    }
}

extension RunEnvironment {
    /// The means of this program.
    ///
    /// - Parameter isChecked: whether the instrument is checked, against this program as a null server.
    static func program(isChecked: Bool) -> RunEnvironment {
        RunEnvironment(
            tool: "alcf \(Version.current)", connections: Network.configuration, instrument: isChecked ? .program : nil)
    }
}

extension InstrumentServer {
    /// This program as a null server.
    static let program = InstrumentServer(command: ["/proc/self/exe", "null-server", "--lifetime", "900"])
}
