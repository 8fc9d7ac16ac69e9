import ALCFRecord
import ALCFStatistics

extension ChangeBasis {
    /// A share of a run's requests: how many did it, of how many, in each session; of one session where sessions are
    /// not compared.
    private struct Share {
        let sessions: [(those: Int, all: Int)]

        var count: Int { sessions.reduce(0) { $0 + $1.all } }

        /// Every request counts the same, with Wilson's interval.
        var pooled: (share: Double, interval: Interval)? {
            let those = sessions.reduce(0) { $0 + $1.those }
            return Statistics.wilsonInterval(successes: those, of: count).map {
                (Double(those) / Double(count), $0)
            }
        }

        /// One value of each session.
        var values: [Double] { sessions.map { Double($0.those) / Double($0.all) } }
    }

    /// The change of a share of requests, in points.
    ///
    /// - Parameters:
    ///   - isOfThose: whether it is the share of those that `count` gives first, and not of the others.
    ///   - count: of measured requests, those that did it, and all that count.
    func share(_ subject: Change.Subject, _ isOfThose: Bool, _ count: ([Sample]) -> (Int, Int)) -> Change {
        func share(_ side: ComparedTarget) -> Share {
            let groups: [[Sample]] =
                isOverSessions ? clusters(side.measured) { side.sessions?[$0.sequence] ?? 0 } : [side.measured]
            return Share(
                sessions: groups.map(count).filter { $0.1 > 0 }.map { those, all in
                    (isOfThose ? those : all - those, all)
                })
        }
        let (before, after) = (share(old), share(new))
        let estimate =
            isOverSessions ? ChangeEstimate(newSessions: after.values, oldSessions: before.values) : nil
        func level(_ share: Share) -> Double? {
            estimate == nil ? share.pooled?.share : Statistics.mean(share.values)
        }
        guard let low = before.pooled, let high = after.pooled, let was = level(before), let now = level(after) else {
            return Change(
                subject: subject, old: level(before), new: level(after), value: nil, interval: nil, pValue: nil)
        }
        // Of one session each nothing is known of others; of a few requests, nothing of more.
        guard min(before.count, after.count) >= RatioComparison.minimumPairs, !isOverSessions || estimate != nil else {
            return Change(subject: subject, old: was, new: now, value: now - was, interval: nil, pValue: nil)
        }
        let plain = Statistics.newcombeInterval(high, low)
        let reach = (below: high.share - low.share - plain.lower, above: plain.upper - (high.share - low.share))
        // Shares that are alike in all sessions show no spread, and those of others may differ: an interval over
        // sessions is never shorter than that of requests which know nothing of each other.
        let half = estimate?.law.halfWidth() ?? 0
        let difference = now - was
        let interval = Interval(
            lower: max(-1, difference - max(half, reach.below)), upper: min(1, difference + max(half, reach.above)))
        // A p-value that agrees with the interval: the distance from 0 in half-widths on that side.
        let side = difference > 0 ? reach.below : reach.above
        let z = side > 0 ? 1.959_964 * abs(difference) / side : 0
        let p = Probability.approximate(2 * SpecialFunctions.normalCDF(-z))
        return Change(
            subject: subject, old: was, new: now, value: difference, interval: interval,
            pValue: max(p, estimate?.pValue ?? p))
    }
}

extension Statistics {
    /// The interval of a difference of two shares that know nothing of each other, from Wilson's of each (Newcombe
    /// 1998, method 10).
    static func newcombeInterval(
        _ first: (share: Double, interval: Interval), _ second: (share: Double, interval: Interval)
    ) -> Interval {
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let difference = first.share - second.share
        return Interval(
            lower: difference - root(first.share - first.interval.lower, second.interval.upper - second.share),
            upper: difference + root(first.interval.upper - first.share, second.share - second.interval.lower),
            level: first.interval.level)
    }
}
