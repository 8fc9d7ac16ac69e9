import Glibc

/// A system call that failed, in a test's own machinery.
public struct SystemCallError: Error, CustomStringConvertible {
    /// Which call, and the system's words.
    public let description: String

    init(_ call: String, _ code: Int32 = errno) { description = "\(call): \(String(cString: strerror(code)))" }
}
