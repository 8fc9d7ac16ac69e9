/// Holm's (1979) correction for several tests: with it, the chance of even one false claim among them stays below α.
public enum Holm {
    /// The adjusted p-values, in the order given: each is to be compared with α itself.
    public static func adjusted(_ pValues: [Double]) -> [Double] {
        var result = pValues
        var largest = 0.0
        for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
            largest = max(largest, min(1, Double(pValues.count - rank) * pValues[index]))
            result[index] = largest
        }
        return result
    }
}
