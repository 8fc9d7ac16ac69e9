import ALCFJSON
import ALCFSystem
import Glibc

/// Reads records back.
public enum RecordReader {
    /// The most lines of a record that are not as they must be.
    package static let mostUnread = 10_000

    /// Reads a record from a file.
    ///
    /// - Throws: ``BenchError`` when there is no such file, or it is not a record.
    public static func read(path: String) throws(BenchError) -> Record {
        try parse(try contents(path), name: path)
    }

    /// Reads a record. Lines of a `type` that is not known are passed over. A last line that was not finished is left
    /// out and counted in ``Record/tornBytes``; another that is not as it must be is left out too, and noted in
    /// ``Record/unread``.
    ///
    /// - Parameter name: what to call it in errors.
    /// - Throws: ``BenchError`` where the first line is no manifest, and where more than ``mostUnread`` lines are not
    ///   as they must be.
    public static func parse(_ bytes: [UInt8], name: String = "record") throws(BenchError) -> Record {
        var lines = FedLines(bytes)
        // Without a newline at its end, the last line was cut off. That it may still be whole does not help: nothing
        // says so.
        let torn = FedLines.rest(bytes).count
        guard let first = lines.next()?.bytes else {
            throw BenchError(
                .recordRead, "\(name) has no complete line, and so no manifest", remedy: remedy(name))
        }
        let manifest: RunManifest
        do { manifest = try RunManifest(json: JSONValue(parsing: Array(first), limits: .line)) } catch {
            let reason = name.hasSuffix(".json") ? "it is one document, not lines" : "its first line: \(error)"
            throw BenchError(
                .recordRead, "\(name) is not the record of a run: \(reason)", remedy: remedy(name),
                underlying: error)
        }
        guard manifest.formatVersion <= RunManifest.currentFormatVersion else {
            throw BenchError(
                .recordRead,
                "\(name) is in format \(manifest.formatVersion), and this tool reads up to "
                    + "\(RunManifest.currentFormatVersion)",
                remedy: "use the version of the tool that wrote it, or a newer one")
        }
        var record = Record(manifest: manifest, samples: [], tornBytes: torn)
        for (number, line) in lines where !line.isEmpty {
            do {
                let json = try JSONValue(parsing: Array(line), limits: .line)
                if json["type"] == "sample" {
                    record.samples.append(try Sample(json: json))
                } else {
                    try record.take(json)
                }
            } catch {
                guard record.unread.count < mostUnread else {
                    throw BenchError(
                        .recordRead,
                        "\(name) is not the record of a run: more than \(mostUnread) of its lines cannot be read",
                        remedy: "the first: \(record.unread.first ?? "")", underlying: error)
                }
                record.unread.append("\(name), line \(number): \(error)")
            }
        }
        return record
    }

    /// Returns the likely path of the record, from the name of another of the run's files.
    private static func remedy(_ name: String) -> String {
        guard let ending = [".json", ".md", ".html", ".csv"].first(where: { name.hasSuffix($0) }) else {
            return "a record is the file NAME.jsonl that a benchmark writes first"
        }
        let record = String(name.dropLast(ending.count)) + ".jsonl"
        return access(record, R_OK) == 0
            ? "this is a report of a run; give its record, \(record)"
            : "this is not a record; the record of that name would be \(record), which does not exist"
    }

    private static func contents(_ path: String) throws(BenchError) -> [UInt8] {
        func failure() -> BenchError {
            let error = FileError("read", path)
            return BenchError(.recordRead, "\(error)", underlying: error)
        }
        let descriptor = open(UserPath.expanded(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            bytes.append(contentsOf: buffer[..<count])
        }
    }
}
