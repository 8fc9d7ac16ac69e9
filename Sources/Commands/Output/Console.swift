import ALCFClient
import ALCFJSON
import ALCFSystem
import Synchronization

/// The output of commands: results on standard output, everything else on standard error.
enum Console {
    /// A result. What could drive the terminal does not get there, styles apart.
    static func print(_ text: String) { StandardStreams.out(text.safeButStyled + "\n") }

    /// A result for a program to read.
    static func print(_ json: JSONValue) {
        StandardStreams.out(json.serializedBytes(.pretty) + [UInt8(ascii: "\n")])
    }

    /// Something the user should know, which is no result.
    static func note(_ text: String) {
        StatusLine.clear()
        StandardStreams.error(fitted(text.safeButStyled, width: Terminal.width(.error)) + "\n")
    }

    /// Returns a text whose sentences are broken between words on a terminal; tables and styled lines stay as they are.
    static func fitted(_ text: String, width: Int?) -> String {
        guard let width else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let isSentence = !line.contains("  ") && !line.contains("\u{1B}") && !line.hasPrefix(" ")
            return isSentence && DisplayWidth.of(String(line)) > width
                ? PlainWrap.lines(String(line), width: width) : String(line)
        }.joined(separator: "\n")
    }

    /// The same for a sentence or two: words stay whole on a terminal, and are set back from what matters more.
    static func aside(_ text: String) {
        note(TextStyle.dim.applied(to: wrapped(text.safeForTerminal), where: Terminal.usesColour(.error)))
    }

    private static func wrapped(_ text: String) -> String {
        guard Terminal.isInteractive(.error) else { return text }
        var renderer = MarkdownRenderer(width: noteWidth, isStyled: false)
        return renderer.add(text) + renderer.finish().dropLast()
    }

    /// Something that the client did or saw on the way.
    static func note(_ note: ClientEvent) {
        let text: String
        switch note {
        case .retry(let error, _, let wait):
            let status = (error.upstreamStatus ?? error.httpStatus).map { " (\($0))" } ?? ""
            let message = error.code == .rateLimited ? "busy" : error.message
            text = "\(message)\(status): trying again in \(NumberText.fixed(wait, wait < 9.95 ? 1 : 0)) s"
        case .throttled(let seconds) where seconds < 1: return
        case .throttled, .largeBody: text = note.description
        }
        aside(text)
    }

    /// Columns for what goes to standard error.
    static var noteWidth: Int { Terminal.width(.error) ?? 80 }

    /// Whether another of several processes says what all of them would.
    private static let isEcho = Mutex(false)

    /// Leaves warnings to the first of several processes, from now on.
    static func leaveWarningsToFirst() { isEcho.withLock { $0 = true } }

    /// Something that may go wrong later.
    static func warn(_ text: String) {
        guard !isEcho.withLock({ $0 }) else { return }
        warnOfOwn(text)
    }

    /// The same of something that no other process says.
    static func warnOfOwn(_ text: String) {
        StatusLine.clear()
        let mark = "warning: "
        let text = wrapped(mark + text.safeForTerminal).dropFirst(mark.count)
        StandardStreams.error(TextStyle.yellow.applied(to: mark, where: Terminal.usesColour(.error)) + text + "\n")
    }

    /// Begins a new line after the `^C` that a terminal shows.
    static func afterInterrupt() {
        if Terminal.isInteractive(.error) { StandardStreams.error("\n") }
    }
}
