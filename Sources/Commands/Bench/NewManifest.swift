import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFSystem

/// The first line of a new record.
enum NewManifest {
    static func make(
        _ runner: BenchmarkRunner, _ workload: Workload, _ service: BenchmarkedService, _ arguments: RunArguments,
        declared: Design = Design()
    ) async -> RunManifest {
        let before = await ServiceSnapshot(targets: runner.targets).taken()
        var design = runner.options.design
        design.order = runner.options.order(targets: runner.targets.count)
        design.merge(declared)
        design.arguments = arguments
        var manifest = RunManifest(
            toolVersion: "alcf \(Version.current)", startedAt: WallClock.system.now(), seed: runner.options.seed,
            design: design, dataSet: workload.dataSet, targets: runner.targets.map(\.manifest),
            simulation: service.simulationSpeed.map { RunManifest.Simulation(speed: $0) },
            host: HostName.current, kernel: Kernel.description, before: before, prompts: runner.prompts)
        manifest.warmupPrompts = runner.options.warmup > 0 ? runner.warmups : []
        return manifest
    }
}
