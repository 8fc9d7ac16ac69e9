import ALCFSystem
import Glibc
import Synchronization

/// A program that runs: it can be written to, looked at, signalled and waited for. Letting it go kills it.
///
/// Its output goes to files, not to pipes, so that nobody has to read for it to go on.
public final class RunningProgram: Sendable {
    /// Its process id.
    public let id: Int32
    private let outputFile: Int32
    private let errorFile: Int32
    private let inputPipe: Mutex<Int32?>
    /// The wait status once it was reaped.
    private let status = Mutex<Int32?>(nil)

    /// Starts it; its input stays open until ``closeInput()``.
    ///
    /// - Parameter environment: as for ``Program/run(_:environment:input:timeout:)``.
    /// - Throws: ``SystemCallError``.
    public init(_ program: Program, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        let files = try Self.starting.withLock { _ in
            try Self.start(program, arguments, environment: environment)
        }
        id = files.id
        inputPipe = Mutex(files.input)
        outputFile = files.output
        errorFile = files.errors
    }

    /// One start at a time: between a descriptor's opening and its mark to be closed on exec, no other program may be
    /// started, or it would keep the first one's input open.
    private static let starting = Mutex(())

    private static func start(
        _ program: Program, _ arguments: [String], environment: [String: String]
    ) throws -> (id: Int32, input: Int32, output: Int32, errors: Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemCallError("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var isStarted = false
        defer { if !isStarted { close(ends[1]) } }
        let output = try unnamedFile()
        defer { if !isStarted { close(output) } }
        let errors = try unnamedFile()
        defer { if !isStarted { close(errors) } }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in [ends[0], output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
        }
        // What other tests have open in this process is none of its business: it would keep their connections open.
        OpenDescriptors.close(in: &actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The test process may ignore SIGPIPE and block signals; a program run by a shell does neither.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var variables = environment
        if variables["PATH"] == nil { variables["PATH"] = getenv("PATH").map { String(cString: $0) } }
        var child: pid_t = 0
        let code = withCStrings([program.path] + arguments) { arguments in
            withCStrings(variables.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&child, program.path, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw SystemCallError("posix_spawn \(program.path)", code) }
        isStarted = true
        return (child, ends[1], output, errors)
    }

    deinit {
        closeInput()
        if !reap() {
            kill(id, SIGKILL)
            waitpid(id, nil, 0)
        }
        close(outputFile)
        close(errorFile)
    }

    // MARK: While it runs

    /// Writes to its standard input; up to 64 KiB at a time without waiting for it to read.
    public func write(_ text: String) {
        inputPipe.withLock { pipe in
            guard let pipe else { return }
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = Glibc.write(pipe, Array(rest), rest.count)
                // It may have closed its input, or ended: then what is left has no reader.
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Its standard input ends here.
    public func closeInput() {
        inputPipe.withLock { pipe in
            if let open = pipe.take() { close(open) }
        }
    }

    /// What it wrote to its standard output so far.
    public var output: String { Self.contents(of: outputFile) }

    /// What it wrote to its standard error so far.
    public var errors: String { Self.contents(of: errorFile) }

    /// Sends it a signal, as in `SIGINT`.
    public func signal(_ number: Int32) { if !reap() { kill(id, number) } }

    /// Waits until `condition` holds, looking every 5 ms.
    ///
    /// - Returns: whether it came to hold before `timeout` seconds were over or the program ended.
    public func waits(until condition: (RunningProgram) -> Bool, timeout: Double = 120) async throws -> Bool {
        let deadline = MonotonicTime.now.advanced(by: timeout)
        while !condition(self) {
            guard !reap(), MonotonicTime.now < deadline else { return condition(self) }
            try await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    /// Waits for its end; kills it after `timeout` seconds.
    public func result(timeout: Double = 120) async throws -> ProgramResult {
        let isInTime = try await waits(until: { $0.reap() }, timeout: timeout)
        while !reap() {
            kill(id, SIGKILL)
            try await Task.sleep(for: .milliseconds(5))
        }
        let status = status.withLock { $0 } ?? 0
        // The macros WIFEXITED and WEXITSTATUS, which Swift does not see.
        let exitCode = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        return ProgramResult(exitCode: Int(exitCode), output: output, errors: errors, isTimedOut: !isInTime)
    }

    /// Whether it has ended.
    private func reap() -> Bool {
        status.withLock { status in
            guard status == nil else { return true }
            var value: Int32 = 0
            guard waitpid(id, &value, WNOHANG) == id else { return false }
            status = value
            return true
        }
    }

    // MARK: Plumbing

    private static func unnamedFile() throws -> Int32 {
        var template = Array("/tmp/alcf-test-XXXXXX".utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw SystemCallError("mkstemp") }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return file
    }

    private static func contents(of file: Int32) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(file, &buffer, buffer.count, off_t(bytes.count))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: buffer.prefix(count))
        }
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
