import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// The way in which two runs of one target are held against each other.
struct ChangeBasis: Sendable {
    /// The fewest sessions of each run over which a change is inferred.
    static let minimumSessions = 2

    let old: ComparedTarget
    let new: ComparedTarget
    let kind: Kind
    /// Prompts that both runs have, by their texts.
    let common: Int

    /// Kinds of pairing.
    enum Kind: Sendable, Hashable {
        /// The same prompts, each with itself.
        case prompts
        /// All requests of one with all of the other.
        case requests
        /// The means of sessions.
        case sessions(old: Int, new: Int)
    }

    init(old: ComparedTarget, new: ComparedTarget) {
        self.old = old
        self.new = new
        let (oldKeys, newKeys) = (Set(old.answered.compactMap(old.key)), Set(new.answered.compactMap(new.key)))
        common = oldKeys.intersection(newKeys).count
        func count(_ side: ComparedTarget) -> Int { Set(side.sessions?.values.map { $0 } ?? []).count }
        if count(old) >= Self.minimumSessions, count(new) >= Self.minimumSessions {
            kind = .sessions(old: count(old), new: count(new))
        } else if common >= RatioComparison.minimumPairs, 2 * common >= min(oldKeys.count, newKeys.count) {
            kind = .prompts
        } else {
            kind = .requests
        }
    }

    /// Whether each session is one value.
    var isOverSessions: Bool { if case .sessions = kind { true } else { false } }

    /// Says which it is, and why.
    var sentence: String {
        switch kind {
        case .prompts:
            "Paired by prompt: each of \(NumberText.count(common, "prompt")) that both have is compared with itself"
                + (isPartial ? "; other prompts are left out." : ".")
        case .requests:
            "Not paired: "
                + (common == 0
                    ? "the two have no prompt in common, as far as their texts are known."
                    : "the two have only \(NumberText.count(common, "prompt")) in common.")
        case .sessions(let old, let new):
            "Over sessions: the means and shares of \(new) new sessions are compared with those of \(old) old ones, one "
                + "value each."
        }
    }

    private var isPartial: Bool {
        Set(old.answered.compactMap(old.key)).count > common || Set(new.answered.compactMap(new.key)).count > common
    }

    /// The requests of each side that are compared.
    func used(_ figure: Figure<Sample>) -> (old: [Sample], new: [Sample]) {
        func usable(_ side: ComparedTarget) -> [Sample] {
            side.answered.filter { $0[figure].map { $0 > 0 && $0.isFinite } ?? false }
        }
        let (olds, news) = (usable(old), usable(new))
        guard kind == .prompts else { return (olds, news) }
        let both = Set(olds.compactMap(old.key)).intersection(news.compactMap(new.key))
        return (
            olds.filter { old.key($0).map(both.contains) ?? false },
            news.filter { new.key($0).map(both.contains) ?? false }
        )
    }

    /// The change of the mean logarithm of a figure; nil for too few requests.
    func estimate(_ figure: Figure<Sample>) -> ChangeEstimate? {
        let used = used(figure)
        guard min(used.old.count, used.new.count) >= RatioComparison.minimumPairs else { return nil }
        func logs(_ samples: [Sample]) -> [Double] { samples.compactMap { $0[figure].map { log($0) } } }
        switch kind {
        case .sessions:
            func means(_ samples: [Sample], _ side: ComparedTarget) -> [Double] {
                clusters(samples) { side.sessions?[$0.sequence] ?? 0 }.compactMap { Statistics.mean(logs($0)) }
            }
            return ChangeEstimate(newSessions: means(used.new, new), oldSessions: means(used.old, old))
        case .requests:
            guard let ofNew = new.dependence(used.new), let ofOld = old.dependence(used.old),
                let newMean = RobustMean(logs(used.new), ofNew), let oldMean = RobustMean(logs(used.old), ofOld)
            else { return nil }
            return ChangeEstimate(
                new: newMean, old: oldMean, newIsOrdered: new.isOrdered, oldIsOrdered: old.isOrdered)
        case .prompts:
            let before = Dictionary(grouping: used.old) { old.key($0) ?? "" }
            let after = clusters(used.new) { new.key($0) ?? "" }
            guard after.count >= RatioComparison.minimumPairs else { return nil }
            // A prompt that was sent several times counts once.
            let pairs = after.compactMap { own -> (difference: Double, old: Sample, new: Sample)? in
                guard let first = own.first, let others = before[new.key(first) ?? ""], let other = others.first,
                    let newMean = Statistics.mean(logs(own)), let oldMean = Statistics.mean(logs(others))
                else { return nil }
                return (newMean - oldMean, other, first)
            }
            // Dependence in time shows in the order of its own run: the wider interval of the two counts.
            let orders = [
                (new.isOrdered, new.dependence(pairs.map(\.new)), pairs),
                (
                    old.isOrdered, old.dependence(pairs.sorted { $0.old.sequence < $1.old.sequence }.map(\.old)),
                    pairs
                        .sorted { $0.old.sequence < $1.old.sequence }
                ),
            ]
            return orders.compactMap { isOrdered, dependence, pairs in
                dependence.flatMap { RobustMean(pairs.map(\.difference), $0) }.map {
                    ChangeEstimate($0, isOrdered: isOrdered)
                }
            }.max { ($0.law.halfWidth() ?? 0) < ($1.law.halfWidth() ?? 0) }
        }
    }

    /// The clusters of both sides that a bootstrap draws: texts, each with its requests in both runs; nil over
    /// sessions, which are too few to draw.
    func draws(_ figure: Figure<Sample>) -> [(old: [Double], new: [Double])] {
        let used = used(figure)
        func values(_ samples: [Sample]) -> [Double] { samples.compactMap { $0[figure] } }
        if kind == .prompts {
            let before = Dictionary(grouping: used.old) { old.key($0) ?? "" }
            return clusters(used.new) { new.key($0) ?? "" }.map { own in
                (values(before[own.first.flatMap(new.key) ?? ""] ?? []), values(own))
            }
        }
        return clusters(used.old, by: \.promptID).map { (values($0), []) }
            + clusters(used.new, by: \.promptID).map { ([], values($0)) }
    }
}
