import ALCFSystem

extension RunManifest {
    /// The most targets of a run, each counted once for each task where the run mixes tasks: a report sets figures of
    /// each of them beside those of others, so that its length grows faster than the record's.
    package static let mostTargets = 100
    /// The same for all tasks together.
    package static let mostTargetTasks = 1_000

    /// Checks that a report of the run can be made.
    ///
    /// - Parameter name: what to call the record in errors.
    /// - Throws: ``BenchError`` where two targets have one name, which nothing could tell apart, and where there are
    ///   more than any run has.
    package func checkTargets(name: String) throws(BenchError) {
        var names: Set<String> = []
        if let twice = targets.first(where: { !names.insert($0.name).inserted })?.name {
            throw BenchError(
                .recordRead, "\(name) cannot be read: two of its targets are called '\(twice)'",
                remedy: "restore its first line from a copy of the file, or correct the names there")
        }
        guard targets.count <= Self.mostTargets else {
            throw BenchError(
                .recordRead, "\(name) has \(targets.count) targets; a report is made of up to \(Self.mostTargets)",
                remedy: "measure or read fewer targets together")
        }
        guard design.experiment != nil else { return }
        let tasks = Set(prompts.compactMap(\.task)).count
        guard tasks.multipliedClamped(by: targets.count) <= Self.mostTargetTasks else {
            throw BenchError(
                .recordRead,
                "\(name) has \(targets.count) targets and \(tasks) tasks or lengths; a report is made of up to "
                    + "\(Self.mostTargetTasks) of both multiplied",
                remedy: "measure fewer lengths, or fewer targets together")
        }
    }
}
