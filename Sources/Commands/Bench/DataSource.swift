import ALCFBench
import ALCFCrypto
import ALCFHTTP
import ALCFSystem

/// Where `--dataset` leads: a file, or a data set that is fetched once and kept.
struct DataSource {
    /// The variable that names a mirror of Hugging Face's rows API.
    static let baseVariable = "HF_DATASETS_SERVER"

    private let text: String

    init(_ text: String) { self.text = text == "squad" ? "hf:rajpurkar/squad:plain_text:validation" : text }

    /// - Throws: `BenchError` for what is no data set, `UsageError` for a file that cannot be read.
    func load() async throws -> LoadedData {
        guard text.hasPrefix("hf:") else { return try file(text, url: nil) }
        let parts = text.dropFirst(3).split(separator: ":").map(String.init)
        guard (1...3).contains(parts.count), parts[0].contains("/") else {
            throw UsageError(
                "'\(text)' names no data set",
                remedy: "Write hf:OWNER/NAME:CONFIG:SPLIT, as in hf:rajpurkar/squad:plain_text:validation.")
        }
        func value(_ name: String) -> String? { ProcessEnvironment.value(name).flatMap { $0.isEmpty ? nil : $0 } }
        let rows = HuggingFaceRows(
            dataSet: parts[0], config: parts.count > 1 ? parts[1] : "default",
            split: parts.count > 2 ? parts[2] : "validation",
            base: value(Self.baseVariable) ?? HuggingFaceRows.standardBase, token: value("HF_TOKEN").map { Secret($0) },
            folder: try folder(), transport: HTTPClient())
        let isShown = Terminal.takesEscapes(.error)
        let found = try await rows.file { rows, total in
            if isShown { StandardStreams.error("\r\u{1B}[KFetching \(parts[0]): \(rows) of \(total)") }
        }
        if isShown { StandardStreams.error("\r\u{1B}[K") }
        return try file(found.path, url: found.url)
    }

    private func file(_ path: String, url: String?) throws -> LoadedData {
        let bytes: [UInt8]
        do { bytes = try FileContents.input(path, limit: 1 << 30) } catch {
            throw UsageError(
                "the data set cannot be read: \(error)",
                remedy:
                    "Give a file (SQuAD, JSONL, CSV, ShareGPT), 'squad', or leave '--dataset' out for the built-in questions."
            )
        }
        return try DataFile.read(
            bytes, name: path.split(separator: "/").last.map(String.init) ?? path, url: url)
    }

    private func folder() throws -> String {
        let environment = ProcessEnvironment.values(["XDG_CACHE_HOME", "HOME"])
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/alcf/datasets" }
        guard let home = HomeDirectory.path(environment: environment) else {
            throw UsageError("there is no folder to keep data sets in", remedy: "Set XDG_CACHE_HOME.")
        }
        return home + "/.cache/alcf/datasets"
    }
}
