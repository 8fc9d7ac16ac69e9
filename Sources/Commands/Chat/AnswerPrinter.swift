import ALCFSystem

/// Shows an answer while it comes: Markdown made readable on a terminal, in a pipe as it came.
struct AnswerPrinter {
    private let mode: ReasoningMode
    private let target: String
    private var answer: TextSink
    private var reasoning: TextSink
    private var last = Part.nothing

    private enum Part { case nothing, reasoning, answer }

    /// - Parameters:
    ///   - target: who is asked, for the line that says that an answer is waited for.
    ///   - isMarkdown: false for an answer that is code as a whole.
    init(reasoning mode: ReasoningMode, target: String, isMarkdown: Bool = true) {
        self.mode = mode
        self.target = target
        answer = TextSink(.output, isMarkdown: isMarkdown)
        reasoning = mode == .only ? TextSink(.output) : TextSink(.error, isDim: true)
    }

    /// Says that an answer is waited for.
    func begin() { StatusLine.show("Waiting for \(target) …") }

    mutating func add(reasoning text: String) {
        guard !text.isEmpty else { return }
        guard mode != .hide else {
            if last == .nothing { StatusLine.show("\(target) is thinking …") }
            return
        }
        StatusLine.clear()
        last = .reasoning
        reasoning.add(text)
    }

    mutating func add(answer text: String) {
        guard !text.isEmpty else { return }
        guard mode != .only else {
            if last != .answer { StatusLine.show("\(target) is answering …") }
            last = .answer
            return
        }
        StatusLine.clear()
        if last == .reasoning {
            reasoning.finish()
            StandardStreams.error("\n")
        }
        last = .answer
        answer.add(text)
    }

    /// Shows what is held back, and ends the line; call it whatever became of the answer.
    mutating func finish() {
        StatusLine.clear()
        reasoning.finish()
        answer.finish()
    }
}

/// A stream that text goes to, piece by piece.
private struct TextSink {
    private let stream: Terminal.Stream
    private var renderer: MarkdownRenderer?
    private let isDim: Bool
    private let isSafe: Bool
    private var isAtLineStart = true

    init(_ stream: Terminal.Stream, isMarkdown: Bool = true, isDim: Bool = false) {
        self.stream = stream
        self.isDim = isDim && Terminal.usesColour(stream)
        isSafe = !Terminal.isInteractive(stream)
        guard let width = Terminal.width(stream), isMarkdown else { return }
        renderer = MarkdownRenderer(width: width, isStyled: !isDim && Terminal.usesColour(stream))
    }

    mutating func add(_ text: String) {
        write(renderer?.add(text) ?? (isSafe ? text : text.safeForTerminal))
    }

    mutating func finish() {
        if let rest = renderer?.finish() { write(rest) }
        if !isAtLineStart { write("\n") }
    }

    private mutating func write(_ text: String) {
        guard let last = text.unicodeScalars.last else { return }
        isAtLineStart = last == "\n"
        let text = TextStyle.dim.applied(to: text, where: isDim)
        if stream == .output { StandardStreams.out(text) } else { StandardStreams.error(text) }
    }
}
