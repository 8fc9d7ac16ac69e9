import Glibc

/// The connections of the program's standard streams.
package enum Terminal {
    /// A standard stream.
    package enum Stream: Int32, Sendable { case input = 0, output = 1, error = 2 }

    /// Whether a person sits at the other end.
    package static func isInteractive(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

    /// Whether it is a terminal that understands escape sequences, so that a line can be written over.
    package static func takesEscapes(_ stream: Stream) -> Bool {
        isInteractive(stream) && !["", "dumb"].contains(ProcessEnvironment.value("TERM") ?? "")
    }

    /// Whether to write colours: only to a terminal that has them, and not where `NO_COLOR` is set.
    package static func usesColour(_ stream: Stream) -> Bool {
        takesEscapes(stream) && (ProcessEnvironment.value("NO_COLOR") ?? "").isEmpty
    }

    /// Columns; nil where it is no terminal or does not say.
    package static func width(_ stream: Stream) -> Int? {
        guard isInteractive(stream) else { return nil }
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// A line typed at the controlling terminal, also where standard input is a pipe; nil where there is no terminal.
    ///
    /// - Parameter prompt: shown before it, on the terminal.
    package static func ask(_ prompt: String) async -> String? {
        await BlockingWork.run { shownLine(prompt) }
    }

    private static func shownLine(_ prompt: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        _ = write(terminal, prompt, prompt.utf8.count)
        return LineReader(descriptor: terminal).next()
    }

    /// A line typed at the controlling terminal that does not show there; nil where there is no terminal. Ctrl-C
    /// interrupts the program, as it does elsewhere.
    ///
    /// - Parameter prompt: shown before it, on the terminal.
    package static func askHidden(_ prompt: String) async -> String? {
        guard let line = await BlockingWork.run({ hiddenLine(prompt) }) else { return nil }
        guard line.utf8.contains(interrupt) else { return line }
        kill(getpid(), SIGINT)
        return nil
    }

    /// Ctrl-C.
    private static let interrupt: UInt8 = 3

    private static func hiddenLine(_ prompt: String) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { return nil }
        var hidden = usual
        hidden.c_lflag &= ~tcflag_t(ECHO)
        // Ctrl-C must not leave the terminal mute: it ends the line, and the signal comes later.
        hidden.c_lflag &= ~tcflag_t(ISIG)
        withUnsafeMutableBytes(of: &hidden.c_cc) { $0[Int(VEOL)] = interrupt }
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else { return nil }
        defer {
            tcsetattr(terminal, TCSAFLUSH, &usual)
            _ = write(terminal, "\n", 1)
        }
        _ = write(terminal, prompt, prompt.utf8.count)
        return LineReader(descriptor: terminal, mark: interrupt).next()
    }

    /// A line of standard input, without its end; nil at the end.
    package static func readLine() async -> String? { await BlockingWork.run { LineReader(descriptor: 0).next() } }
}
