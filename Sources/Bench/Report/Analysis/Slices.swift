import ALCFJSON
package import ALCFRecord
import ALCFStatistics

/// The slice of each measured request of a run: the clusters in time of a comparison.
///
/// Within a slice the targets took turns once: one of them was sent the slice's prompts, then the next was sent the
/// same. So what a service does over time is much the same for all requests of a slice, and differences between targets
/// of one slice are close in time. One request at a time, a slice is a single prompt, which is the block, or a single
/// conversation.
///
/// A record says the slice of each sample. Of an older one it follows from the order of sending: one request at a time,
/// a block is a slice; else one begins wherever a sample's ``Sample/position`` is less than that of the one before it.
/// Where the targets did not take turns (loaded together, or of another tool's files), such a record is one slice.
package struct Slices: Sendable, Hashable {
    /// Number of slices with measured requests.
    package let count: Int
    /// Requests to one target in the smallest and the largest slice that was asked of more than one; of one, where
    /// there is no other.
    package let sizes: ClosedRange<Int>
    /// Number of times that the load passed from one target to another.
    package let switches: Int
    private let numbers: SequenceTable

    /// Finds the slices of a record's measured samples.
    package init(_ record: Record) {
        let design = record.manifest.design
        let isOneAtATime =
            design.rate == nil && design.concurrency == 1
            && design.slices == nil && !record.manifest.prompts.contains { $0.turn > 0 }
        self.init(
            record.samples,
            takesTurns: design.importedFrom == nil && (design.isBothAtOnce != true || isOneAtATime),
            isOneAtATime: isOneAtATime)
    }

    /// A key that tells a slice from the others.
    private enum Key: Hashable {
        case recorded(Int)
        case block(run: Int, block: Int)
        case derived(Int)
    }

    /// - Parameters:
    ///   - takesTurns: whether the targets were loaded one after the other.
    ///   - isOneAtATime: whether each block is a slice.
    init(_ samples: [Sample], takesTurns: Bool, isOneAtATime: Bool = false) {
        let measured = samples.filter { $0.phase == .measured }.sorted { $0.sequence < $1.sequence }
        var derived = 0
        var switches = 0
        var keys: [Key] = []
        for (index, sample) in measured.enumerated() {
            if index > 0, takesTurns {
                if sample.position < measured[index - 1].position { derived += 1 }
                if sample.target != measured[index - 1].target { switches += 1 }
            }
            let other: Key = isOneAtATime ? .block(run: sample.run, block: sample.block) : .derived(derived)
            keys.append(sample.slice.map(Key.recorded) ?? other)
        }
        let slices = clusters(Array(zip(keys, measured)), by: \.0).map { $0.map(\.1) }
        var numbers = SequenceTable(for: measured.lazy.map(\.sequence))
        for (number, slice) in slices.enumerated() {
            for sample in slice { numbers[sample.sequence] = number }
        }
        self.numbers = numbers
        self.switches = switches
        count = slices.count
        let parts = slices.map { clusters($0, by: \.target) }
        let counts = (parts.contains { $0.count > 1 } ? parts.filter { $0.count > 1 } : parts)
            .flatMap { $0.map(\.count) }
        sizes = (counts.min() ?? 0)...(counts.max() ?? 0)
    }

    /// The slice of a sample, from 0 in order of time; nil for one that is not measured.
    package func number(of sample: Sample) -> Int? {
        sample.phase == .measured ? numbers[sample.sequence] : nil
    }

    /// Elements in groups of one slice, in the order of slices; what has none is left out.
    func grouped<T>(_ elements: [T], by sample: (T) -> Sample) -> [[T]] {
        let known = elements.compactMap { element in number(of: sample(element)).map { (number: $0, element: element) }
        }
        return clusters(known, by: \.number).sorted { ($0.first?.number ?? 0) < ($1.first?.number ?? 0) }
            .map { $0.map(\.element) }
    }
}
