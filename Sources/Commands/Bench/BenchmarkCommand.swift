import ArgumentParser

/// Everything that measures.
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Compare Metis with Sophia, or any endpoints, on the same prompts.",
        discussion: """
            Without a subcommand it runs a comparison: 'alcf benchmark run --help' lists the options, which can follow \
            'alcf benchmark' at once.
            """,
        subcommands: [
            BenchmarkRunCommand.self, BenchmarkReportCommand.self, BenchmarkExplainCommand.self,
            BenchmarkPlanCommand.self, BenchmarkSweepCommand.self, BenchmarkContextCommand.self,
            BenchmarkTasksCommand.self, BenchmarkMergeCommand.self, BenchmarkCostCommand.self,
            BenchmarkCoverageCommand.self, BenchmarkSelfCheckCommand.self,
        ],
        defaultSubcommand: BenchmarkRunCommand.self,
        aliases: ["bench"])
}
