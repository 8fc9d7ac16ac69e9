import Dispatch
import Glibc

/// A command line of the user's own, run by `/bin/sh`.
public enum ShellCommand {
    /// How it ended, and the first line that it wrote to its standard output.
    public struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number where a signal ended it.
        public let exitCode: Int32
        /// Without its end; nil where it wrote nothing.
        public let firstLine: String?
    }

    /// Runs `command` to its end. Its standard input is empty, its standard error is ours.
    ///
    /// - Throws: ``FileError`` where it cannot be started.
    public static func run(_ command: String) async throws(FileError) -> Outcome {
        var ends: [CInt] = [0, 0]
        guard pipe(&ends) == 0 else { throw FileError("make pipe for", "/bin/sh") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (reading, writing) = (ends[0], ends[1])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, writing, 1)
        let words = ["/bin/sh", "-c", command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var child = pid_t()
        let number = posix_spawn(&child, "/bin/sh", &actions, nil, &arguments, environ)
        for argument in arguments { free(argument) }
        posix_spawn_file_actions_destroy(&actions)
        close(writing)
        guard number == 0 else {
            close(reading)
            throw FileError("run", "/bin/sh", number: number)
        }
        let id = child
        return await withCheckedContinuation { continuation in
            // Reading and waiting block a thread, and none of the cooperative pool is to be had for that.
            DispatchQueue.global().async {
                let line = LineReader(descriptor: reading).next()
                // The rest is read away, so that the command is not killed for writing it.
                var buffer = [UInt8](repeating: 0, count: 4096)
                while read(reading, &buffer, buffer.count) > 0 {}
                close(reading)
                var status: CInt = 0
                while waitpid(id, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                continuation.resume(
                    returning: Outcome(exitCode: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, firstLine: line))
            }
        }
    }
}
