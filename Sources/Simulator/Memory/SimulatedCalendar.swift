package import ALCFSystem
import Glibc

/// The ways in which the simulated services' latencies depend on the day and on the hour: none, unless asked for.
package struct SimulatedCalendar: Sendable, Hashable {
    /// The standard deviation of the logarithm of latencies from day to day.
    package var dayFactor = SimulatedMemory.Parts<Double>()
    /// The course of latencies over the day.
    package var hourFactor = SimulatedMemory.Parts<HourFactor>()
    /// The calendar time at which the simulator starts; nil for that of its clock.
    package var start: CalendarTime?

    /// The deviations from day to day, and the amplitudes over the day, that there are.
    package static let sizes = 0...1.1

    /// Services that are the same at all times.
    package init() {}

    /// The factor of a cluster's latencies at a time: a function of the seed and the day's number, and of the hour.
    func factor(_ cluster: SimulatedCluster, at time: CalendarTime, seed: UInt64) -> Double {
        var logarithm = 0.0
        let names = [(cluster.rawValue, dayFactor.own[cluster]), ("shared", dayFactor.shared)]
        for case (let name, let deviation?) in names {
            var generator = SeededGenerator(seed, "day", name, "\(time.day)")
            logarithm += deviation * generator.normal()
        }
        for course in [hourFactor.own[cluster], hourFactor.shared].compactMap(\.self) {
            logarithm += course.logarithm(at: time.hour)
        }
        return exp(logarithm)
    }
}

/// A course of latencies over the day: their logarithm follows a cosine of 24 hours.
package struct HourFactor: Sendable, Hashable {
    /// The most that the logarithm rises above its mean of the day, and falls below.
    package var amplitude: Double
    /// The hour at which answers take longest.
    package var peak: Double

    /// A course with these parts.
    package init(amplitude: Double, peak: Double = 15) {
        self.amplitude = amplitude
        self.peak = peak
    }

    /// Reads `0.2`, or `0.2/15` with the hour of the peak; nil for anything else.
    package init?(_ text: String) {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count <= 2, let amplitude = Double(sides[0]), SimulatedCalendar.sizes.contains(amplitude) else {
            return nil
        }
        self.init(amplitude: amplitude)
        guard sides.count == 2 else { return }
        guard let peak = Double(sides[1]), peak >= 0, peak < 24 else { return nil }
        self.peak = peak
    }

    func logarithm(at hour: Double) -> Double { amplitude * cos(2 * .pi * (hour - peak) / 24) }
}
