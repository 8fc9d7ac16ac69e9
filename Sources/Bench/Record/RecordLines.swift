import ALCFJSON
import Glibc

/// The lines of a record as they are read, portion by portion: of those that were taken in, only what they say is kept.
struct RecordLines {
    private let name: String
    private var scanner = MemberScanner(JSONLineScan())
    private var record: Record?
    /// Whether ``record`` is there: to look at itself would copy it, for each line.
    private var hasBegun = false
    /// Number of the line that comes next, from 1.
    private var number = 1

    /// Lines of a record that is called `name` in errors.
    init(name: String) { self.name = name }

    /// Takes in the lines that end in these bytes.
    ///
    /// - Throws: ``BenchError`` where the first line is no manifest, and for too many lines that are not as they must
    ///   be.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(BenchError) {
        scanner.line.append(bytes)
        while true {
            if hasBegun, takeSample() { continue }
            guard try takeLine() else { return }
        }
    }

    /// The record. Without a line feed at its end, the last line was cut off. That it may still be whole does not help:
    /// nothing says so.
    ///
    /// - Throws: ``BenchError`` for one without a manifest.
    mutating func end() throws(BenchError) -> Record {
        guard var record else {
            throw BenchError(.recordRead, "\(name) has no complete line, and so no manifest", remedy: remedy())
        }
        record.tornBytes = scanner.line.bytes.count - scanner.line.position
        return record
    }

    /// Takes a line with a request, as this program writes it; false where another one begins.
    private mutating func takeSample() -> Bool {
        guard let fields: Sample.Fields = try? scanner.take() else { return false }
        record?.samples.append(Sample(fields))
        number += 1
        return true
    }

    /// Takes any line; false where none has come to its end.
    private mutating func takeLine() throws(BenchError) -> Bool {
        guard let end = scanner.line.lineEnd else { return false }
        let line = scanner.line.bytes[scanner.line.position..<end]
        scanner.line.position = end + 1
        defer { number += 1 }
        if !hasBegun {
            record = Record(manifest: try manifest(Array(line)), samples: [])
            hasBegun = true
        } else if !line.isEmpty {
            try takeTree(Array(line))
        }
        return true
    }

    private mutating func takeTree(_ line: [UInt8]) throws(BenchError) {
        do {
            let json = try JSONValue(parsing: line, limits: .line)
            if json["type"] == "sample" {
                record?.samples.append(try Sample(json: json))
            } else {
                try record?.take(json)
            }
        } catch {
            guard let unread = record?.unread, unread.count < RecordReader.mostUnread else {
                throw BenchError(
                    .recordRead,
                    "\(name) is not the record of a run: more than \(RecordReader.mostUnread) of its lines cannot be read",
                    remedy: "the first: \(record?.unread.first ?? "")", underlying: error)
            }
            record?.unread.append("\(name), line \(number): \(error)")
        }
    }

    private func manifest(_ line: [UInt8]) throws(BenchError) -> RunManifest {
        let manifest: RunManifest
        do { manifest = try RunManifest(json: JSONValue(parsing: line, limits: .line)) } catch {
            let reason = name.hasSuffix(".json") ? "it is one document, not lines" : "its first line: \(error)"
            throw BenchError(
                .recordRead, "\(name) is not the record of a run: \(reason)", remedy: remedy(), underlying: error)
        }
        guard manifest.formatVersion <= RunManifest.currentFormatVersion else {
            throw BenchError(
                .recordRead,
                "\(name) is in format \(manifest.formatVersion), and this tool reads up to "
                    + "\(RunManifest.currentFormatVersion)",
                remedy: "use the version of the tool that wrote it, or a newer one")
        }
        try manifest.checkTargets(name: name)
        return manifest
    }

    /// Returns the likely path of the record, from the name of another of the run's files.
    private func remedy() -> String {
        guard let ending = [".json", ".md", ".html", ".csv"].first(where: { name.hasSuffix($0) }) else {
            return "a record is the file NAME.jsonl that a benchmark writes first"
        }
        let record = String(name.dropLast(ending.count)) + ".jsonl"
        return access(record, R_OK) == 0
            ? "this is a report of a run; give its record, \(record)"
            : "this is not a record; the record of that name would be \(record), which does not exist"
    }
}
