import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Says what a figure means.
struct BenchmarkExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a figure: how it is computed, its unit, and when it is undefined.",
        discussion: """
            Accepts the names used in records and summaries, and the labels used in reports. Without a name, lists every metric. \
            docs/method.md describes the whole method. In a pipe, no line is broken.

              alcf benchmark explain ttft
              alcf benchmark explain steady output tokens/s
            """)

    @Argument(help: "Metric or label, such as ttft or \"decode rate\".")
    var metric: [String] = []

    func run() async throws {
        guard !metric.isEmpty else {
            return Console.print(Self.wrapped(Metric.all.map(\.text).joined(separator: "\n\n")))
        }
        Console.print(Self.wrapped(try Self.text(metric.joined(separator: " "))))
    }

    /// Returns a text in lines of the terminal's width; in a pipe each line is as long as it is, for other programs.
    static func wrapped(_ text: String, width: Int? = Terminal.width(.output)) -> String {
        guard let width else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            let indent = String(line.prefix { $0 == " " })
            return line.isEmpty ? [""] : WrappingWriter.lines(String(line), width: width, first: indent)
        }.joined(separator: "\n")
    }

    /// - Throws: `UsageError` with the nearest names, or all, where there is none of that name.
    static func text(_ metric: String) throws -> String {
        guard let found = Metric.named(metric) else {
            let near = Metric.near(metric).map { "'\($0)'" }
            throw UsageError(
                "there is no metric '\(metric)'",
                remedy: near.isEmpty
                    ? "One of: \(Metric.all.map(\.name).joined(separator: ", "))."
                    : "Did you mean \(near.joined(separator: " or "))? All: alcf benchmark explain.")
        }
        return found.text
    }
}
