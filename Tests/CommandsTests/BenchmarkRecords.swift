import ALCFJSON
import ALCFSystem

/// What the tests read of the files that a benchmark writes.
enum BenchmarkRecords {
    static func lines(_ path: String) throws -> [JSONValue] {
        let bytes = try FileContents(path: path, limit: 64 << 20).bytes
        return try String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
    }

    static func samples(_ path: String) throws -> [JSONValue] { try lines(path).filter { $0["type"] == "sample" } }

    static func json(_ path: String) throws -> JSONValue { try JSONValue(parsing: try FileContents(path: path).bytes) }
}
