import ALCFLoad
import ALCFRecord

/// The first line of a new record.
enum NewManifest {
    /// Returns the manifest of a run that begins now, after a look at the services.
    static func make(
        _ runner: BenchmarkRunner, _ workload: Workload, _ service: BenchmarkedService, _ arguments: RunArguments,
        declared: Design = Design()
    ) async -> RunManifest {
        let before = await ServiceSnapshot(targets: runner.targets).taken()
        var manifest = runner.manifest(workload, tool: "alcf \(Version.current)")
        manifest.design.merge(declared)
        manifest.design.arguments = arguments
        manifest.simulation = service.simulationSpeed.map { RunManifest.Simulation(speed: $0) }
        manifest.before = before
        return manifest
    }
}
