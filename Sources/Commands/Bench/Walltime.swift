import ALCFReport
import ArgumentParser

/// The time that a batch job may take, as batch systems have it: `HH:MM:SS`.
struct Walltime: ExpressibleByArgument {
    /// An hour.
    static let hour = Walltime(seconds: 3600)

    let seconds: Int

    private init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(part) : nil
        }
        guard parts.count == 3, numbers.count == 3, numbers[0] <= 999, numbers[1] < 60, numbers[2] < 60 else {
            return nil
        }
        seconds = (numbers[0] * 60 + numbers[1]) * 60 + numbers[2]
        guard seconds > 0 else { return nil }
    }

    var defaultValueDescription: String { JobText.walltime(seconds: seconds) }
}
