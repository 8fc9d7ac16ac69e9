import Glibc

/// A file of one process that grows line by line, each in one write. Nothing waits for the disk.
package final class GrowingFile: Sendable {
    private let file: FileDescriptor

    /// Makes the file anew, readable by all.
    ///
    /// - Throws: ``FileError``.
    package init(_ path: String) throws(FileError) {
        file = try FileDescriptor(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, mode: 0o644)
    }

    /// Appends a line.
    ///
    /// - Parameter line: without a newline.
    /// - Throws: ``FileError``.
    package func append(_ line: String) throws(FileError) { try file.writeAll(Array(line.utf8) + [UInt8(ascii: "\n")]) }
}
