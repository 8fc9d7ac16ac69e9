package import ALCFSystem

/// The requests that a rank has begun, line by line beside its record: those that are not in the record when it dies
/// were in flight then.
package final class BegunRequests: Sendable {
    private let file: GrowingFile
    private let path: String

    /// Begins the list of a record.
    ///
    /// - Throws: `FileError`.
    package init(besides record: String) throws(FileError) {
        path = Self.path(besides: record)
        file = try GrowingFile(path)
    }

    /// The path of the list beside a record.
    package static func path(besides record: String) -> String {
        (record.hasSuffix(".jsonl") ? String(record.dropLast(6)) : record) + ".begun"
    }

    /// Notes a request, `seconds` after the zero of the record's instants.
    package func note(_ sequence: Int, at seconds: Double) { try? file.append("\(sequence) \(seconds)") }

    /// Removes the list: each request that was begun is in the record.
    package func remove() { try? AtomicFile.remove(path) }

    /// Returns the requests of a list by their number, each with when it was begun; empty where there is none. A last
    /// line that was cut off is left out.
    package static func read(besides record: String) -> [Int: Double] {
        guard let bytes = try? FileContents(path: path(besides: record), limit: 1 << 30).bytes else { return [:] }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().reduce(into: [:]) {
            found, line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let sequence = Int(parts[0]), let seconds = Double(parts[1]), seconds.isFinite
            else { return }
            found[sequence] = seconds
        }
    }
}
