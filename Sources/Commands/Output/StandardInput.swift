import ALCFSystem
import Glibc

/// The text that is piped or redirected into a command.
///
/// A pipe is read to its end however long that takes, because its writer may be slow; a message says what the program
/// waits for. If another program reads a file line by line (`while read … done < file`), the rest of the file belongs
/// to that program.
enum StandardInput {
    /// Seconds after which it is said that the end is waited for.
    private static let patience = 2.0

    /// All of it, up to its end; nil where it is longer than `limit` bytes.
    ///
    /// - Throws: `FileError` where it cannot be read.
    static func readAll(upTo limit: Int) async throws(FileError) -> [UInt8]? {
        try await BlockingWork.run { () throws(FileError) in try read(upTo: limit) }
    }

    private static func read(upTo limit: Int) throws(FileError) -> [UInt8]? {
        // Closed by the parent process: at best, the number is that of a descriptor of our own.
        guard kind != 0 else { return [] }
        let start = MonotonicTime.now
        var isSaid = Terminal.isInteractive(.input)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            var request = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            let left = max(0, patience - MonotonicTime.now.seconds(since: start))
            if poll(&request, 1, isSaid ? -1 : Int32(clamping: left * 1000)) == 0 {
                Console.aside("Waiting for the end of standard input. If you did not mean to send it, add < /dev/null.")
                isSaid = true
                continue
            }
            let count = Glibc.read(0, &buffer, min(buffer.count, limit + 1 - bytes.count))
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw FileError("read", "standard input") }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes.count <= limit ? bytes : nil
    }

    /// Whether it is a file of which another program has read a part, and left more.
    static var isSharedFile: Bool {
        guard kind == S_IFREG else { return false }
        let position = lseek(0, 0, SEEK_CUR)
        return position > 0 && position < (status?.st_size ?? 0)
    }

    /// A file, a pipe, a device or a socket; 0 for nothing of the kind.
    private static var kind: mode_t { (status?.st_mode ?? 0) & S_IFMT }

    private static var status: stat? {
        var status = stat()
        return fstat(0, &status) == 0 ? status : nil
    }
}
