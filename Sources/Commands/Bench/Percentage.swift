import ALCFSystem
import ArgumentParser

/// A share, written as `5%` or `0.05`.
struct Percentage: ExpressibleByArgument {
    let share: Double

    init(_ share: Double) { self.share = share }

    init?(argument: String) {
        let isPercent = argument.hasSuffix("%")
        guard let value = Double(isPercent ? String(argument.dropLast()) : argument), value.isFinite else { return nil }
        share = isPercent ? value / 100 : value
    }

    /// Text on the command line.
    var defaultValueDescription: String { NumberText.fixed(share * 100, 1).replacing(".0", with: "") + "%" }
}
