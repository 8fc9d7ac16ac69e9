import Glibc

/// A mean whose interval is robust to what values share: their text, and their stretch of time.
///
/// Two ways of clustering are combined as Cameron, Gelbach & Miller (2011) do: the variance for time (``MemoryModel``),
/// plus that for groups (``ClusteredMean``), less that of values which share nothing.
package struct RobustMean: Sendable, Hashable {
    /// The mean: every value counts the same.
    package let mean: Double
    /// The distribution of its error.
    package let law: ErrorLaw
    /// Memory in time; nil for a single stretch, which shows nothing of it.
    package let memory: MemoryModel?
    /// Number of stretches of time.
    package let stretches: Int

    /// Stretches of more than this many are counted together with their neighbours: what lasts so briefly is luck to
    /// them.
    package static let mostStretches = 60
    /// The fewest stretches of time from which a claim may follow.
    package static let minimumStretches = 6

    /// The mean of values; nil below two groups, or where a value is not finite.
    package init?(_ values: [Double], _ dependence: Dependence) {
        guard values.count == dependence.groups.count, let mean = Statistics.mean(values) else { return nil }
        let count = dependence.stretchCount
        let cells = min(count, Self.mostStretches)
        var sums = [Double](repeating: 0, count: cells)
        var counts = [Double](repeating: 0, count: cells)
        for (value, stretch) in zip(values, dependence.stretches) {
            let cell = stretch * cells / count
            sums[cell] += value - mean
            counts[cell] += 1
        }
        let groups = dependence.grouped(values)
        guard let clustered = ClusteredMean(groups.values, sizes: groups.sizes),
            let single = ClusteredMean(apart: values)
        else { return nil }
        memory = MemoryModel(zip(sums, counts).map { $0 / $1 }, weights: counts)
        self.mean = mean
        stretches = count
        let difference =
            clustered.standardError * clustered.standardError - single.standardError * single.standardError
        let bare = ErrorLaw(standardError: clustered.standardError, degrees: clustered.degrees)
        law =
            memory.map {
                $0.law.adding(variance: difference, floor: 0.5, degrees: min($0.law.degrees, clustered.degrees))
            } ?? bare
        plain = bare
        self.single = ErrorLaw(standardError: single.standardError, degrees: single.degrees)
    }

    /// The error if time did not matter: what groups alone say.
    package let plain: ErrorLaw
    /// The error if values shared nothing.
    package let single: ErrorLaw

    /// mean ± the law's half-width.
    package func interval(level: Double = 0.95) -> Interval? {
        law.halfWidth(level: level).map { Interval(lower: mean - $0, upper: mean + $0, level: level) }
    }

    /// Factor by which time widens an interval; 1 if nothing varies.
    package var widening: Double {
        guard let half = law.halfWidth(), let bare = plain.halfWidth(), bare > 0, half.isFinite else { return 1 }
        return max(1, half / bare)
    }

    /// Returns the number of independent values that would know the mean as well as `count` of these.
    package func effectiveCount(of count: Double) -> Double {
        guard law.standardError > 0, single.standardError > 0 else { return count }
        let share = single.standardError / law.standardError
        return min(count, max(1, count * share * share))
    }

    /// Whether the run was long enough for a claim that the mean is not `value`: at least ``minimumStretches``
    /// stretches of time, and no memory that may explain the difference.
    package func canTell(from value: Double = 0) -> Bool {
        stretches >= Self.minimumStretches && !cannotTell(from: value)
    }

    /// Whether the run was too short for what it remembers to tell the mean from `value`: it may well be shorter than
    /// ``MemoryModel/shortRun`` correlation times, and the difference is no larger than the load may have swung.
    package func cannotTell(from value: Double = 0) -> Bool {
        (memory?.isShort ?? true) && law.worst.pValue(mean - value) >= 0.05
    }
}
