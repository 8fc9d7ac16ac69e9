/// Holm's (1979) correction for several tests: with it, the chance of even one false claim among them stays below α.
package enum Holm {
    /// The adjusted p-values, in the order given: each is to be compared with α itself.
    package static func adjusted(_ pValues: [Double]) -> [Double] {
        adjusted(pValues.enumerated().map { ($0.offset, $0.element) })
    }

    /// The adjusted p-values of hypotheses in groups of which one at most can be true, in the order given (Shaffer
    /// 1986).
    ///
    /// The smallest p-value is multiplied by the number of groups, each next one by the number of groups that still
    /// have a hypothesis which was not rejected: as many as may be true. With groups of one, this is Holm's method.
    package static func adjusted(_ hypotheses: [(group: Int, pValue: Double)]) -> [Double] {
        var left: [Int: Int] = [:]
        for hypothesis in hypotheses { left[hypothesis.group, default: 0] += 1 }
        var result = hypotheses.map(\.pValue)
        var largest = 0.0
        for index in hypotheses.indices.sorted(by: { hypotheses[$0].pValue < hypotheses[$1].pValue }) {
            largest = max(largest, min(1, Double(left.count) * hypotheses[index].pValue))
            result[index] = largest
            let group = hypotheses[index].group
            left[group] = left[group].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
        return result
    }
}
