import Glibc

/// A system call on a file failed.
public struct FileError: Error, Sendable, Hashable {
    /// Operation that was attempted, as in "open".
    public let operation: String
    /// The file's path.
    public let path: String
    /// The `errno` of the failure.
    public let number: CInt

    /// An error of the system call that has just failed.
    public init(_ operation: String, _ path: String) { self.init(operation, path, number: errno) }

    /// An error with a number of one's own.
    public init(_ operation: String, _ path: String, number: CInt) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    /// Whether there is no such file or directory.
    public var isNotFound: Bool { number == ENOENT || number == ENOTDIR }
}

extension FileError: CustomStringConvertible {
    /// `cannot open '/x/y': Permission denied`.
    public var description: String { "cannot \(operation) '\(path)': \(String(cString: strerror(number)))" }
}
