import Dispatch
import Glibc

/// Another program, run to its end with our own standard streams.
public enum ChildProcess {
    /// Runs `words`, looked up in `PATH`, and returns its exit code; 128 and the signal's number where one ended it.
    ///
    /// Meanwhile Ctrl-C is the child's affair, as with a shell.
    ///
    /// - Parameters:
    ///   - additions: variables that are set for it.
    ///   - removals: variables that it does not inherit.
    /// - Throws: ``FileError`` where it cannot be started.
    public static func run(
        _ words: [String], adding additions: [String: String], removing removals: [String] = []
    ) async throws -> Int32 {
        let before = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in before { signal(number, handler) } }
        let child = try start(words, environment: environment(adding: additions, removing: removals), streams: nil)
        return await withCheckedContinuation { continuation in
            // Waiting blocks a thread, and none of the cooperative pool is to be had for that.
            DispatchQueue.global().async { continuation.resume(returning: exitCode(of: child)) }
        }
    }

    /// - Parameters:
    ///   - environment: nil for our own.
    ///   - streams: what becomes its standard input and output; nil for our own.
    ///   - errors: what becomes its standard error; nil for our own.
    static func start(
        _ words: [String], environment: [String]?, streams: (input: CInt, output: CInt)?, errors: CInt? = nil
    ) throws(FileError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What we ignore, a child would go on ignoring.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGPIPE, SIGINT, SIGQUIT] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let streams {
            posix_spawn_file_actions_adddup2(&actions, streams.input, STDIN_FILENO)
            posix_spawn_file_actions_adddup2(&actions, streams.output, STDOUT_FILENO)
        }
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }

        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = (environment ?? []).map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var child = pid_t()
        let result = variables.withUnsafeMutableBufferPointer { variables in
            posix_spawnp(
                &child, words.first ?? "", &actions, &attributes, &arguments,
                environment == nil ? environ : variables.baseAddress)
        }
        guard result == 0 else { throw FileError("run", words.first ?? "", number: result) }
        return child
    }

    private static func environment(adding additions: [String: String], removing removals: [String]) -> [String] {
        var entries: [String] = []
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            let name = String(text.prefix { $0 != "=" })
            if additions[name] == nil, !removals.contains(name) { entries.append(text) }
            next += 1
        }
        return entries + additions.map { "\($0)=\($1)" }
    }

    static func exitCode(of child: pid_t) -> Int32 {
        var status: Int32 = 0
        var result: pid_t
        repeat { result = waitpid(child, &status, 0) } while result < 0 && errno == EINTR
        // Whoever started us lets children vanish unheard: then nobody knows.
        guard result == child else { return 1 }
        let number = status & 0x7F
        return number == 0 ? (status >> 8) & 0xFF : 128 + number
    }
}
