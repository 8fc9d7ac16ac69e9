import Glibc

/// A system call on a file failed.
package struct FileError: Error, Sendable, Hashable {
    /// Operation that was attempted, as in "open".
    package let operation: String
    /// The file's path.
    package let path: String
    /// The `errno` of the failure.
    package let number: CInt

    /// An error of the system call that has just failed.
    package init(_ operation: String, _ path: String) { self.init(operation, path, number: errno) }

    /// An error with a number of one's own.
    package init(_ operation: String, _ path: String, number: CInt) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// The same of the file at `path`, where it is about its unfinished content under another name, which says nothing
    /// to users.
    func about(_ path: String, insteadOf unfinished: String) -> FileError {
        self.path == unfinished ? FileError("write", path, number: number) : self
    }

    /// Whether there is no such file or directory.
    package var isNotFound: Bool { number == ENOENT || number == ENOTDIR }
}

extension FileError: CustomStringConvertible {
    /// `cannot open '/x/y': Permission denied`.
    package var description: String { "cannot \(operation) '\(path)': \(String(cString: strerror(number)))" }
}
