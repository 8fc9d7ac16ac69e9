import ALCFCrypto
import ALCFJSON

/// Reads a data set from a file's bytes, whatever of the known formats it is in.
///
/// - JSON with `data`: SQuAD v1.1 or v2.0.
/// - A JSON array of objects with `conversations`: ShareGPT.
/// - JSON Lines: an object each, with `question`, `context` and `answers`, or with `prompt`.
/// - CSV with a line of headings: the same names.
public enum DataFile {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - name: the file's name: its ending tells CSV from JSON.
    ///   - url: where it was fetched from; nil for a file of the user's.
    /// - Throws: ``BenchError`` naming the line or the place that is not as it must be.
    public static func read(_ bytes: [UInt8], name: String, url: String? = nil) throws(BenchError) -> LoadedData {
        guard bytes.contains(where: { !$0.isBlank }) else {
            throw BenchError(.dataSet, "\(name) is empty", remedy: "Give a file with questions.")
        }
        let lower = name.lowercased()
        if lower.hasSuffix(".csv") || lower.hasSuffix(".tsv") {
            let separator: Character = lower.hasSuffix(".tsv") ? "\t" : ","
            return try RecordsOfData(bytes, name: name).data(
                CSVTable.rows(bytes, separator: separator, name: name), url)
        }
        if lower.hasSuffix(".jsonl") || lower.hasSuffix(".ndjson") { return try lines(bytes, name, url) }
        let start = bytes.first { !$0.isBlank }
        // A single object with `data` is SQuAD's; an object on each line is not one document.
        if start == UInt8(ascii: "["), let array = (try? JSONValue(parsing: bytes, limits: .file))?.array {
            if array.first?["conversations"] != nil {
                return .prompts(try ShareGPT.read(array, bytes: bytes, name: name))
            }
            return try RecordsOfData(bytes, name: name).data(
                array.enumerated().map { ($0.offset + 1, $0.element) }, url)
        }
        if let json = try? JSONValue(parsing: bytes, limits: .file), json["data"] == nil {
            return try lines(bytes, name, url)
        }
        if start == UInt8(ascii: "{"), (try? JSONValue(parsing: bytes, limits: .file)) == nil,
            bytes.contains(UInt8(ascii: "\n")),
            let first = bytes.split(separator: UInt8(ascii: "\n")).first,
            (try? JSONValue(parsing: Array(first), limits: .line)) != nil
        {
            return try lines(bytes, name, url)
        }
        return .questions(try QuestionSet(squad: bytes), source: name, url: url)
    }

    private static func lines(_ bytes: [UInt8], _ name: String, _ url: String?) throws(BenchError) -> LoadedData {
        var rows: [(Int, JSONValue)] = []
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where line.contains(where: { !$0.isBlank }) {
            do { rows.append((index + 1, try JSONValue(parsing: Array(line), limits: .line))) } catch {
                throw BenchError(
                    .dataSet, "\(name), line \(index + 1), is not JSON: \(error)",
                    remedy: "give one JSON object on each line", underlying: error)
            }
        }
        return try RecordsOfData(bytes, name: name).data(rows, url)
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

extension BenchError {
    /// The SHA-256 of a data set, which names it in every record.
    static func hash(_ bytes: [UInt8]) throws(BenchError) -> String {
        do { return try SHA256.hex(bytes) } catch {
            throw BenchError(.dataSet, "the data set cannot be hashed: \(error)", underlying: error)
        }
    }
}
