import Glibc

/// A command line of the user's own, run by `/bin/sh`.
package enum ShellCommand {
    /// The end of a command, and the first line of its standard output.
    package struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number where a signal ended it.
        package let exitCode: Int32
        /// Without its end; nil where it wrote nothing.
        package let firstLine: String?
    }

    /// Runs `command` to its end. Its standard input is empty, its standard error is ours.
    ///
    /// - Throws: ``FileError`` where it cannot be started.
    package static func run(_ command: String) async throws(FileError) -> Outcome {
        var ends: [CInt] = [0, 0]
        guard pipe(&ends) == 0 else { throw FileError("make pipe for", "/bin/sh") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        let silence = open("/dev/null", O_RDONLY | O_CLOEXEC)
        // While our writing end is open, its output has no end.
        func closeOurs() { for end in [writing, silence] { close(end) } }
        let child: pid_t
        do { child = try ChildProcess.start(["/bin/sh", "-c", command], input: silence, output: writing) } catch {
            closeOurs()
            close(reading)
            throw error
        }
        closeOurs()
        return await outcome(of: child, reading)
    }

    private static func outcome(of child: pid_t, _ reading: CInt) async -> Outcome {
        await BlockingWork.run {
            let line = LineReader(descriptor: reading).next()
            // The rest is read away, so that the command is not killed for writing it.
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(reading, &buffer, buffer.count) > 0 {}
            close(reading)
            return Outcome(exitCode: ChildProcess.exitCode(of: child), firstLine: line)
        }
    }
}
