import ALCFJSON
import ALCFRecord

/// The rule that separates the turns of a target in its samples.
package struct LoadPeriods: Sendable, Hashable {
    /// Whether the targets took turns, so that a request of another one ends a turn.
    package var takesTurns: Bool
    /// Instants at which a run that had been cut off went on, or at which another of those that were merged began.
    package var breaks: [Double]
    /// Whether runs of several machines at one time were merged, so that nothing tells whose turn it was.
    package var areMixed = false

    /// Nothing is known but the samples.
    package init(takesTurns: Bool = false, breaks: [Double] = []) {
        self.takesTurns = takesTurns
        self.breaks = breaks
    }

    /// Those of a record.
    init(_ record: Record) {
        let design = record.manifest.design
        let starts = (design.merged ?? []).compactMap(\.startedAt)
        let first = starts.min() ?? 0
        self.init(
            takesTurns: design.importedFrom == nil && design.isBothAtOnce != true,
            breaks: record.resumptions.map(\.at) + starts.map { $0 - first })
        let later = starts.map { $0 - first }.sorted().dropFirst()
        areMixed = later.contains { instant in
            instant <= 0
                || record.samples.contains { $0.trace.start < instant && ($0.lastInstant ?? $0.trace.start) > instant }
        }
    }

    /// The requests of `target` in their turns, each in the order of starts.
    func turns(of target: String, in samples: [Sample]) -> [[Sample]] {
        let ordered = samples.filter { $0.phase == .measured && (takesTurns || $0.target == target) }
            .sorted { $0.trace.start < $1.trace.start }
        var turns: [[Sample]] = []
        var isOpen = false
        var last = -Double.infinity
        var slice: Int?
        for sample in ordered {
            guard sample.target == target else {
                isOpen = false
                continue
            }
            let start = sample.trace.start
            if breaks.contains(where: { last < $0 && $0 <= start }) { isOpen = false }
            last = start
            // Between two slices of one target, its load falls to nothing.
            if sample.slice != slice { isOpen = false }
            slice = sample.slice
            if isOpen { turns[turns.count - 1].append(sample) } else { turns.append([sample]) }
            isOpen = true
        }
        return turns
    }
}
