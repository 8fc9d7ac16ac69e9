import Glibc

/// A load that wanders: the logarithm of the latencies follows an Ornstein–Uhlenbeck process in simulated time.
public struct Wander: Sendable, Hashable {
    /// Standard deviation of the logarithm of the latencies; its mean is 0, so the median latency stays what it was.
    public var deviation: Double
    /// Seconds after which the load remembers 1/e of what it was, before the simulation's speed.
    public var correlation: Double

    /// The deviations that there are: from none to a factor of 3 either way.
    public static let deviations = 0...1.1

    /// A load with these parts.
    public init(deviation: Double, correlation: Double) {
        self.deviation = deviation
        self.correlation = correlation
    }

    /// Reads `0.25/30s`: deviation and correlation time; nil for anything else.
    public init?(_ text: String) {
        guard let sides = DurationPair.sides(text), let deviation = Double(sides.first),
            Self.deviations.contains(deviation), let correlation = DurationPair.seconds(sides.second),
            correlation >= 0.001
        else { return nil }
        self.init(deviation: deviation, correlation: correlation)
    }
}

/// The value of a wandering load at given times, by the exact transition of the Ornstein–Uhlenbeck process: between two
/// times that are `t` apart, x → ρ x + σ √(1 − ρ²) z with ρ = exp(−t/τ) (Gillespie 1996).
///
/// A function of the seed and of the times asked for; stationary from the first on.
struct WanderingLoad: Sendable {
    /// No load makes answers faster or slower than by this factor.
    static let largest = 50.0

    private let wander: Wander
    private var generator: SeededGenerator
    private var last: (time: Double, value: Double)?

    init(_ wander: Wander, seed: UInt64, name: String) {
        self.wander = wander
        generator = SeededGenerator(seed, "wander", name)
    }

    /// Returns the factor of latencies at a time, in simulated seconds; a time before the last one counts as the last
    /// one.
    mutating func factor(at time: Double) -> Double {
        let drawn = wander.deviation * generator.normal()
        var value = drawn
        if let last {
            let kept = exp(-max(0, time - last.time) / wander.correlation)
            value = kept * last.value + (1 - kept * kept).squareRoot() * drawn
        }
        last = (max(time, last?.time ?? time), value)
        return min(max(exp(value), 1 / Self.largest), Self.largest)
    }
}
