import ALCFSystem
import Synchronization

/// A line on a terminal that says what is going on, and is gone once there is something to show.
enum StatusLine {
    private static let isShown = Mutex(false)

    /// Shows `text` where both outputs go to a terminal; nowhere else.
    static func show(_ text: String) {
        guard Terminal.takesEscapes(.error), Terminal.isInteractive(.output) else { return }
        let width = TerminalSize.current.columns - 1
        isShown.withLock { isShown in
            let line = TextStyle.dim.applied(
                to: DisplayWidth.shortened(text.safeOnOneLine, to: width), where: Terminal.usesColour(.error))
            StandardStreams.error((isShown ? "\r\u{1B}[K" : "") + line)
            isShown = true
        }
    }

    /// Removes the line, so that something else can be written.
    static func clear() {
        isShown.withLock { isShown in
            if isShown { StandardStreams.error("\r\u{1B}[K") }
            isShown = false
        }
    }
}
