import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The order in which the targets were sent their requests, in words that are true of what is in the record.
struct OrderWords: Sendable {
    private let record: Record
    private let labels: [String]
    /// The record's slices.
    let slices: Slices

    init(_ record: Record) {
        self.record = record
        labels = record.manifest.targets.map(\.label)
        slices = Slices(record)
    }

    private var design: Design { record.manifest.design }

    private var isOneAtATime: Bool { design.rate == nil && (design.concurrency ?? 1) == 1 }

    /// Whether the targets were loaded one after the other, by this program and in one run.
    var takesTurns: Bool {
        labels.count > 1 && design.importedFrom == nil && design.files == nil && !isTogether
            && !LoadPeriods(record).areMixed && slices.switches > 0
    }

    private var isTogether: Bool { design.isBothAtOnce == true && !isOneAtATime }

    /// Whether each target had all of its requests before the next had any.
    var isOneAfterTheOther: Bool { takesTurns && slices.count == 1 }

    /// Whether the targets took turns too seldom for drift to stay out of their ratio; not where there are too few
    /// pairs for one.
    var isSeldom: Bool {
        takesTurns && slices.count < SlicePlan.least
            && record.samples.count { $0.phase == .measured } >= RatioComparison.minimumPairs * labels.count
    }

    /// As in `Metis and Sophia took turns, 16 slices each of 16 requests, in balanced random order`; nil of one target,
    /// of other tools' files, and where nothing was sent.
    var text: String? {
        guard labels.count > 1, design.importedFrom == nil, !record.samples.isEmpty else { return nil }
        if isTogether { return "all targets at once, on the same prompts" }
        guard takesTurns else { return design.order }
        if isOneAfterTheOther {
            return
                "\(labelsAsSent.map { "all of \($0)" }.joined(separator: " before ")), so any drift is part of the ratio"
        }
        let seldom =
            isSeldom ? "; switched only \(times), so any drift is part of the ratio" : ", in balanced random order"
        if isOneAtATime, design.slices == nil {
            let unit =
                record.manifest.prompts.contains { $0.turn > 0 } ? "conversation" : SetupWords.noun(record.manifest)
            return "\(Report.list(labels)) took turns within each \(unit)\(seldom)"
        }
        return "\(Report.list(labels)) took turns, \(slices.count) slices each of \(size)\(seldom)"
    }

    /// The targets, the one that was asked first in front.
    private var labelsAsSent: [String] {
        let firsts = clusters(record.samples.filter { $0.phase == .measured }, by: \.target).compactMap { own in
            own.min { $0.sequence < $1.sequence }
        }
        return firsts.sorted { $0.sequence < $1.sequence }.map { sample in
            record.manifest.targets.first { $0.name == sample.target }?.label ?? sample.target
        }
    }

    /// Number of switches in words, as in `3 times`.
    var times: String { slices.switches == 1 ? "once" : slices.switches == 2 ? "twice" : "\(slices.switches) times" }

    private var size: String {
        let sizes = slices.sizes
        return sizes.lowerBound == sizes.upperBound
            ? NumberText.count(sizes.lowerBound, "request")
            : "\(sizes.lowerBound) to \(sizes.upperBound) requests"
    }

    /// For other programs; null members where the targets took no turns.
    package var json: JSONValue {
        [
            "words": JSONValue(text), "slices": takesTurns ? .int(slices.count) : .null,
            "switches": takesTurns ? .int(slices.switches) : .null,
            "requests_per_slice": takesTurns
                ? [.int(slices.sizes.lowerBound), .int(slices.sizes.upperBound)] : .null,
        ]
    }
}
