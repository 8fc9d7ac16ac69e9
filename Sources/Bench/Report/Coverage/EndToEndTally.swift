import ALCFStatistics
import ALCFSystem

/// Counts over the runs of one scenario at one size, held against what is promised.
package struct EndToEndTally: Sendable, Hashable {
    /// A count of a total.
    package struct Share: Sendable, Hashable {
        /// Number counted.
        package let count: Int
        /// Number of all runs.
        package let total: Int

        /// Share in words, as in "95 % (83 to 99)", with Wilson's interval of 95 %; a dash for no runs.
        package var text: String {
            guard let interval = Statistics.wilsonInterval(successes: count, of: total) else { return "–" }
            func percent(_ share: Double) -> String { NumberText.fixed(100 * share, 0) }
            return
                "\(percent(Double(count) / Double(total))) % (\(percent(interval.lower)) to \(percent(interval.upper)))"
        }

        /// Whether the share is outside of a range by more than chance makes it: by Wilson's interval of 99 %.
        func isOutside(_ range: ClosedRange<Double>) -> Bool {
            guard let interval = Statistics.wilsonInterval(successes: count, of: total, level: 0.99) else {
                return false
            }
            return interval.upper < range.lowerBound || interval.lower > range.upperBound
        }
    }

    /// Promise about the runs.
    package let promise: EndToEndScenario.Promise
    /// Runs whose interval holds the truth, of those that have one.
    package let holds: Share
    /// Runs that call a target faster in a declared figure.
    package let saysFaster: Share
    /// Runs of which some sentence claims a difference.
    package let claims: Share
    /// Runs without a verdict.
    package let cannotTell: Share

    /// The counts of these runs.
    package init(_ outcomes: [EndToEndOutcome], promise: EndToEndScenario.Promise) {
        func share(_ count: Int) -> Share { Share(count: count, total: outcomes.count) }
        self.promise = promise
        let held = outcomes.compactMap(\.holds)
        holds = Share(count: held.count { $0 }, total: held.count)
        saysFaster = share(outcomes.count(where: \.saysFaster))
        claims = share(outcomes.count(where: \.claims))
        cannotTell = share(outcomes.count(where: \.cannotTell))
    }

    /// Promises that are broken beyond chance, a clause each.
    package var broken: [String] {
        let held: ClosedRange<Double>
        switch promise {
        case .holds: held = 0.93...0.97
        case .mostlyHolds: held = 0.88...1
        case .cannotTell: return []
        }
        let bounds = [
            ("the interval holds the truth", holds, held), ("a target is called faster", saysFaster, 0...0.05),
            ("a sentence claims a difference", claims, 0...0.05),
        ]
        return bounds.filter { bound in bound.1.isOutside(bound.2) }.map { bound in "\(bound.0) in \(bound.1.text)" }
    }
}
