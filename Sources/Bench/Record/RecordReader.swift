import ALCFJSON
import ALCFSystem
import Glibc

/// Reads records back.
public enum RecordReader {
    /// The most lines of a record that are not as they must be.
    package static let mostUnread = 10_000
    /// Bytes that are read at a time.
    private static let portion = 1 << 18

    /// Reads a record from a file.
    ///
    /// - Throws: ``BenchError`` when there is no such file, or it is not a record.
    public static func read(path: String) throws(BenchError) -> Record {
        func failure() -> BenchError {
            let error = FileError("read", path)
            return BenchError(.recordRead, "\(error)", underlying: error)
        }
        let descriptor = open(UserPath.expanded(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        var lines = RecordLines(name: path)
        var buffer = [UInt8](repeating: 0, count: portion)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return try lines.end() }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            try lines.take(buffer[..<count])
        }
    }

    /// Reads a record. Lines of a `type` that is not known are passed over. A last line that was not finished is left
    /// out and counted in ``Record/tornBytes``; another that is not as it must be is left out too, and noted in
    /// ``Record/unread``.
    ///
    /// - Parameter name: what to call it in errors.
    /// - Throws: ``BenchError`` where the first line is no manifest, and where more than ``mostUnread`` lines are not
    ///   as they must be.
    public static func parse(_ bytes: [UInt8], name: String = "record") throws(BenchError) -> Record {
        var lines = RecordLines(name: name)
        try lines.take(bytes[...])
        return try lines.end()
    }
}
