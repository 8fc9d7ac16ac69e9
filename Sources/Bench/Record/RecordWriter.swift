import ALCFJSON
import Glibc

/// Appends whole lines to a new record, each in one write, so that a crash loses at most the last one.
public final class RecordWriter: Sendable {
    /// The file.
    public let path: String
    private let descriptor: Int32

    /// Creates the file, readable by all, and writes the manifest.
    ///
    /// - Throws: ``BenchError`` when it exists already or cannot be written.
    public init(path: String, manifest: RunManifest) throws(BenchError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = errno
            throw BenchError(
                .recordWrite, "cannot create \(path): \(String(cString: strerror(reason)))",
                remedy: reason == EEXIST ? "a record is never overwritten: choose another name" : nil)
        }
        try append(line: manifest.json)
    }

    deinit { close(descriptor) }

    /// Adds one request. May be called from several tasks at once.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    public func append(_ sample: Sample) throws(BenchError) { try append(line: sample.json) }

    /// Waits until everything is on the disk.
    ///
    /// - Throws: ``BenchError`` when the disk says no.
    public func synchronize() throws(BenchError) {
        // Pipes and terminals cannot be synchronised and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(errno) }
    }

    private func append(line: JSONValue) throws(BenchError) {
        let bytes = line.serializedBytes() + [UInt8(ascii: "\n")]
        var result: Int
        repeat { result = write(descriptor, bytes, bytes.count) } while result < 0 && errno == EINTR
        guard result >= 0 else { throw failure(errno) }
        guard result == bytes.count else { throw failure(ENOSPC) }
    }

    private func failure(_ reason: Int32) -> BenchError {
        BenchError(
            .recordWrite, "cannot write to \(path): \(String(cString: strerror(reason)))",
            remedy: "what was written before is intact: `alcf benchmark report \(path)`")
    }
}
