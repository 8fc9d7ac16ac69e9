/// What a record says: figures for each target, comparisons of each two, warnings.
public struct Analysis: Sendable {
    /// The record it was made from.
    public let record: Record
    /// Each target, in the order of the manifest.
    public let targets: [TargetSummary]
    /// Each two targets, in the order of the manifest.
    public let comparisons: [Comparison]
    /// What readers must know.
    public let warnings: [Warning]

    /// Works out everything from a record. The same record always gives the same figures.
    public init(_ record: Record) {
        self.record = record
        let manifest = record.manifest
        targets = manifest.targets.map { TargetSummary($0, samples: record.samples) }
        comparisons = manifest.targets.indices.flatMap { first in
            manifest.targets.indices.dropFirst(first + 1).map { second in
                Comparison(
                    manifest.targets[first], with: manifest.targets[second], samples: record.samples,
                    seed: manifest.seed)
            }
        }
        warnings = WarningDetection(record: record, targets: targets).all()
    }
}
