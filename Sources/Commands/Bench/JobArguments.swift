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
    /// Files of servers that are not there yet.
    let missingLists: [String]

    /// - Parameter ranks: number of processes.
    /// - Throws: ``UsageError`` or `BenchError` for options that the benchmark would refuse, or no script may hold.
    init(_ words: [String], ranks: Int) throws {
        let run = try Self.parsed(words)
        try Self.check(run)
        if ranks > 1, !run.ranks.perRank, run.trace.file == nil {
            try run.load.requireShares(amongRanks: ranks, precision: run.precision?.share)
        }
        guard !run.targets.readsStandardInput else {
            throw UsageError(
                "'--target-list -' reads standard input, which a job has not",
                remedy: "Write the servers to a file, and name it.")
        }
        let targets = try run.targets.settled(simulates: run.simulate, mayLackLists: true)
        try Self.checkSecrets(targets)
        for (name, url) in targets.wanted { if let url { _ = try TargetAddress(url, name: name) } }
        self.words = (run.load.yes ? [] : ["--yes"]) + words
        missingLists = targets.targetList.map { UserPath.expanded(TargetListName($0).path) }
        needsSignIn = !run.simulate && targets.wanted.contains { $0.url == nil }
        let headers = targets.requests.header.compactMap { HeaderArgument($0.text, names: targets.names).variable }
        let fields = targets.requests.bodyField.compactMap { field in
            field.split(separator: "=").last.flatMap { EnvironmentReference(String($0))?.name }
        }
        variables = (targets.apiKeyEnv.map { TargetArguments.split($0).value } + headers + fields)
            .reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
        if let wrong = variables.first(where: { JobText.variables([$0]).isEmpty }) {
            throw UsageError(
                "'\(wrong)' is no name of an environment variable", remedy: "As in --api-key-env mine=MY_KEY")
        }
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
        guard run.ranks.rank == nil else {
            throw UsageError(
                "'--rank' is each process's own", remedy: "Leave it out: the job's launcher says which one is which.")
        }
        let others = [("--explain", run.explain != nil), ("--dry-run", run.dryRun), ("--resume", run.resume != nil)]
        guard let other = others.first(where: { $0.1 })?.0 else { return }
        throw UsageError("'\(other)' does not begin a run", remedy: "Leave it out: a job measures something new.")
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
