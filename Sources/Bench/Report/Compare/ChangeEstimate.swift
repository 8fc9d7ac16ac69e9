import ALCFStatistics
import Glibc

/// A change of a mean between two runs, with the law of its error: new − old, of logarithms where it is a ratio.
struct ChangeEstimate: Sendable {
    let mean: Double
    let law: ErrorLaw
    /// The law if what the load remembers lasts as long as it may; nil where the run is long enough not to ask.
    let worst: ErrorLaw?
    /// The fewest stretches of time of either run; nil where the order of requests is not known.
    let stretches: Int?

    /// The two-sided p-value of no change.
    var pValue: Double { law.pValue(mean) }

    /// Whether the runs have stretches of time enough for a claim.
    var isLong: Bool { (stretches ?? .max) >= RobustMean.minimumStretches }

    /// The interval if what the load remembers lasts as long as it may; nil where the runs are long enough not to ask.
    var worstInterval: Interval? {
        worst?.halfWidth().map { Interval(lower: mean - $0, upper: mean + $0) }
    }

    /// mean ± the law's half-width.
    var interval: Interval? { law.halfWidth().map { Interval(lower: mean - $0, upper: mean + $0) } }

    /// Factor by which time widens an interval.
    let widening: Double

    /// From a mean of differences of pairs, in the order of one of the runs.
    init(_ paired: RobustMean, isOrdered: Bool) {
        mean = paired.mean
        law = isOrdered ? paired.law : paired.plain
        worst = isOrdered && paired.memory?.isShort == true ? paired.law.worst : nil
        stretches = isOrdered ? paired.stretches : nil
        widening = isOrdered ? paired.widening : 1
    }

    /// From the means of two runs, which know nothing of each other: variances add up, degrees of freedom as Welch
    /// (1947) has them.
    init(new: RobustMean, old: RobustMean, newIsOrdered: Bool, oldIsOrdered: Bool) {
        let sides = [(new, newIsOrdered), (old, oldIsOrdered)]
        mean = new.mean - old.mean
        law = Self.sum(sides.map { $1 ? $0.law : $0.plain })
        let areShort = sides.contains { $1 && $0.memory?.isShort == true }
        worst = areShort ? Self.sum(sides.map { $1 ? $0.law.worst : $0.plain }) : nil
        stretches = sides.filter(\.1).map(\.0.stretches).min()
        widening = sides.map { $1 ? $0.widening : 1 }.max() ?? 1
    }

    /// From one value of each session: sessions of two runs are two samples that are not paired.
    init?(newSessions: [Double], oldSessions: [Double]) {
        guard let new = SessionMean(newSessions), let old = SessionMean(oldSessions) else { return nil }
        mean = new.mean - old.mean
        law = Self.sum([new, old].map { ErrorLaw(standardError: $0.standardError, degrees: $0.degrees) })
        (worst, stretches, widening) = (nil, nil, 1)
    }

    private static func sum(_ laws: [ErrorLaw]) -> ErrorLaw {
        let variances = laws.map { $0.standardError * $0.standardError }
        let total = variances.reduce(0, +)
        let spread = zip(variances, laws).reduce(0) { $0 + $1.0 * $1.0 / $1.1.degrees }
        let degrees = spread > 0 ? total * total / spread : laws.map(\.degrees).reduce(0, +)
        return ErrorLaw(standardError: total.squareRoot(), degrees: degrees)
    }
}
