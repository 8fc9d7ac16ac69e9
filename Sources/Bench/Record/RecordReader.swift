import ALCFJSON
import Glibc

/// Reads records back.
public enum RecordReader {
    /// Reads a record from a file.
    ///
    /// - Throws: ``BenchError`` when there is no such file or it is not a record; it names the line.
    public static func read(path: String) throws(BenchError) -> Record {
        try parse(try contents(path), name: path)
    }

    /// Reads a record. Lines of a `type` that is not known are passed over. A last line that was not finished is left out and counted in ``Record/tornBytes``.
    ///
    /// - Parameter name: what to call it in errors.
    /// - Throws: ``BenchError`` naming the line that is not as it must be.
    public static func parse(_ bytes: [UInt8], name: String = "record") throws(BenchError) -> Record {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        // Without a newline at its end, the last line was cut off. That it may still be whole does not help: nothing says so.
        let torn = lines.popLast()?.count ?? 0
        guard let first = lines.first else {
            throw BenchError(.recordRead, "\(name) holds no whole line, so not even the manifest")
        }
        let manifest: RunManifest = try decode(json(first, line: 1, name), line: 1, name)
        guard manifest.formatVersion <= RunManifest.currentFormatVersion else {
            throw BenchError(
                .recordRead,
                "\(name) is in format \(manifest.formatVersion), and this tool reads up to "
                    + "\(RunManifest.currentFormatVersion)",
                remedy: "use the version of the tool that wrote it, or a newer one")
        }
        var record = Record(manifest: manifest, samples: [], tornBytes: torn)
        record.samples.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let json = try json(line, line: index + 1, name)
            do {
                guard json["type"] == "sample" else {
                    try record.take(json)
                    continue
                }
                record.samples.append(try Sample(json: json))
            } catch {
                throw BenchError(.recordRead, "\(name), line \(index + 1): \(error)", underlying: error)
            }
        }
        return record
    }

    private static func json(_ bytes: ArraySlice<UInt8>, line: Int, _ name: String) throws(BenchError) -> JSONValue {
        do { return try JSONValue(parsing: Array(bytes)) } catch {
            throw BenchError(.recordRead, "\(name), line \(line): \(error)", underlying: error)
        }
    }

    private static func decode<T: JSONDecodable>(
        _ json: JSONValue, line: Int, _ name: String
    ) throws(BenchError) -> T {
        do { return try T(json: json) } catch {
            throw BenchError(.recordRead, "\(name), line \(line): \(error)", underlying: error)
        }
    }

    private static func contents(_ path: String) throws(BenchError) -> [UInt8] {
        func failure() -> BenchError {
            BenchError(.recordRead, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
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
