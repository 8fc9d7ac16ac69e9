import ALCFSystem
import Glibc
import Synchronization

/// A program on a terminal of its own: what it shows can be looked at, and keys can be typed.
public final class PseudoTerminal: Sendable {
    /// Its process id.
    public let id: Int32
    private let terminal: Int32
    private let shown = Mutex<[UInt8]>([])
    private let status = Mutex<Int32?>(nil)

    /// Starts it with the terminal as its input, its output and its errors.
    ///
    /// - Parameter environment: as for ``Program/run(_:environment:input:timeout:)``.
    /// - Throws: ``SystemCallError``.
    public init(
        _ program: Program, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
        rows: Int = 24
    ) throws {
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard terminal >= 0 else { throw SystemCallError("open /dev/ptmx") }
        self.terminal = terminal
        // TIOCSPTLCK and TIOCGPTN of Linux, which are behind unlockpt and ptsname, which Swift does not see.
        var (isLocked, number): (Int32, Int32) = (0, -1)
        guard ioctl(terminal, 0x4004_5431, &isLocked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0 else {
            throw SystemCallError("ioctl /dev/ptmx")
        }
        let name = "/dev/pts/\(number)"

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that a session's leader opens becomes the one that controls it.
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        // What other tests have open in this process is none of its business: it would keep their connections open.
        OpenDescriptors.close(in: &actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        let newSession: Int16 = 0x80
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | newSession)

        var variables = environment
        variables["TERM"] = variables["TERM"] ?? "xterm-256color"
        let words = ([program.path] + arguments).map { strdup($0) } + [nil]
        let settings = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + settings { free(word) } }
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        var child: pid_t = 0
        let code = posix_spawnp(&child, program.path, &actions, &attributes, words, settings)
        guard code == 0 else {
            close(terminal)
            throw SystemCallError("posix_spawn \(program.path)", code)
        }
        id = child
    }

    deinit {
        if !reap() {
            kill(id, SIGKILL)
            waitpid(id, nil, 0)
        }
        close(terminal)
    }

    /// Everything it has shown so far, escape sequences included.
    public var output: String {
        shown.withLock { shown in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(terminal, &buffer, buffer.count)
                guard count > 0 else { return String(decoding: shown, as: UTF8.self) }
                shown += buffer[..<count]
            }
        }
    }

    /// Types text; `\u{3}` is Ctrl-C, `\r` is Enter.
    public func type(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = write(terminal, Array(rest), rest.count)
            if count < 0, errno == EAGAIN || errno == EINTR {
                _ = output
                continue
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Whether the terminal echoes what is typed, as it does where nobody has switched that off.
    public var echoes: Bool {
        var mode = termios()
        return tcgetattr(terminal, &mode) == 0 && mode.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Makes the window another size.
    public func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) { if !reap() { kill(id, number) } }

    /// Waits until it has shown `text`, after what it had shown when `mark` was taken.
    public func shows(_ text: String, after mark: Int = 0, timeout: Double = 120) async throws -> Bool {
        try await waits(timeout: timeout) { String($0.output.unicodeScalars.dropFirst(mark)).contains(text) }
    }

    /// How much it has shown; see ``shows(_:after:timeout:)``.
    public var mark: Int { output.unicodeScalars.count }

    /// Waits until `condition` holds, looking every 5 ms.
    public func waits(timeout: Double = 120, until condition: (PseudoTerminal) -> Bool) async throws -> Bool {
        let deadline = MonotonicTime.now.advanced(by: timeout)
        while !condition(self) {
            let isOver = reap()
            guard !isOver, MonotonicTime.now < deadline else { return condition(self) }
            try await Task.sleep(for: .milliseconds(5))
        }
        return true
    }

    /// Its exit code, or 128 and the signal's number; nil where it does not end in time.
    public func exitCode(timeout: Double = 120) async throws -> Int? {
        guard
            try await waits(
                timeout: timeout,
                until: {
                    _ = $0.output; return $0.reap()
                })
        else { return nil }
        let status = status.withLock { $0 } ?? 0
        return Int(status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
    }

    private func reap() -> Bool {
        status.withLock { status in
            guard status == nil else { return true }
            var value: Int32 = 0
            guard waitpid(id, &value, WNOHANG) == id else { return false }
            status = value
            return true
        }
    }
}
