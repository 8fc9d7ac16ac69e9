import ALCFBench
import ALCFSystem
import ArgumentParser

/// Checks the statistics against simulated experiments whose truth is known.
struct BenchmarkCoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Simulate experiments with a known truth, and count how often the intervals hold it.",
        discussion:
            "Exits with 1 where a 95 % interval holds the truth in fewer than 92 or more than 98 of 100 experiments.",
        shouldDisplay: false)

    @Option(help: "Experiments of each size.")
    var experiments = 1_000

    @Option(help: "What all random choices follow from.")
    var seed: UInt64 = 1

    func run() async throws {
        var study = CoverageStudy(seed: seed)
        var table = Table("prompts", "passages", "geometric mean", "median", "rate", "score", "A/A \"faster\"")
        var isGood = true
        for (prompts, passages) in CoverageStudy.sizes {
            let row = study.run(prompts: prompts, passages: passages, experiments: experiments)
            let shares = [row.ratio, row.median, row.rate, row.score]
            if !shares.allSatisfy({ (0.92...0.98).contains($0) }) || row.falseClaims >= 0.05 { isGood = false }
            func percent(_ share: Double) -> String { Number.fixed(100 * share, 1) + " %" }
            table.add(
                "\(prompts)", "\(passages)", percent(row.ratio), percent(row.median), percent(row.rate),
                percent(row.score), percent(row.falseClaims))
        }
        Console.print(table.text(colour: Terminal.usesColour(.output)))
        Console.note("\(experiments) experiments of each size; intervals of 95 % should hold the truth in 92 to 98 %.")
        if !isGood { throw ExitCode(Failure.ExitCode.failed) }
    }
}
