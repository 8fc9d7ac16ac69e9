import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// A figure of one target in two runs, new against old.
struct Change: Sendable {
    /// The figure, and which part of its distribution.
    let subject: Subject
    let old: Double?
    let new: Double?
    /// new ÷ old; of a share, new − old. Nil if either is not known.
    let value: Double?
    /// The 95 % interval of ``value``; nil for figures that are one number a run, and for too few requests.
    let interval: Interval?
    /// The two-sided p-value of no change; nil where ``interval`` is, and of percentiles.
    let pValue: Double?
    /// Whether the runs have stretches of time enough for a claim.
    var isLong = true
    /// The interval that a claim must hold in too, as the runs are short; nil where they are not.
    var worstInterval: Interval?
    /// Whether the change of answered requests is gone once failures count as slower than any answer.
    var isWithheld = false
    /// The p-value after Holm's correction over the figures that a verdict is about; nil for one that is only
    /// described.
    var adjustedP: Double?

    /// A figure that can be compared.
    enum Subject: Sendable, Hashable {
        /// The geometric mean of a figure of requests.
        case mean(Figure<Sample>)
        /// A quantile of a figure of requests.
        case quantile(Figure<Sample>, Double)
        /// A figure of the target.
        case target(Figure<TargetSummary>)
        /// The share of answers that equal an accepted one.
        case exactMatch

        var metric: Metric? {
            switch self {
            case .mean(let figure), .quantile(let figure, _): figure.metric
            case .target(let figure): figure.metric
            case .exactMatch: nil
            }
        }

        /// Name for people.
        var title: String {
            switch self {
            case .mean(let figure): figure.metric.title
            case .quantile(let figure, let p): "\(figure.metric.title) \(Self.word(p))"
            case .target(let figure): figure.metric.title
            case .exactMatch: "exact match"
            }
        }

        /// Name for programs.
        var name: String {
            switch self {
            case .mean(let figure): figure.shortName
            case .quantile(let figure, let p): "\(figure.shortName)_\(Self.word(p))"
            case .target(let figure): figure.shortName
            case .exactMatch: "exact_match"
            }
        }

        static func word(_ probability: Double) -> String {
            probability == 0.5 ? "median" : "p\(NumberText.plain(100 * probability))"
        }

        /// Whether the change is a difference in points, and not a ratio.
        var isShare: Bool { self == .exactMatch || metric?.unit == .share }

        /// Which values are the better ones; nil where neither is.
        var better: Metric.Direction? { self == .exactMatch ? .higher : metric?.better }

        /// The change that leaves all as it was.
        var none: Double { isShare ? 0 : 1 }
    }

    /// Ratios within this factor of 1, and shares within so many points of 0, count as no change.
    static let margin = 1.05
    static let points = 0.02

    /// A conclusion that an interval allows.
    enum Verdict: String, Sendable {
        /// The new one is worse.
        case worse
        /// The new one is better.
        case better
        /// It is another, and neither is better.
        case differs
        /// The interval lies within ``Change/margin`` of no change.
        case same
        /// The interval holds no change, and more than the margin.
        case open = "not_shown"
        /// The interval leaves out no change, but not after the correction for several figures.
        case uncorrected = "not_after_correction"
        /// Answered requests alone show something that failures, counted as slowest, deny.
        case withheld = "withheld_failures"
        /// The runs are too short.
        case cannotTell = "cannot_tell"
        /// There is no interval.
        case described
    }

    var verdict: Verdict {
        guard let interval, let value, let adjustedP else { return .described }
        func excludes(_ interval: Interval) -> Bool { !interval.contains(subject.none) }
        func isWithin(_ interval: Interval) -> Bool {
            subject.isShare
                ? interval.lower >= -Self.points && interval.upper <= Self.points
                : interval.lower >= 1 / Self.margin && interval.upper <= Self.margin
        }
        if excludes(interval), adjustedP < ClaimFamily.errorRate {
            guard isLong, worstInterval.map(excludes) ?? true else { return .cannotTell }
            if isWithheld { return .withheld }
            guard let better = subject.better else { return .differs }
            return (value > subject.none) == (better == .higher) ? .better : .worse
        }
        guard isWithin(interval) else { return excludes(interval) ? .uncorrected : .open }
        return isLong && worstInterval.map(isWithin) ?? true ? .same : .cannotTell
    }

    /// `1.23 times (1.15 to 1.31)`, or `−2.1 points (−5.0 to 0.4)`.
    var words: String {
        guard let value else { return NumberText.unknown }
        return [text(value) + (subject.isShare ? " points" : " times"), interval.map { "(\(range($0)))" }]
            .compactMap(\.self).joined(separator: " ")
    }

    /// The change alone.
    func text(_ value: Double) -> String {
        subject.isShare ? (value > 0 ? "+" : "") + NumberText.fixed(100 * value, 1) : NumberText.openRatio(value)
    }

    func range(_ interval: Interval) -> String {
        subject.isShare
            ? "\(NumberText.fixed(100 * interval.lower, 1)) to \(NumberText.fixed(100 * interval.upper, 1))"
            : NumberText.openRange(interval)
    }

    /// A value of either run.
    func text(of value: Double?) -> String {
        subject.isShare ? NumberText.percent(value, 1) : NumberText.significant(value)
    }
}
