package import ALCFRecord

extension RunEnvironment {
    /// Returns the first line of the record of a run that begins now, after a look at the services.
    ///
    /// - Parameters:
    ///   - workload: the source of the prompts.
    ///   - arguments: the targets and the simulation, so that the run can be continued.
    ///   - simulationSpeed: that of a simulated service; nil for a real one.
    ///   - declared: what was declared beside the options, as how the results are to be judged.
    package func manifest(
        _ runner: BenchmarkRunner, _ workload: Workload, _ arguments: RunArguments, simulationSpeed: Double?,
        declared: Design = Design()
    ) async -> RunManifest {
        let before = await ServiceSnapshot(targets: runner.targets, transport: client()).taken()
        var manifest = runner.manifest(workload, tool: tool)
        manifest.design.merge(declared)
        manifest.design.arguments = arguments
        manifest.simulation = simulationSpeed.map { RunManifest.Simulation(speed: $0) }
        manifest.before = before
        return manifest
    }
}
