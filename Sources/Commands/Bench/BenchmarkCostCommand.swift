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

            Prices and power that neither the options nor the record give are those of your settings ('alcf config').
            """)

    @Argument(help: "The record.")
    var record: String

    @OptionGroup var cost: CostOptions

    @OptionGroup var format: FormatOptions

    func run() async throws {
        var record = try RecordReader.read(path: record)
        try cost.apply(to: &record)
        if record.manifest.simulation == nil {
            let settings = try Settings.current()
            var added = cost
            (added.price, added.power) = ([], [])
            added = added.settled(by: settings, record.manifest.targets.map(\.name), known: CostInputs(record))
            if !added.isEmpty {
                try added.apply(to: &record)
                Console.aside("From \(settings.path ?? ""): \((added.price + added.power).joined(separator: ", ")).")
            }
        }
        let summaries = CostInputs(record).summaries(record)
        guard !summaries.isEmpty else {
            throw UsageError(
                "no prices or power are known for this record", remedy: "Give --price or --power.")
        }
        Console.print(CostReport(summaries).document, as: format.form)
    }
}
