import Dispatch
import Glibc

extension ChildProcess {
    /// The output of a program, and its end.
    package struct Output: Sendable {
        /// Its standard output; one byte more than was allowed where it was ended for that.
        package let bytes: [UInt8]
        /// Its exit code; 128 and the signal's number where one ended it.
        package let exitCode: Int32
    }

    /// Runs `words`, looked up in `PATH`, with `input` as its standard input, and collects its standard output. Its
    /// errors are not shown, and it inherits no variables but `PATH`.
    ///
    /// - Parameter limit: the most bytes; one that writes more is killed.
    /// - Throws: ``FileError`` where it cannot be started.
    package static func output(of words: [String], input: [UInt8], limit: Int) async throws(FileError) -> Output {
        let name = words.first ?? ""
        var inputs: [CInt] = [-1, -1]
        var outputs: [CInt] = [-1, -1]
        // Close-on-exec from the start: no other child may hold the ends.
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &inputs) == 0 else { throw FileError("run", name) }
        guard socketpair(AF_UNIX, kind, 0, &outputs) == 0 else {
            let error = FileError("run", name)
            for end in inputs { close(end) }
            throw error
        }
        let silence = open("/dev/null", O_WRONLY | O_CLOEXEC)
        let path = "PATH=" + (ProcessEnvironment.value("PATH") ?? "/usr/bin:/bin")
        let child: pid_t
        // The child has its own; while ours are open, its output has no end.
        func closeOurs() { for end in [inputs[1], outputs[1], silence] { close(end) } }
        do {
            child = try start(words, environment: [path], input: inputs[1], output: outputs[1], errors: silence)
        } catch {
            closeOurs()
            close(inputs[0])
            close(outputs[0])
            throw error
        }
        closeOurs()
        let (writing, reading) = (inputs[0], outputs[0])
        // Writing blocks a thread as reading does: it needs another one.
        DispatchQueue.global().async { feed(input, to: writing) }
        return await BlockingWork.run {
            let bytes = drain(reading, limit: limit)
            close(reading)
            if bytes.count > limit { kill(child, SIGKILL) }
            return Output(bytes: bytes, exitCode: exitCode(of: child))
        }
    }

    private static func feed(_ bytes: [UInt8], to stream: CInt) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(stream, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
            if count < 0, errno == EINTR { continue }
            // It ended before it had read all.
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        close(stream)
    }

    private static func drain(_ stream: CInt, limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        while bytes.count <= limit {
            let count = read(stream, &buffer, min(buffer.count, limit + 1 - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }
}
