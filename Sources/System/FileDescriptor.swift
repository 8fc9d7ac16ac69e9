import Glibc

/// An open file, closed when it goes out of scope.
struct FileDescriptor: ~Copyable {
    let raw: CInt
    let path: String

    /// Opens `path`; the descriptor is not inherited by child processes.
    init(_ path: String, _ flags: CInt, mode: mode_t = 0) throws(FileError) {
        let path = UserPath.expanded(path)
        var raw: CInt
        repeat { raw = open(path, flags | O_CLOEXEC, mode) } while raw < 0 && errno == EINTR
        guard raw >= 0 else { throw FileError("open", path) }
        self.raw = raw
        self.path = path
    }

    deinit { close(raw) }

    func status() throws(FileError) -> stat {
        var status = stat()
        guard fstat(raw, &status) == 0 else { throw FileError("examine", path) }
        return status
    }

    /// Returns everything up to the end, or `limit` + 1 bytes if there is more.
    func readAll(upTo limit: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count <= limit {
            let count = read(raw, &buffer, min(buffer.count, limit + 1 - bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileError("read", path) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }

    func writeAll(_ bytes: [UInt8]) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(raw, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw FileError("write", path) }
            rest = rest.dropFirst(count)
        }
    }

    func synchronize() throws(FileError) {
        guard fsync(raw) == 0 else { throw FileError("write", path) }
    }
}
