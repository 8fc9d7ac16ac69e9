import ArgumentParser

/// The group of commands that measure.
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: "Compare Metis with Sophia, or any endpoints, on the same prompts.",
        discussion: """
            Without a subcommand, it runs a comparison. The options of a comparison are listed below the subcommands.

              alcf benchmark --simulate --speed 10
              alcf benchmark --target metis --target mine=http://127.0.0.1:8000/v1
            """,
        subcommands: [
            BenchmarkRunCommand.self, BenchmarkReportCommand.self, BenchmarkCompareCommand.self,
            BenchmarkExplainCommand.self,
            BenchmarkPlanCommand.self, BenchmarkSweepCommand.self, BenchmarkContextCommand.self,
            BenchmarkTasksCommand.self, BenchmarkMergeCommand.self, BenchmarkCostCommand.self,
            BenchmarkCoverageCommand.self, BenchmarkEndToEndCommand.self, BenchmarkSelfCheckCommand.self,
            BenchmarkJobCommand.self, StudyCommand.self,
        ],
        defaultSubcommand: BenchmarkRunCommand.self,
        aliases: ["bench"])
}
