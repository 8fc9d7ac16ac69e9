/// The conditions that a request meets: by how much its work is slower, how long it waits, and the stalls that
/// interrupt it.
struct LoadConditions: Sendable {
    /// Time of arrival, in simulated seconds.
    let arrival: Double
    /// Factor of its work.
    var factor = 1.0
    /// Seconds before its work begins.
    var wait = 0.0
    /// The cluster's own clock, then that of all clusters.
    var stalls: [StallClock] = []

    /// No load.
    static let none = LoadConditions(arrival: 0)

    init(arrival: Double) { self.arrival = arrival }

    /// Seconds from the arrival until something is done that takes so many seconds of work on a service that is always
    /// the same.
    func elapsed(work: Double) -> Double { Self.elapsed(wait + work * factor, from: arrival, stalls[...]) }

    /// Returns the time that `work` takes when each clock works only while the ones before it do.
    private static func elapsed(_ work: Double, from start: Double, _ clocks: ArraySlice<StallClock>) -> Double {
        guard let outer = clocks.last else { return work }
        let begun = outer.worked(until: start)
        let inner = elapsed(work, from: begun, clocks.dropLast())
        // As a difference it could be a rounding error less than the work.
        return max(outer.time(worked: begun + inner) - start, work)
    }
}
