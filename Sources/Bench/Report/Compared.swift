import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The comparison of a figure of two targets, and its basis, for a table.
struct Compared {
    /// The two figures that were compared; nil where they were too few.
    let sides: RatioComparison.Sides?
    /// Their ratio or difference.
    let cell: Report.Cell
    /// Their basis, as in `15 pairs`.
    let basis: String
}

extension Compared {
    /// A ratio of means or of medians.
    init(_ figure: Figure<RatioComparison>, of comparison: RatioComparison) {
        let isOfMeans = figure == .ratio
        sides = isOfMeans ? comparison.geometricMeans : comparison.medians
        cell = Report.Cell(
            ratio: figure.value(comparison), isOfMeans ? comparison.ratio?.interval : comparison.medianInterval)
        basis =
            comparison.isPaired
            ? NumberText.count(comparison.pairs, "pair") + (comparison.isOfFirstSendings ? " of first sendings" : "")
            : "compared"
    }

    /// A ratio of rates.
    init(_ comparison: RateComparison) {
        sides = comparison.rates
        cell = Report.Cell(ratio: Figure.throughputRatio.value(comparison), comparison.interval)
        basis = NumberText.count(comparison.pairs, "pair")
    }

    /// A difference of F1.
    init(f1 comparison: QualityComparison) {
        func points(_ share: Double) -> String { NumberText.fixed(100 * share, 1) }
        sides = comparison.f1
        cell = Report.Cell(
            points(comparison.f1Difference),
            comparison.f1Interval.map { "(\(points($0.lower)) to \(points($0.upper)))" })
        basis = Self.basis(comparison)
    }

    /// A difference of exact match.
    init(exactMatch comparison: QualityComparison) {
        sides = comparison.exactShares
        cell = Report.Cell(
            NumberText.fixed(100 * (comparison.exactShares.first - comparison.exactShares.second), 1),
            "(\(NumberText.p(comparison.exactMatch.pValue)))")
        basis = Self.basis(comparison)
    }

    private static func basis(_ comparison: QualityComparison) -> String {
        "\(NumberText.count(comparison.questions, "question")) of both"
    }
}

extension Report.Cell {
    /// A number with its interval.
    init(_ value: Double?, _ interval: Interval?) {
        self.init(
            NumberText.significant(value),
            interval.map { "(\(NumberText.significant($0.lower)) to \(NumberText.significant($0.upper)))" })
    }

    /// A median with its interval.
    init(median distribution: Distribution?) { self.init(distribution?.median, distribution?.medianInterval) }

    /// A mean, and a standard deviation with as many digits as the mean has: more would only look exact.
    init(meanAndDeviation distribution: Distribution?) {
        let mean = NumberText.significant(distribution?.mean)
        self.init(
            mean, distribution?.standardDeviation.map { "± \(NumberText.fixed($0, NumberText.decimals(mean)))" })
    }

    /// A ratio with its interval.
    init(ratio: Double?, _ interval: Interval?) {
        self.init(NumberText.ratio(ratio), interval.map { "(\(NumberText.ratioRange($0)))" })
    }
}
