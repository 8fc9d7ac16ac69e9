import Dispatch
import Glibc

/// Another program, run to its end with our own standard streams.
package enum ChildProcess {
    /// Runs `words`, looked up in `PATH`, and returns its exit code; 128 and the signal's number where one ended it.
    ///
    /// Meanwhile Ctrl-C is the child's affair, as with a shell, and a request to end is handed on to it.
    ///
    /// - Parameters:
    ///   - additions: variables that are set for it.
    ///   - removals: variables that it does not inherit.
    /// - Throws: ``FileError`` where it cannot be started.
    package static func run(
        _ words: [String], adding additions: [String: String], removing removals: [String] = []
    ) async throws -> Int32 {
        let before = [SIGINT, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, handler) in before { signal(number, handler) } }
        let child = try start(words, environment: environment(adding: additions, removing: removals))
        let number = EndingSignals.handOn(to: child)
        defer { EndingSignals.stopHandingOn(number) }
        return await BlockingWork.run { exitCode(of: child) }
    }

    /// Starts `words`, looked up in `PATH`: the only place that does. The caller collects the child's end.
    ///
    /// - Parameters:
    ///   - environment: nil for our own.
    ///   - input: what becomes its standard input; nil for our own. So with the other two.
    static func start(
        _ words: [String], environment: [String]? = nil, input: CInt? = nil, output: CInt? = nil, errors: CInt? = nil
    ) throws(FileError) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A child would go on ignoring the signals that we ignore.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGPIPE, SIGINT, SIGQUIT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A thread of Dispatch blocks nearly all signals, and a child would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for case (let stream?, let number) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)]
        {
            posix_spawn_file_actions_adddup2(&actions, stream, number)
        }

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

    /// Takes note of its end when it comes, so that no dead process is left; nobody waits for that.
    static func collectLater(_ child: pid_t) {
        DispatchQueue.global().async { _ = exitCode(of: child) }
    }

    static func exitCode(of child: pid_t) -> Int32 {
        var status: Int32 = 0
        var result: pid_t
        repeat { result = waitpid(child, &status, 0) } while result < 0 && errno == EINTR
        // The parent process made the kernel discard children: then the exit code is unknown.
        guard result == child else { return 1 }
        let number = status & 0x7F
        return number == 0 ? (status >> 8) & 0xFF : 128 + number
    }
}
