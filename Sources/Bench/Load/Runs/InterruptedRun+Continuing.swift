package import ALCFRecord
import ALCFReport
import ALCFSystem

extension InterruptedRun {
    /// Returns the runner of the run, with the very same prompts.
    package func runner(_ targets: [BenchmarkTarget]) -> BenchmarkRunner {
        var runner = BenchmarkRunner(targets: targets, prompts: manifest.prompts, options: options)
        runner.warmupPrompts = manifest.warmupPrompts
        return runner
    }

    /// Returns the run of what is left, and notes in the record that it is continued.
    ///
    /// - Parameters:
    ///   - writer: the record's.
    ///   - targets: the same as before.
    ///   - simulationSpeed: that of a simulated service; nil for a real one.
    /// - Throws: `BenchError` where targets or service are not those of the record.
    package func continued(
        _ writer: RecordWriter, _ targets: [BenchmarkTarget], simulationSpeed: Double?, _ environment: RunEnvironment
    ) throws(BenchError) -> RecordedRun {
        try check(targets)
        try check(simulationSpeed)
        let runner = runner(targets)
        guard runner.schedule.holds(progress.samples, targets: targets.map(\.name)) else {
            throw BenchError(
                .otherRun,
                "the record was begun by a version that sent requests in another order, and cannot be continued",
                remedy: "Make a report of the record (alcf benchmark report), and start a new run.")
        }
        var run = RecordedRun(runner, into: writer, environment)
        run.anchor = anchor()
        run.done = progress
        try noteResumption(writer, anchor: run.anchor, tool: environment.tool)
        return run
    }

    private func check(_ simulationSpeed: Double?) throws(BenchError) {
        guard simulationSpeed != manifest.simulation?.speed else { return }
        throw BenchError(
            .otherRun,
            "the run was \(manifest.simulation == nil ? "not simulated" : "simulated"), but this service is another one",
            remedy: gateway.map {
                "Set the gateway to the one of that run: export ALCF_BASE_URL=\($0.shellQuoted)"
            } ?? "Set ALCF_BASE_URL to its value in that run.")
    }

    /// The gateway that the targets were behind; nil where none was.
    private var gateway: String? {
        let end = "/resource_server"
        return manifest.targets.lazy.compactMap { target in
            target.url.firstRange(of: end).map { String(target.url[..<$0.upperBound]) }
        }.first
    }

    /// A run that goes on against something else would be two runs in one record.
    private func check(_ targets: [BenchmarkTarget]) throws(BenchError) {
        guard targets.count == manifest.targets.count else {
            throw BenchError(.otherRun, "the record has other targets", remedy: "Start a new run.")
        }
        for (now, then) in zip(targets.map(\.manifest), manifest.targets) {
            // A simulated service of the run's own is at another port each time.
            let isMoved = now.url != then.url && manifest.design.arguments?.simulates != true
            guard now.name != then.name || now.model != then.model || isMoved else { continue }
            throw BenchError(
                .otherRun, "'\(then.name)' was \(then.model) at \(then.url), and is now \(now.model) at \(now.url)",
                remedy: "Start a new run.")
        }
    }
}
