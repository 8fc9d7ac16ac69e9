import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The options of a benchmark that a batch job is to run, held against the rules before it waits in a queue.
struct JobArguments {
    /// The options, as they are to be given.
    let words: [String]
    /// Whether a target is of the service.
    let needsSignIn: Bool
    /// Names of variables that the targets' keys are in.
    let variables: [String]

    /// - Parameter ranks: number of processes.
    /// - Throws: ``UsageError`` for options that the benchmark would refuse, or that do not belong into a script.
    init(_ words: [String], ranks: Int) throws {
        let given = RankWords(words)
        let run = try Self.parsed(given.others)
        try Self.check(run)
        try Self.checkShare(run, ranks: ranks, isPerRank: given.isPerRank)
        let targets = try run.targets.settled(simulates: run.simulate)
        try Self.checkSecrets(targets)
        self.words = (run.load.yes ? [] : ["--yes"]) + words
        needsSignIn = !run.simulate && targets.wanted.contains { $0.url == nil }
        let headers = targets.requests.header.compactMap { HeaderArgument($0.text, names: targets.names).variable }
        variables = (targets.apiKeyEnv.map { TargetArguments.split($0).value } + headers)
            .reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
    }

    private static func parsed(_ words: [String]) throws -> BenchmarkRunCommand {
        do { return try BenchmarkRunCommand.parse(CommandWords.withNegativeNumbers(words)) } catch {
            // Help and version are errors to the parser that end well.
            guard BenchmarkRunCommand.exitCode(for: error) != .success else {
                throw UsageError(
                    "'--help' and '--version' measure nothing", remedy: "For the options: alcf benchmark run --help")
            }
            throw UsageError(
                "the benchmark would not begin: \(BenchmarkRunCommand.message(for: error))",
                remedy: "For the options: alcf benchmark run --help")
        }
    }

    private static func check(_ run: BenchmarkRunCommand) throws(UsageError) {
        guard run.output.output == nil else {
            throw UsageError("'--output' is the job's", remedy: "Give it before the '--': job … --output NAME -- …")
        }
        let others = [("--explain", run.explain != nil), ("--dry-run", run.dryRun), ("--resume", run.resume != nil)]
        guard let other = others.first(where: { $0.1 })?.0 else { return }
        throw UsageError("'\(other)' does not begin a run", remedy: "Leave it out: a job measures something new.")
    }

    /// Without a rate, each process keeps at least one request in flight.
    private static func checkShare(_ run: BenchmarkRunCommand, ranks: Int, isPerRank: Bool) throws(UsageError) {
        let inFlight = run.load.concurrency ?? 1
        guard ranks > 1, !isPerRank, run.load.rate == nil, run.trace.file == nil, inFlight < ranks else { return }
        throw UsageError(
            "\(inFlight) \(inFlight == 1 ? "request" : "requests") in flight cannot be shared by \(ranks) processes",
            remedy: "Give '--concurrency \(ranks)' or more, which is for all of them, or '--per-rank'.")
    }

    /// A script is a file, and its words are seen by all users of a node.
    private static func checkSecrets(_ targets: TargetArguments) throws(UsageError) {
        for header in targets.requests.header {
            let argument = HeaderArgument(header.text, names: targets.names)
            guard argument.variable == nil,
                CredentialName.isLikely(argument.name) || SecretShape.isLikely(header.text)
            else { continue }
            throw UsageError(
                "the header \(argument.name) looks like a secret, and a script holds none",
                remedy: "Put it into an environment variable, and name it: --header '\(argument.name): env:VARIABLE'")
        }
        guard targets.requests.bodyField.contains(where: SecretShape.isLikely) else { return }
        throw UsageError(
            "a field of '--body-field' looks like a secret, and a script holds none",
            remedy: "Put it into an environment variable, and name it, as in user=env:VARIABLE.")
    }
}
