import ALCFClient
import ALCFJSON
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The command that submits, lists, watches and reads batch jobs.
struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Submit a file of requests as a batch job.",
        discussion: """
            The file must be on the cluster's own file system, with one JSON object per line for each request, in the format of \
            OpenAI's batch API. The service runs the batch when the cluster has room.

              alcf batch submit /eagle/project/in.jsonl --output-folder /eagle/project/out
              alcf batch wait ID && alcf batch result ID
            """,
        subcommands: [Submit.self, List.self, Status.self, Result.self, Wait.self])

    struct Submit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Submit a file and print the batch's id.")

        @Argument(help: "Full path of the file on the cluster.")
        var file: String

        @Option(help: "Full path of the folder for the answers on the cluster. By default the service chooses one.")
        var outputFolder: String?

        @Option(
            name: .shortAndLong,
            help: ModelChoice.clusterHelp,
            completion: .clusters)
        var cluster: String?

        @Option(
            name: .shortAndLong,
            help: ModelChoice.modelHelp)
        var model: String?

        @Flag(help: "Print the gateway's own JSON.")
        var json = false

        func validate() throws {
            for path in [file, outputFolder ?? "/"] where !path.hasPrefix("/") {
                throw ValidationError("'\(path)' must be a full path on the cluster, beginning with '/'.")
            }
        }

        func run() async throws {
            let settings = try Settings.current()
            let cluster = cluster ?? settings.cluster
            try settings.requireCluster(cluster, for: "'alcf batch'")
            let client = try Session().client()
            let choice = try await ModelFinder(client: client, settings: settings, model: model).find(cluster)
            let batch = try await client.submitBatch(
                BatchRequest(model: choice.model, inputFile: file, outputFolder: outputFolder), at: choice.endpoint)
            if json { return Console.print(batch.raw) }
            Console.print(batch.id.safeForTerminal)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List your batches.", aliases: ["ls"])

        @Option(help: "List only batches with this status: pending, running, failed or completed.")
        var status: String?

        @Flag(help: "Print the gateway's own JSON.")
        var json = false

        func run() async throws {
            let batches = try await Session().client().batches(status: status.map(Batch.Status.init))
            if json { return Console.print(.array(batches.map(\.raw))) }
            var table = TextTable("BATCH", "STATE", "CLUSTER", "SINCE", "FILE")
            for batch in batches {
                let since = batch.completedAt ?? batch.failedAt ?? batch.startedAt
                table.add(batch.id, batch.status.description, batch.cluster, since, batch.inputFile)
            }
            guard !table.isEmpty else { return Console.note("There are no batches.") }
            Console.print(table.text(on: .output))
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the status of a batch as one word.")

        @Argument(help: "Id of the batch.")
        var id: String

        func run() async throws {
            Console.print(try await Session().client().batchStatus(id).description.safeForTerminal)
        }
    }

    struct Result: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the result of a batch.")

        @Argument(help: "Id of the batch.")
        var id: String

        @Flag(help: "Print the service's full answer as JSON.")
        var json = false

        func run() async throws {
            let result = try await Session().client().batchResult(id)
            if json { return Console.print(result.raw) }
            let lines: [(String, String?)] = [
                ("results", result.resultsFile), ("progress", result.progressFile),
                ("answers", result.responses.map { String($0) }), ("tokens", result.totalTokens.map { String($0) }),
                ("time", result.duration.map { DurationText.units($0) }),
                ("tokens/s", result.tokensPerSecond.map { NumberText.fixed($0, 1) }),
            ]
            let known = lines.compactMap { name, value in value.map { (name, $0) } }
            guard !known.isEmpty else { return Console.print(result.text.safeForTerminal) }
            for (name, value) in known {
                Console.print((name + String(repeating: " ", count: 10 - name.count) + value).safeForTerminal)
            }
        }
    }

    struct Wait: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wait until a batch is done.",
            discussion: "Exits with 1 if the batch failed, and with 75 if the time ran out first.")

        @Argument(help: "Id of the batch.")
        var id: String

        @Option(help: ArgumentHelp("Time limit. There is none by default.", valueName: "seconds"))
        var timeout: Double?

        @Option(help: ArgumentHelp("Time between two checks.", valueName: "seconds"))
        var interval = 30.0

        func validate() throws {
            if let timeout, !(timeout >= 0) { throw ValidationError("'--timeout' must be at least 0.") }
            if !(0.1...3600).contains(interval) { throw ValidationError("'--interval' must be from 0.1 to 3600.") }
        }

        func run() async throws {
            var last: Batch.Status?
            let client = try Session().client()
            let status = try await client.waitForBatch(
                id, every: .seconds(interval), timeout: timeout.map { .seconds($0) }
            ) { status in
                if status != last { Console.note("\(status)".safeForTerminal) }
                last = status
            }
            // A batch that failed says why where its result is asked for.
            if status == .failed { _ = try await client.batchResult(id) }
            Console.print(status.description.safeForTerminal)
            if status == .failed { throw ExitCode(1) }
        }
    }
}
