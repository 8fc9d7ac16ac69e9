/// Stretches of time in which a service does nothing: whatever is under way waits, and goes on where it was.
public struct Stalls: Sendable, Hashable {
    /// Seconds that each takes, before the simulation's speed.
    public var length: Double
    /// Seconds from the beginning of one to that of the next, on average.
    public var distance: Double

    /// Stalls with these parts.
    public init(length: Double, distance: Double) {
        self.length = length
        self.distance = distance
    }

    /// Reads `0.1s/0.7s`: length and mean distance, which is the longer; nil for anything else.
    public init?(_ text: String) {
        guard let sides = DurationPair.sides(text), let length = DurationPair.seconds(sides.first),
            let distance = DurationPair.seconds(sides.second), distance >= 0.001, length < distance
        else { return nil }
        self.init(length: length, distance: distance)
    }
}

/// Converts between the time that passes and the time in which a service works, which stands still in stalls.
///
/// Time is cut into cells as long as the mean distance, and each cell holds one stall at a place drawn from the seed
/// and the cell's number: so both conversions are functions of seed and time, without a past to keep.
struct StallClock: Sendable {
    private let stalls: Stalls
    private let seed: UInt64
    private let name: String

    init(_ stalls: Stalls, seed: UInt64, name: String) {
        self.stalls = stalls
        self.seed = seed
        self.name = name
    }

    private var work: Double { stalls.distance - stalls.length }

    /// Returns the place of a stall in its cell, in time worked.
    private func place(in cell: Double) -> Double {
        var generator = SeededGenerator(seed, "stall", name, "\(cell)")
        return generator.unit() * work
    }

    /// Seconds worked until a time.
    func worked(until time: Double) -> Double {
        let cell = (time / stalls.distance).rounded(.down)
        let rest = time - cell * stalls.distance
        let place = place(in: cell)
        return cell * work + (rest < place ? rest : max(place, rest - stalls.length))
    }

    /// The time at which so many seconds are worked; at the very beginning of a stall, its end.
    func time(worked: Double) -> Double {
        let cell = (worked / work).rounded(.down)
        let rest = worked - cell * work
        // A request that stopped at the stall's beginning must not end there, for want of a last digit.
        let isBehind = rest >= place(in: cell) - max(worked, 1) * 0x1p-48
        return cell * stalls.distance + rest + (isBehind ? stalls.length : 0)
    }
}
