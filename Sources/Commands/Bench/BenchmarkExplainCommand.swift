import ALCFBench
import ArgumentParser

/// Says what a figure means.
struct BenchmarkExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what a figure means: how it is computed, in what unit, and when it is void.",
        discussion: "Without a name, every metric is listed. docs/method.md has the whole method.")

    @Argument(help: "A metric, as in ttft or \"decode rate\".")
    var metric: String?

    func run() async throws {
        guard let metric else {
            return Console.print(Metric.all.map(\.text).joined(separator: "\n\n"))
        }
        Console.print(try Self.text(metric))
    }

    /// - Throws: `UsageError` with all names where there is none of that name.
    static func text(_ metric: String) throws -> String {
        guard let found = Metric.named(metric) else {
            throw UsageError(
                "there is no metric '\(metric)'",
                remedy: "One of: \(Metric.all.map(\.name).joined(separator: ", ")).")
        }
        return found.text
    }
}
