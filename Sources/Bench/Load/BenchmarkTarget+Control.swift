import ALCFReport

extension BenchmarkTarget {
    /// Returns the same list with the first target twice, the second time under its twin's name: an A/A control.
    public static func doubling(_ targets: [BenchmarkTarget]) -> [BenchmarkTarget] {
        guard let first = targets.first else { return [] }
        var twin = first
        twin.name += ControlCheck.suffix
        return [first, twin] + targets.dropFirst()
    }
}
