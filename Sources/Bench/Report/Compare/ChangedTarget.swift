import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// A target that two runs have, and how it has changed.
struct ChangedTarget: Sendable {
    let basis: ChangeBasis
    let changes: [Change]
    let setup: [SetupDifference]

    /// Name for people, as the new run has it.
    var label: String { basis.new.target.label }

    init(_ old: ComparedRun, _ oldTarget: RunManifest.Target, _ new: ComparedRun, _ newTarget: RunManifest.Target) {
        basis = ChangeBasis(old: ComparedTarget(oldTarget, of: old), new: ComparedTarget(newTarget, of: new))
        changes = basis.changes()
        setup = SetupDifference.all(old, oldTarget, new, newTarget)
    }

    /// The change of a figure; nil if neither run has it.
    subscript(subject: Change.Subject) -> Change? { changes.first { $0.subject == subject } }

    // MARK: Words

    /// The conclusions, a sentence each: the bad news first.
    ///
    /// - Parameter prefix: the target's name where there are several.
    func sentences(prefix: String = "") -> [String] {
        func said(_ text: String) -> String {
            prefix.isEmpty ? text : "\(prefix): \(text.prefix(1).lowercased())\(text.dropFirst())"
        }
        guard basis.old.answered.count > 0, basis.new.answered.count > 0 else {
            return [said(unanswered)]
        }
        let judged = changes.filter { ChangeBasis.judged.contains($0.subject) }
        func these(_ verdict: Change.Verdict, _ fits: (Change) -> Bool = { _ in true }) -> String? {
            let found = judged.filter { $0.verdict == verdict && fits($0) }
            return found.isEmpty ? nil : found.map { "\($0.subject.title) \($0.words)" }.joined(separator: ", ")
        }
        let sentences = [
            these(.worse) { !$0.subject.isShare }.map { "New is slower: \($0)." },
            these(.worse, \.subject.isShare).map { "New is worse: \($0)." },
            these(.better) { !$0.subject.isShare }.map { "New is faster: \($0)." },
            these(.better, \.subject.isShare).map { "New is better: \($0)." },
            these(.uncorrected).map {
                "Unsure, as the intervals leave out no change, but not after the correction for several figures: \($0)."
            },
            these(.same).map { "No change beyond 5 % (2 points of a share): \($0)." },
            these(.open).map {
                "Undecided, as both no change and one beyond 5 % (2 points of a share) agree with the data: \($0)."
            },
            these(.withheld).map { "Not called faster or slower, as failed requests may be the slowest: \($0)." },
            these(.cannotTell).map { "Too short a run to tell: \($0)." },
        ].compactMap(\.self)
        return sentences.isEmpty ? [said("Too few answers to compare (\(counts)).")] : sentences.map(said)
    }

    private var counts: String {
        "\(basis.old.answered.count) of the old run and \(basis.new.answered.count) of the new one; "
            + "\(RatioComparison.minimumPairs) of each are needed"
    }

    private var unanswered: String {
        func count(_ side: ComparedTarget) -> String { "\(side.answered.count) of \(side.measured.count)" }
        return "No speed is compared: the new run has answers to \(count(basis.new)) requests, the old one to "
            + "\(count(basis.old))."
    }

    /// Facts that a reader must know before believing it, each with a remedy.
    var warnings: [(text: String, remedy: String)] {
        var result: [(String, String)] = []
        if let causes = SetupDifference.causes(setup.filter(\.isOfTarget)) {
            result.append(("\(label): \(causes)", SetupDifference.remedy))
        }
        if let length = self[.mean(.completionTokens)], let interval = length.interval,
            !interval.contains(1), !((1 / Change.margin)...Change.margin).contains(length.value ?? 1)
        {
            result.append(
                (
                    "\(label): answers have \(length.words) as many output tokens, which changes latency by itself",
                    "Look at the time per output token, or force the length with --force-length."
                ))
        }
        if let answered = self[.target(.successRate)], (answered.old ?? 1) < 1 || (answered.new ?? 1) < 1 {
            result.append(
                (
                    "\(label): speed is of answered requests only (old \(answered.text(of: answered.old)), new "
                        + "\(answered.text(of: answered.new)))",
                    "A run that fails its slow requests looks fast: look at both."
                ))
        }
        return result.map { ($0.0, $0.1) }
    }
}
