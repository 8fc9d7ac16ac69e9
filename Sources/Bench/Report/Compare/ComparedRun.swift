package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// One side of a comparison of old with new: a record, a study's sessions as one record, or another tool's file.
package struct ComparedRun: Sendable {
    /// The file or folder as it was given.
    package let name: String
    /// Its contents.
    package let record: Record
    let analysis: Analysis
    /// Remarks on what was left out, a sentence each.
    let notes: [String]

    package init(name: String, record: Record, notes: [String] = []) {
        self.name = name
        self.record = record
        self.notes = notes
        // Few resamples: intervals over resamples within the run are not used here.
        analysis = Analysis(record, sessions: nil, resamples: 100)
    }

    /// The target of a name or label, whatever its case; nil for none.
    func target(_ name: String) -> RunManifest.Target? {
        record.manifest.targets.first { [$0.name.lowercased(), $0.label.lowercased()].contains(name.lowercased()) }
    }
}

/// A target's requests on one side.
struct ComparedTarget: Sendable {
    let target: RunManifest.Target
    let summary: TargetSummary?
    /// The measured requests, in the order they were scheduled.
    let measured: [Sample]
    /// Those that were answered, with their places in time.
    let answered: [Sample]
    private let stretches: [Int: Int]
    /// Whether the order of sending is known.
    let isOrdered: Bool
    private let keys: [String: String]
    /// The sessions of requests, by sequence; nil for one session, or if they are not known.
    let sessions: [Int: Int]?

    init(_ target: RunManifest.Target, of run: ComparedRun) {
        self.target = target
        let analysis = run.analysis
        summary = analysis.targets.first { $0.target.name == target.name }
        let samples = analysis.record.samples
        measured = samples.filter { $0.target == target.name && $0.phase == .measured }
            .sorted { $0.sequence < $1.sequence }
        answered = measured.filter(\.outcome.isSuccess)
        let manifest = run.record.manifest
        isOrdered = manifest.design.importedFrom == nil
        stretches =
            isOrdered
            ? Dictionary(
                zip(measured.map(\.sequence), Stretches.of(measured, in: samples)), uniquingKeysWith: { $1 }) : [:]
        // By their texts, as two records may call one prompt by two names. A later turn depends on what was said.
        keys = Dictionary(
            manifest.prompts.filter { !$0.text.isEmpty }.map { prompt in
                let turn = prompt.turn > 0 ? "\u{0}\(prompt.id)" : ""
                return (prompt.id, "\(prompt.text)\u{0}\(prompt.system ?? "")\(turn)")
            }, uniquingKeysWith: { $1 })
        let sessions = analysis.sessions
        self.sessions =
            sessions.count > 1 && sessions.areKnown
            ? Dictionary(measured.map { ($0.sequence, sessions.number($0)) }, uniquingKeysWith: { $1 }) : nil
    }

    /// The text that was asked; nil if it is not known.
    func key(_ sample: Sample) -> String? { keys[sample.promptID] }

    /// Returns the dependence of requests by text and by time; nil if there are none.
    func dependence(_ samples: [Sample]) -> Dependence? {
        RatioComparison.Pair.dependence(
            samples.map { sample in
                RatioComparison.Pair(
                    passage: sample.passageID, prompt: sample.promptID, stretch: stretches[sample.sequence], first: 1,
                    second: 1)
            })
    }
}
