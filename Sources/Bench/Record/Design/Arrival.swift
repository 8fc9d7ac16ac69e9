package import ALCFSystem
import Glibc

/// Distribution of an open loop's requests over time.
public enum Arrival: String, Sendable, Hashable, CaseIterable, MemberWord {
    /// Independent users: exponential gaps, drawn from the seed. Nothing is rescaled afterwards, so that the number of
    /// arrivals varies as it does in life.
    case poisson
    /// Equal gaps.
    case constant
    /// Gaps of a gamma distribution whose mean is 1 ÷ rate and whose shape is the burstiness, as vLLM's `--burstiness`
    /// has it: 1 is Poisson, below 1 arrivals come in bursts, above it they are more even. Nothing is rescaled here
    /// either.
    case gamma
    /// As recorded: each prompt has a time of its own.
    case trace

    /// When requests are due, in seconds from the beginning of a slice, ascending.
    ///
    /// The rate rises in a straight line from 0 over `ramp` seconds: arrivals of rate 1 are put through the inverse
    /// of the expected number of arrivals, which is rate × t² ÷ (2 × ramp) until then and grows by rate × t afterwards.
    ///
    /// - Parameters:
    ///   - rate: requests a second after the ramp; above 0.
    ///   - burstiness: the shape of gamma gaps; above 0.
    ///   - limit: ends the list, after so many requests or before so many seconds.
    package func times(
        rate: Double, ramp: Double, burstiness: Double = 1, limit: Limit, _ generator: inout SplitMix64
    ) -> [Double] {
        var times: [Double] = []
        var unit = 0.0
        while true {
            switch self {
            case .poisson: unit -= log1p(-generator.unit())
            case .gamma: unit += generator.gamma(shape: burstiness) / burstiness
            case .constant, .trace: break
            }
            let rising = rate * ramp / 2
            let time = unit < rising ? (2 * unit * ramp / rate).squareRoot() : unit / rate + ramp / 2
            switch limit {
            case .count(let count): if times.count >= count { return times }
            case .seconds(let seconds): if time >= seconds { return times }
            }
            times.append(time)
            if self == .constant || self == .trace { unit += 1 }
        }
    }

    /// The end of a list of arrivals.
    package enum Limit: Sendable, Hashable {
        case count(Int)
        case seconds(Double)
    }
}
