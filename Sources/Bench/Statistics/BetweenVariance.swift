/// The variance between sessions that their own errors do not explain, about what a few columns explain.
struct BetweenVariance: Sendable {
    /// τ² by Paule & Mandel (1982): the one with which Σ (y − Xβ)² ÷ (v + τ²) is as large as its degrees of freedom; 0
    /// where it is not larger even at 0.
    ///
    /// It takes no shape of distribution, is among the least biased with few sessions (Veroniki et al. 2016), and makes
    /// the factor q of Hartung and Knapp 1 wherever it is above 0.
    let estimate: Double
    /// Its 95 % interval by the Q profile (Viechtbauer 2007): the values with which that sum lies between the quantiles
    /// of χ².
    let interval: Interval
    /// Cochran's Q: the sum at τ² = 0.
    let q: Double
    /// Rows less columns.
    let degrees: Double
    /// The fit with ``estimate``.
    let fit: WeightedFit

    /// Estimates for rows of columns; nil where there are no more rows than columns.
    ///
    /// - Parameter variances: of each value's own error, above 0.
    init?(_ rows: [[Double]], _ values: [Double], variances: [Double]) {
        func fit(_ between: Double) -> WeightedFit? {
            WeightedFit(rows, values, weights: variances.map { 1 / ($0 + between) })
        }
        let degrees = Double(rows.count - (rows.first?.count ?? 0))
        guard degrees >= 1, let fixed = fit(0), fixed.residual.isFinite,
            let low = ChiSquared.quantile(0.975, degrees: degrees),
            let high = ChiSquared.quantile(0.025, degrees: degrees)
        else { return nil }
        func between(_ target: Double) -> Double {
            guard fixed.residual > target else { return 0 }
            var top = variances.max() ?? 1
            while let more = fit(top), more.residual > target, top.isFinite { top *= 4 }
            return SpecialFunctions.root(from: 0, to: top) { target - (fit($0)?.residual ?? 0) }
        }
        let estimate = between(degrees)
        guard let found = fit(estimate) else { return nil }
        self.estimate = estimate
        self.fit = found
        interval = Interval(lower: between(low), upper: between(high))
        q = fixed.residual
        self.degrees = degrees
    }
}
