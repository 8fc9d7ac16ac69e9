public import ALCFRecord
public import ALCFSystem

extension BenchmarkRunner {
    /// Returns the first line of a record of this run, which begins now.
    ///
    /// - Parameters:
    ///   - workload: the source of the prompts.
    ///   - tool: the name and version of the program, as in `alcf 0.1.0`.
    ///   - clock: the calendar time.
    public func manifest(_ workload: Workload, tool: String, clock: WallClock = .system) -> RunManifest {
        var design = options.design
        design.order = options.order(targets: targets.count)
        var manifest = RunManifest(
            toolVersion: tool, startedAt: clock.now(), seed: options.seed, design: design, dataSet: workload.dataSet,
            targets: targets.map(\.manifest), host: HostName.current, kernel: Kernel.description, prompts: prompts)
        manifest.warmupPrompts = options.warmup > 0 ? warmups : []
        return manifest
    }
}
