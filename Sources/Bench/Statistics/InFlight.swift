/// Counts what is under way at once.
package enum InFlight {
    /// Returns the most intervals that overlap. At one instant, ends come before starts.
    package static func peak(starts: [Double], ends: [Double]) -> Int {
        let (starts, ends) = (starts.sorted(), ends.sorted())
        var (peak, ended) = (0, 0)
        for (begun, start) in starts.enumerated() {
            while ended < ends.count, ends[ended] <= start { ended += 1 }
            peak = max(peak, begun + 1 - ended)
        }
        return peak
    }
}
