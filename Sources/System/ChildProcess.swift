import Dispatch
import Glibc

/// Another program, run to its end with our own standard streams.
public enum ChildProcess {
    /// Runs `words` with `additions` to the environment, and returns its exit code; 128 and the signal's number where
    /// a signal ended it, 127 where there is no such program.
    public static func run(_ words: [String], adding additions: [String: String]) async -> Int32 {
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        for (name, value) in additions { setenv(name, value, 1) }
        var id = pid_t()
        let result = posix_spawnp(&id, words.first ?? "", nil, nil, &arguments, environ)
        for argument in arguments { free(argument) }
        guard result == 0 else { return 127 }
        let child = id
        return await withCheckedContinuation { continuation in
            // Waiting blocks a thread, and none of the cooperative pool is to be had for that.
            DispatchQueue.global().async {
                var status: Int32 = 0
                while waitpid(child, &status, 0) < 0, errno == EINTR {}
                let number = status & 0x7F
                continuation.resume(returning: number == 0 ? (status >> 8) & 0xFF : 128 + number)
            }
        }
    }
}
