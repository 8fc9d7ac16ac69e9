import ArgumentParser

/// A span of time as it is typed: `90s`, `30m`, `6h`, `2d`.
struct TimeSpan: ExpressibleByArgument {
    let seconds: Double
    private let text: String

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = argument.last, let unit = units[last], let count = Double(argument.dropLast()),
            count >= 0, count.isFinite, count * unit <= 1e9
        else { return nil }
        seconds = count * unit
        text = argument
    }

    var defaultValueDescription: String { text }
}
