import ALCFStatistics
import Glibc

/// Finds the period of latencies that lie at its multiples, as those of something that is polled for.
enum LatencyQuantisation {
    /// The period in seconds; nil where nothing of the kind shows.
    ///
    /// Rayleigh's test: at each trial frequency, values are taken as angles of that period; R is the length of their
    /// mean vector, and under chance P(n·R² > z) ≈ e^{−z}. Trials are as many as the spread of the values can tell
    /// apart. At least three steps must be taken, so that a narrow distribution is not mistaken for one.
    static func period(_ all: [Double]) -> Double? {
        let values =
            all.count <= 400 ? all : stride(from: 0, to: all.count, by: (all.count + 399) / 400).map { all[$0] }
        guard values.count >= 12, let low = Statistics.quantile(values, 0.05),
            let high = Statistics.quantile(values, 0.95), high > low
        else { return nil }
        let spread = high - low
        let step = max(1 / (4 * (values.max() ?? high)), 20 / 2_000)
        // From three steps in the spread of the values to periods of 50 ms.
        let frequencies = stride(from: 3 / spread, through: 20, by: step)
        let trials = max(1, (20 - 3 / spread) * spread)
        var best = (power: 0.0, frequency: 0.0)
        for frequency in frequencies {
            var (x, y) = (0.0, 0.0)
            for value in values {
                let angle = 2 * Double.pi * value * frequency
                x += cos(angle)
                y += sin(angle)
            }
            let power = (x * x + y * y) / Double(values.count)
            // Multiples of the true frequency do as well: the first of them counts.
            if power > 1.05 * best.power { best = (power, frequency) }
        }
        let concentration = best.power / Double(values.count)
        guard best.power > 0, trials * exp(-best.power) < 0.001, concentration > 0.6 else { return nil }
        return 1 / best.frequency
    }
}
