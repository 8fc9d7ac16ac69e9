import ALCFStatistics
import Glibc

extension RatioComparison {
    /// The same comparison inferred over sessions: each session's mean of ln(first ÷ second), and each one's ratio of
    /// medians, is one value, and all count the same. Of one session it is what it was.
    ///
    /// - Parameter sessions: the pairs of each session.
    func over(sessions: [[Pair]]) -> RatioComparison {
        let sessions = sessions.map { $0.filter(\.isUsable) }.filter { !$0.isEmpty }
        let differences = sessions.compactMap { pairs in Statistics.mean(pairs.map { log($0.first / $0.second) }) }
        guard sessions.count > 1, self.ratio != nil, let mean = SessionMean(differences) else { return self }
        func level(_ value: ([Pair]) -> Double?) -> Double? {
            Statistics.mean(sessions.compactMap(value).map { log($0) }).map { exp($0) }
        }
        func median(_ side: KeyPath<Pair, Double>) -> ([Pair]) -> Double? {
            { pairs in Statistics.median(pairs.map { $0[keyPath: side] }) }
        }
        let medianRatios = sessions.compactMap { pairs in
            median(\.first)(pairs).flatMap { first in median(\.second)(pairs).map { log(first / $0) } }
        }
        let medianMean = SessionMean(medianRatios)
        var result = self
        result.ratio = GeometricRatio(mean, pairs: pairs)
        result.geometricMeans = Sides(
            level { Statistics.geometricMean($0.map(\.first)) }, level { Statistics.geometricMean($0.map(\.second)) })
        result.medians = Sides(level(median(\.first)), level(median(\.second)))
        result.medianRatio = medianMean.map { exp($0.mean) }
        result.medianInterval = medianMean?.interval.map { Interval(lower: exp($0.lower), upper: exp($0.upper)) }
        // Signed ranks take pairs for independent.
        result.wilcoxon = nil
        return result
    }
}

extension RateComparison {
    /// The same comparison inferred over sessions, as ``RatioComparison/over(sessions:)``.
    func over(sessions: [Works]) -> RateComparison {
        let rates = sessions.compactMap { works in
            let pairs = works.pairs
            func rate(_ side: ((first: Work, second: Work)) -> Work) -> Double? {
                let (tokens, seconds) = pairs.reduce((0.0, 0.0)) { ($0.0 + side($1).tokens, $0.1 + side($1).seconds) }
                return tokens > 0 && seconds > 0 ? log(tokens / seconds) : nil
            }
            return RatioComparison.Sides(rate(\.first), rate(\.second))
        }
        guard sessions.count > 1, let mean = SessionMean(rates.map { $0.first - $0.second }),
            let first = Statistics.mean(rates.map(\.first)), let second = Statistics.mean(rates.map(\.second)),
            let sides = RatioComparison.Sides(exp(first), exp(second))
        else { return self }
        var result = self
        result.rates = sides
        result.ratio = exp(mean.mean)
        result.interval = mean.interval.map { Interval(lower: exp($0.lower), upper: exp($0.upper)) }
        return result
    }
}

extension QualityComparison {
    /// The same comparison inferred over sessions: each session's difference of F1, and of the share of exact matches,
    /// is one value.
    func over(sessions: [QualityComparison]) -> QualityComparison {
        guard sessions.count > 1, let mean = SessionMean(sessions.map(\.f1Difference)) else { return self }
        func level(_ sides: KeyPath<QualityComparison, RatioComparison.Sides>) -> RatioComparison.Sides? {
            RatioComparison.Sides(
                Statistics.mean(sessions.map { $0[keyPath: sides].first }),
                Statistics.mean(sessions.map { $0[keyPath: sides].second }))
        }
        var result = self
        result.f1 = level(\.f1) ?? f1
        result.exactShares = level(\.exactShares) ?? exactShares
        if mean.standardError > 0 {
            result.f1Interval = mean.interval.map { Interval(lower: max(-1, $0.lower), upper: min(1, $0.upper)) }
        } else {
            // Scores that are alike in every session show no spread, and others may differ: questions bound by how
            // much.
            result.f1Interval = f1Interval
        }
        result.exactSessions = SessionMean(sessions.map { $0.exactShares.first - $0.exactShares.second })
        return result
    }
}
