import Glibc

/// A terminal's window.
package struct TerminalSize: Sendable, Hashable {
    /// Characters side by side.
    package let columns: Int
    /// Lines.
    package let rows: Int

    /// Size of the terminal that standard output goes to; 80 by 24 if it is not known.
    package static var current: TerminalSize {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return TerminalSize(columns: 80, rows: 24)
        }
        return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
