import ALCFAuth
import ALCFHTTP
import ALCFSystem

/// The check of this machine's clock against the dates that servers put on their answers.
struct ClockCheck {
    /// A date that a server gave.
    struct Reading: Sendable, Equatable {
        /// The server in sentences.
        let name: String
        /// Seconds by which this machine's clock is ahead; negative where it is behind.
        let difference: Double
        /// Largest error of that: the date has whole seconds, and nobody knows when in the exchange it was taken.
        let uncertainty: Double

        /// - Parameters:
        ///   - date: the server's, in seconds since 1970.
        ///   - received: this machine's time when the answer began.
        ///   - roundTrip: seconds from request to answer, half of which is taken off.
        init(name: String, date: Double, received: Double, roundTrip: Double) {
            self.name = name
            difference = received - roundTrip / 2 - (date + 0.5)
            uncertainty = roundTrip / 2 + 0.5
        }

        /// The reading of an answer; nil for one without a date.
        init?(_ name: String, _ answer: ServerAnswer) {
            guard let date = answer.headers["Date"].flatMap({ HTTPDate.seconds($0, now: answer.received) }) else {
                return nil
            }
            self.init(name: name, date: date, received: answer.received, roundTrip: answer.roundTrip)
        }

        /// Least difference that agrees with the reading.
        var least: Double { max(0, abs(difference) - uncertainty) }
    }

    /// Difference in seconds that does no harm: a token counts as ended so long before its end.
    static let harmless = TokenManager.minimumRemaining
    /// Difference in seconds from which on every sign-in warns of it.
    static let tolerance = ClockWatch.tolerance

    let readings: [Reading]
    /// Reason for having none.
    let reason: String

    init(_ readings: [Reading], reason: String = "no server told the time") {
        self.readings = readings
        self.reason = reason
    }

    var result: CheckResult {
        // One server may be wrong; this machine is where all say so.
        guard let best = readings.min(by: { $0.least < $1.least }) else { return .notTried(.clock, reason) }
        let found = readings.map(Self.words).joined(separator: ", ")
        guard best.least > Self.harmless else {
            return .ok(.clock, "\(found); up to \(Int(Self.harmless)) s do no harm")
        }
        let isSlow = best.difference < 0
        let brief = "clock \(DurationText.words(abs(best.difference))) \(isSlow ? "slow" : "fast")"
        let harm = "tokens seem to end \(isSlow ? "too late" : "too early")"
        let remedy = "Set the clock, as in: sudo timedatectl set-ntp true"
        guard best.least > Self.tolerance else {
            return .warning(
                .clock, "\(found): \(harm), where a file is shared by machines", brief: brief, remedy: remedy)
        }
        return .failed(
            .clock, "\(found): \(harm), and certificates may seem invalid", brief: brief, remedy: remedy,
            exitCode: Failure.ExitCode.failed)
    }

    private static func words(_ reading: Reading) -> String {
        let size = abs(reading.difference)
        let uncertainty = "± \(NumberText.fixed(reading.uncertainty, 1)) s"
        guard reading.least > 0 else { return "as \(reading.name)'s (\(uncertainty))" }
        let amount = size < 100 ? "\(NumberText.fixed(size, 1)) s" : DurationText.words(size)
        return "\(amount) \(reading.difference > 0 ? "ahead of" : "behind") \(reading.name)'s (\(uncertainty))"
    }
}
