import ALCFCrypto
import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSystem

/// The source of `--dataset`: a file, or a data set whose rows are fetched once and kept.
struct DataSource {
    /// The variable that names a mirror of Hugging Face's rows API.
    static let baseVariable = "HF_DATASETS_SERVER"
    /// The most bytes of a file, as it is and unpacked.
    private static let limit = 1 << 30

    private let text: String

    init(_ text: String) { self.text = text == "squad" ? "hf:rajpurkar/squad:plain_text:validation" : text }

    /// - Parameter wish: how much of it is used; of a file all is read.
    /// - Throws: `BenchError` for what is no data set, `UsageError` for a file that cannot be read.
    func load(_ wish: HuggingFaceRows.Wish) async throws -> DataSetContents {
        guard text.hasPrefix("hf:") else { return try await file(text) }
        let parts = text.dropFirst(3).split(separator: ":").map(String.init)
        guard (1...3).contains(parts.count), parts[0].contains("/") else {
            throw UsageError(
                "'\(text)' is not the name of a data set",
                remedy: "Write hf:OWNER/NAME:CONFIG:SPLIT, as in hf:rajpurkar/squad:plain_text:validation.")
        }
        func value(_ name: String) -> String? { ProcessEnvironment.value(name).flatMap { $0.isEmpty ? nil : $0 } }
        let rows = HuggingFaceRows(
            dataSet: parts[0], config: parts.count > 1 ? parts[1] : "default",
            split: parts.count > 2 ? parts[2] : "validation",
            base: value(Self.baseVariable) ?? HuggingFaceRows.standardBase, token: value("HF_TOKEN").map { Secret($0) },
            folder: try folder(), transport: Network.client(),
            pause: { seconds in
                Console.aside("The server of the data set is busy: asking again in \(NumberText.fixed(seconds, 0)) s.")
                try await Task.sleep(for: .seconds(seconds))
            })
        let isShown = Terminal.takesEscapes(.error)
        let data = try await rows.data(wish) { rows, total in
            if isShown { StandardStreams.error("\r\u{1B}[KFetching \(parts[0].safeOnOneLine): \(rows) of \(total)") }
        }
        if isShown { StandardStreams.error("\r\u{1B}[K") }
        return data
    }

    private func file(_ path: String) async throws -> DataSetContents {
        var bytes: [UInt8]
        // It may be a pipe, as `<(command)` is.
        do {
            bytes = try await BlockingWork.run { () throws(FileError) in try FileContents.input(path, limit: Self.limit)
            }
        } catch {
            throw UsageError(
                "the data set cannot be read: \(error)",
                remedy:
                    "Give a file (\(DataFile.formatNames)), 'squad', or leave '--dataset' out for the built-in questions."
            )
        }
        if Gzip.isPacked(bytes) { bytes = try await unpacked(bytes, path) }
        return try DataFile.read(bytes, name: path.split(separator: "/").last.map(String.init) ?? path)
    }

    private func unpacked(_ bytes: [UInt8], _ path: String) async throws -> [UInt8] {
        let inner: [UInt8]
        do { inner = try await Gzip.unpacked(bytes, limit: Self.limit) } catch {
            switch error {
            case .noProgram:
                throw UsageError(
                    "\(path) is packed with gzip, which is not installed", remedy: "Unpack the file first.")
            case .damaged:
                throw UsageError("\(path) is packed with gzip, but cut off or damaged", remedy: "Download it again.")
            case .tooLarge(let most):
                throw UsageError(
                    "\(path) unpacks to more than \(most >> 20) MiB",
                    remedy: "Unpack it and use a part of it.")
            }
        }
        guard !Gzip.isPacked(inner) else {
            throw UsageError("\(path) is packed twice", remedy: "Unpack it: gunzip FILE")
        }
        return inner
    }

    private func folder() throws -> String {
        guard let folder = DataSetCache.folder(ProcessEnvironment.values(["XDG_CACHE_HOME", "HOME"])) else {
            throw UsageError("there is no folder to keep data sets in", remedy: "Set XDG_CACHE_HOME.")
        }
        return folder
    }
}
