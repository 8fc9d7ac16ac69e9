import ALCFClient
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Makes vectors of texts.
struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Compute embedding vectors of texts.",
        discussion: """
            Each argument is a text; without arguments, each line of standard input is one. Prints one JSON object per \
            text, in the same order: {"index": 0, "text": "…", "embedding": [0.1, …]}.

              alcf embed "What is a dataflow accelerator?"
              alcf embed < sentences.txt > vectors.jsonl
            """)

    @Argument(help: "Texts to embed. Without any, each line of standard input is a text.")
    var texts: [String] = []

    @Option(
        name: .shortAndLong,
        help: ModelChoice.clusterHelp,
        completion: .clusters)
    var cluster: String?

    @Option(name: .shortAndLong, help: "Model name.")
    var model = "mistralai/Mistral-7B-Instruct-v0.3-embed"

    @Option(help: "Length of the vectors, for models that can shorten them.")
    var dimensions: Int?

    @Option(help: "Number of texts in one request.")
    var batchSize = 64

    @Flag(help: "Print the server's own JSON. Only for a single request.")
    var json = false

    @OptionGroup var patience: PatienceOptions

    func validate() throws {
        if !(1...2048).contains(batchSize) { throw ValidationError("'--batch-size' must be from 1 to 2048.") }
        if let dimensions, dimensions < 1 { throw ValidationError("'--dimensions' must be at least 1.") }
    }

    func run() async throws {
        let texts = try await input()
        if json, texts.count > batchSize {
            throw UsageError("--json is for one request, and there are \(texts.count) texts")
        }
        let settings = try Settings.current()
        let cluster = cluster ?? settings.cluster
        try settings.requireCluster(cluster, for: "'alcf embed'")
        let client = try Session().client(timeouts: patience.timeouts, retry: patience.retry)
        let choice = try await ModelChoice(model, on: cluster, client: client)
        for start in stride(from: 0, to: texts.count, by: batchSize) {
            let part = Array(texts[start..<min(texts.count, start + batchSize)])
            let request = EmbeddingRequest(model: choice.model, input: part, dimensions: dimensions)
            let embeddings = try await client.embed(request, at: choice.endpoint)
            if json { return Console.print(embeddings.raw) }
            for (index, vector) in embeddings.vectors.enumerated() {
                let line: JSONValue = [
                    "index": .int(start + index), "text": .string(part[index]),
                    // Through its shortest text: a Float's own digits, and none that only a Double has.
                    "embedding": .array(vector.map { .double(Double("\($0)") ?? Double($0)) }),
                ]
                Console.print(line.serialized())
            }
        }
    }

    private static func standardInput() async throws -> String {
        let bytes: [UInt8]?
        do { bytes = try await StandardInput.readAll(upTo: 256 << 20) } catch { throw UsageError("\(error)") }
        guard let bytes else {
            throw UsageError("standard input has more than 256 MB", remedy: "Embed it in parts.")
        }
        return try PlainText(bytes, path: nil, use: "alcf embed").text
    }

    private func input() async throws -> [String] {
        guard texts.isEmpty else { return texts }
        var lines: [String] = []
        if !Terminal.isInteractive(.input) {
            lines = TextLines.split(Array(try await Self.standardInput().utf8)).map {
                String(decoding: $0, as: UTF8.self)
            }
            .filter { !$0.allSatisfy(\.isWhitespace) }
        }
        guard !lines.isEmpty else {
            throw UsageError("there is nothing to embed", remedy: "Give texts, or lines on standard input.")
        }
        return lines
    }
}
