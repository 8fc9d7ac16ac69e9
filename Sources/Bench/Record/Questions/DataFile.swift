import ALCFCrypto
import ALCFJSON
import ALCFSystem

/// Reads a data set from a file's bytes, whatever of the known formats it is in.
///
/// - JSON with `data`: SQuAD v1.1 or v2.0.
/// - A JSON array of objects, or JSON Lines: an object each, with `question`, `context` and `answers`, or with `prompt`, or with a
///   conversation: see ``RecordsOfData``.
/// - CSV with a line of headings: the same names.
public enum DataFile {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - name: the file's name: its ending tells CSV from JSON.
    ///   - url: where it was fetched from; nil for a file of the user's.
    /// - Throws: ``BenchError`` naming the line or the place that is not as it must be.
    public static func read(_ bytes: [UInt8], name: String, url: String? = nil) throws(BenchError) -> LoadedData {
        let text = try DataText.utf8(bytes, name: name)
        guard let start = text.first(where: { !$0.isBlank }) else {
            throw BenchError(.dataSet, "\(name) is empty", remedy: "Give a file with questions.")
        }
        let origin = DataOrigin(name: name, sha256: try BenchError.hash(bytes), url: url)
        let lower = name.lowercased()
        func ends(_ ending: String) -> Bool { lower.hasSuffix(ending) || lower.hasSuffix(ending + ".gz") }
        if ends(".csv") || ends(".tsv") {
            let rows = try CSVTable.rows(text, separator: ends(".tsv") ? "\t" : ",", name: name)
            return try RecordsOfData(origin, unit: "line", isTable: true).data(rows)
        }
        if ends(".jsonl") || ends(".ndjson") { return try lines(text, origin) }
        guard start == UInt8(ascii: "[") || start == UInt8(ascii: "{") else {
            throw BenchError(
                .dataSet, "\(name) is neither JSON nor JSON Lines, and its name ends neither in .csv nor in .tsv",
                remedy: "give a table a name with such an ending")
        }
        return try document(text, origin)
    }

    /// One document; JSON Lines where the first line is one by itself.
    private static func document(_ text: [UInt8], _ origin: DataOrigin) throws(BenchError) -> LoadedData {
        let json: JSONValue
        do { json = try JSONValue(parsing: text, limits: .file) } catch {
            let first = TextLines.split(text).first { $0.contains { !$0.isBlank } }
            if let first, (try? JSONValue(parsing: Array(first), limits: .line)) != nil {
                return try lines(text, origin)
            }
            throw BenchError(
                .dataSet, "\(origin.name) is not JSON: \(error)", remedy: "correct the file there", underlying: error)
        }
        if let rows = json.array { return try records(rows, origin) }
        if let articles = json["data"] {
            if let rows = articles.array, let first = rows.first, first.object != nil, first["paragraphs"] == nil {
                return try records(rows, origin)
            }
            return .questions(try QuestionSet(squad: json, origin), source: origin.name, url: origin.url)
        }
        return try records([json], origin)
    }

    private static func records(_ rows: [JSONValue], _ origin: DataOrigin) throws(BenchError) -> LoadedData {
        try RecordsOfData(origin, unit: "record").data(rows.enumerated().map { ($0.offset + 1, $0.element) })
    }

    private static func lines(_ text: [UInt8], _ origin: DataOrigin) throws(BenchError) -> LoadedData {
        var rows: [(Int, JSONValue)] = []
        for (index, line) in TextLines.split(text).enumerated() where line.contains(where: { !$0.isBlank }) {
            do { rows.append((index + 1, try JSONValue(parsing: Array(line), limits: .line))) } catch {
                throw BenchError(
                    .dataSet, "\(origin.name), line \(index + 1), is not JSON: \(error)",
                    remedy: "give one JSON object on each line", underlying: error)
            }
        }
        return try RecordsOfData(origin, unit: "line").data(rows)
    }
}

extension UInt8 {
    /// JSON's white space (RFC 8259 §2).
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}

extension BenchError {
    /// The SHA-256 of a data set, which names it in every record.
    package static func hash(_ bytes: [UInt8]) throws(BenchError) -> String {
        do { return try SHA256.hex(bytes) } catch {
            throw BenchError(.dataSet, "the data set cannot be hashed: \(error)", underlying: error)
        }
    }
}
