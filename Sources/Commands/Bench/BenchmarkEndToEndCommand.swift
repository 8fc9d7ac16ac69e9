import ALCFJSON
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Runs this program against equal simulated services, and counts what it says of them.
struct BenchmarkEndToEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage-e2e",
        abstract: "Compare equal simulated services again and again, and count how often a difference is claimed.",
        discussion: """
            Each run starts this program again against a simulated service with memory and a seed of its own. Exits with 1 if the \
            intervals or the sentences are wrong more often than they may be by chance.
            """,
        shouldDisplay: false)

    @Option(help: "Runs of each scenario and size.")
    var runs = 40

    @Option(help: ArgumentHelp("Prompts of a run; 30,128,500 by default.", valueName: "numbers"))
    var prompts: NumberList?

    @Option(help: ArgumentHelp("Requests in flight; 1,8 by default.", valueName: "numbers"))
    var inFlight: NumberList?

    @Option(
        help: ArgumentHelp(
            "Only these of \(EndToEndScenario.all.map(\.name).joined(separator: ", ")), with commas between them.",
            valueName: "names"))
    var scenarios: String?

    @Option(help: "Speed of the simulation; a request takes about three simulated seconds.")
    var speed = 50.0

    @Option(
        help:
            "Maximum number of runs at the same time. Never more than the seconds that a run lasts, because starting one keeps a processor busy."
    )
    var jobs = 4 * ProcessUsage.cores

    @Option(help: "The first run's seed; the next ones follow it.")
    var seed = 1

    func validate() throws {
        try require((1...10_000).contains(runs), "'--runs' must be from 1 to 10000.")
        try require((1...64).contains(jobs), "'--jobs' must be from 1 to 64.")
        try require((1...1_000).contains(speed), "'--speed' must be from 1 to 1000.")
        try require((0...1_000_000_000).contains(seed), "'--seed' must be from 0 to 1000000000.")
        try require(
            sizes.allSatisfy { (1...10_000).contains($0) },
            "'--prompts' takes numbers from 1 to 10000.")
        try require(
            loads.allSatisfy { (1...64).contains($0) }, "'--in-flight' takes numbers from 1 to 64.")
        _ = try chosen()
    }

    private var sizes: [Int] { (prompts?.values ?? [30, 128, 500]).map { Int(clamping: $0) } }
    private var loads: [Int] { (inFlight?.values ?? [1, 8]).map { Int(clamping: $0) } }

    private func chosen() throws -> [EndToEndScenario] {
        guard let scenarios else { return EndToEndScenario.all }
        return try scenarios.split(separator: ",").map { name in
            guard let scenario = EndToEndScenario.all.first(where: { $0.name == name }) else {
                throw ValidationError("There is no scenario '\(name)'.")
            }
            return scenario
        }
    }

    func run() async throws {
        guard let folder = TemporaryFolder.make("alcf-coverage") else {
            throw UsageError("no folder can be made for the runs", remedy: "Set TMPDIR to one that can be written.")
        }
        defer { TemporaryFolder.remove(folder) }
        var table = TextTable(
            "scenario", "in flight", "prompts", "interval holds 1", "\"faster\"", "any claim", "no verdict")
        var broken: [String] = []
        for scenario in try chosen() {
            for inFlight in loads {
                for prompts in sizes {
                    let size = "\(scenario.name), \(inFlight) in flight, \(prompts) prompts"
                    let (outcomes, failed) = try await outcomes(scenario, prompts, inFlight, folder)
                    let tally = EndToEndTally(outcomes, promise: scenario.promise)
                    table.add(
                        scenario.name, "\(inFlight)", "\(prompts)", tally.holds.text, tally.saysFaster.text,
                        tally.claims.text, tally.cannotTell.text)
                    broken += tally.broken.map { "\(size): \($0)" }
                    if failed > 0 { broken.append("\(size): \(failed) of \(runs) runs failed") }
                    Console.note("\(size): holds \(tally.holds.text), \"faster\" \(tally.saysFaster.text)")
                }
            }
        }
        Console.print(table.text(colour: Terminal.usesColour(.output)))
        Console.note(
            "\(runs) runs each; shares with 95 % intervals. The number behind a load's name is how many of its correlation times a run lasts."
        )
        for line in broken { Console.warn(line) }
        if !broken.isEmpty { throw ExitCode(Failure.ExitCode.failed) }
    }

    /// The outcomes of all runs of a size, and how many runs failed.
    private func outcomes(
        _ scenario: EndToEndScenario, _ prompts: Int, _ inFlight: Int, _ folder: String
    ) async throws -> ([EndToEndOutcome], failed: Int) {
        let seconds = EndToEndScenario.length(prompts: prompts, inFlight: inFlight) / speed
        let jobs = min(jobs, max(1, Int(clamping: seconds)))
        return try await withThrowingTaskGroup(of: EndToEndOutcome?.self) { group in
            var found: [EndToEndOutcome?] = []
            for number in 0..<runs {
                if number >= jobs, let next = try await group.next() { found.append(next) }
                let arguments = scenario.arguments(
                    prompts: prompts, inFlight: inFlight, speed: speed, seed: seed + number,
                    output: "\(folder)/run\(number)")
                group.addTask { try await Self.outcome(arguments, output: "\(folder)/run\(number)") }
            }
            for try await next in group { found.append(next) }
            let outcomes = found.compactMap(\.self)
            return (outcomes, found.count - outcomes.count)
        }
    }

    /// Nil where the program failed. Its files are gone afterwards.
    private static func outcome(_ arguments: [String], output name: String) async throws -> EndToEndOutcome? {
        let result = try await ChildProcess.output(of: ["/proc/self/exe"] + arguments, input: [], limit: 1 << 28)
        let files = ReportFiles(name: name + ".jsonl")
        defer { for path in files.all { try? AtomicFile.remove(path) } }
        guard result.exitCode == 0, let summary = try? JSONValue(parsing: result.bytes, limits: .file),
            let report = try? FileContents(path: files.markdown, limit: 1 << 26)
        else { return nil }
        return EndToEndOutcome(summary: summary, report: String(decoding: report.bytes, as: UTF8.self))
    }
}
