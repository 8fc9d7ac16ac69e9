import ALCFJSON
import ALCFRecord
import ALCFReport
import ArgumentParser

/// The command that computes the cost of a recorded run.
struct BenchmarkCostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Compute the cost and energy of a record (NAME.jsonl) from given prices and power.",
        discussion: """
              alcf benchmark cost run.jsonl --price metis=12/h --power sophia=meter.csv
            """)

    @Argument(help: "The record.")
    var record: String

    @OptionGroup var cost: CostOptions

    @OptionGroup var format: FormatOptions

    func run() async throws {
        var record = try RecordReader.read(path: record)
        try cost.apply(to: &record)
        let summaries = CostInputs(record).summaries(record)
        guard !summaries.isEmpty else {
            throw UsageError(
                "no prices or power are known for this record", remedy: "Give --price or --power.")
        }
        Console.print(CostReport(summaries).document, as: format.form)
    }
}
