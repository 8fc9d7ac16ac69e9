import ArgumentParser

/// Everything that measures.
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Compare Metis with Sophia, or any endpoints, on the same prompts.",
        subcommands: [
            BenchmarkRunCommand.self, BenchmarkReportCommand.self, BenchmarkPlanCommand.self,
            BenchmarkSweepCommand.self, BenchmarkContextCommand.self, BenchmarkTasksCommand.self,
            BenchmarkMergeCommand.self, BenchmarkCostCommand.self, BenchmarkExplainCommand.self,
            BenchmarkCoverageCommand.self,
        ],
        defaultSubcommand: BenchmarkRunCommand.self,
        aliases: ["bench"])
}
