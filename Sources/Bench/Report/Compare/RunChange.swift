package import ALCFRecord
import ALCFSystem

/// Two runs, old and new, compared target by target.
package struct RunChange: Sendable {
    let old: ComparedRun
    let new: ComparedRun
    let targets: [ChangedTarget]

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - oldTarget: the old run's target to compare; nil for all that both have.
    ///   - newTarget: the new run's.
    /// - Throws: ``BenchError`` if a target is not there, or none has the same name in both.
    package init(
        old: ComparedRun, oldTarget: String? = nil, new: ComparedRun, newTarget: String? = nil
    ) throws(BenchError) {
        self.old = old
        self.new = new
        let pairs: [(RunManifest.Target, RunManifest.Target)]
        if let name = oldTarget ?? newTarget {
            pairs = [
                (
                    try Self.target(oldTarget ?? name, of: old, isOnly: oldTarget == nil),
                    try Self.target(newTarget ?? name, of: new, isOnly: newTarget == nil)
                )
            ]
        } else {
            let (olds, news) = (old.record.manifest.targets, new.record.manifest.targets)
            let same = olds.compactMap { one in news.first { $0.name == one.name }.map { (one, $0) } }
            // Files of other tools name targets after themselves: one is compared with one.
            let only = olds.count == 1 && news.count == 1 ? [(olds[0], news[0])] : []
            pairs = same.isEmpty ? only : same
            guard !pairs.isEmpty else {
                throw BenchError(
                    .condition, "no target of \(new.name) has the name of one of \(old.name)",
                    remedy:
                        "Say which to compare, as in OLD:\(olds.first?.name ?? "NAME") NEW:\(news.first?.name ?? "NAME"). "
                        + "\(old.name) has \(Self.list(olds)); \(new.name) has \(Self.list(news)).")
            }
        }
        targets = pairs.map { ChangedTarget(old, $0.0, new, $0.1) }
    }

    private static func list(_ targets: [RunManifest.Target]) -> String {
        targets.isEmpty ? "none" : Report.list(targets.map(\.name))
    }

    /// - Parameter isOnly: whether a run of a single target may have it under another name.
    private static func target(_ name: String, of run: ComparedRun, isOnly: Bool) throws(BenchError)
        -> RunManifest.Target
    {
        let all = run.record.manifest.targets
        if let found = run.target(name) ?? (isOnly && all.count == 1 ? all[0] : nil) { return found }
        throw BenchError(
            .condition, "\(run.name) has no target '\(name)'", remedy: "Its targets are \(list(all)).")
    }

    /// Differences in the set-up; of targets, those of the first.
    var setup: [SetupDifference] { targets.first?.setup ?? [] }

    /// Facts that a reader must know before believing it, each with a remedy.
    var warnings: [(text: String, remedy: String)] {
        let ofRun = SetupDifference.causes(setup.filter { !$0.isOfTarget })
        return (ofRun.map { [($0, SetupDifference.remedy)] } ?? []) + targets.flatMap(\.warnings)
    }

    /// Whether both sides are the same measurements, under whatever names.
    var isSame: Bool {
        !old.record.samples.isEmpty && old.record.samples == new.record.samples
            && targets.allSatisfy { $0.basis.old.target.name == $0.basis.new.target.name }
    }

    /// The conclusions, a sentence each.
    package var sentences: [String] {
        if isSame {
            return ["Old and new are the same measurements, so nothing is compared. Give the records of two runs."]
        }
        return targets.flatMap { $0.sentences(prefix: targets.count > 1 ? $0.label : "") }
    }
}
