import Glibc
import Synchronization

/// Whether the terminal hands on each key as it is pressed. However the program ends, the terminal is as it was.
package enum TerminalMode {
    /// Mode of the terminal before it was changed.
    private static let saved = Mutex<termios?>(nil)
    /// Restores the terminal if the program calls `exit`.
    private static let registered: Void = { atexit { TerminalMode.restore() } }()

    /// Asks the terminal to mark what is pasted.
    private static let start = Array("\u{1B}[?2004h".utf8)
    private static let end = Array("\u{1B}[?2004l\u{1B}[?25h\u{1B}[0m".utf8)

    /// Takes keys one by one: no echo, no lines, no signals from keys. Output stays as it is.
    ///
    /// - Returns: false where standard input is no terminal.
    @discardableResult
    package static func takeKeys() -> Bool {
        _ = registered
        return saved.withLock { saved in
            guard saved == nil else { return true }
            var mode = termios()
            guard tcgetattr(0, &mode) == 0 else { return false }
            let old = mode
            mode.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
            mode.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | ISTRIP)
            guard tcsetattr(0, TCSADRAIN, &mode) == 0 else { return false }
            saved = old
            send(start)
            return true
        }
    }

    /// Puts the terminal back as it was.
    package static func restore() {
        saved.withLock { saved in
            guard var old = saved else { return }
            send(end)
            tcsetattr(0, TCSADRAIN, &old)
            saved = nil
        }
    }

    /// Stops the program as Ctrl-Z does elsewhere; returns when it goes on.
    package static func suspend() {
        restore()
        // Sent to this very thread, which may hold signals back: sent to the process, it might stop only later, with
        // the terminal already taken again.
        var (signals, blocked) = (sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &signals, &blocked)
        raise(SIGTSTP)
        pthread_sigmask(SIG_SETMASK, &blocked, nil)
        takeKeys()
    }

    private static func send(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) } }
}
