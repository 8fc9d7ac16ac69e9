import ALCFClient
import ALCFSystem

/// One side of a comparison: an answer that grows in lines of the column's width.
struct ComparedColumn {
    private(set) var column = ColumnsView.Column()
    /// Something came where there was nothing.
    var hasJustBegun = false
    private var renderer: MarkdownRenderer
    private var thoughts: MarkdownRenderer
    private let reasoning: ReasoningMode
    private let isStyled: Bool
    private var begun = false

    init(width: Int, isStyled: Bool, reasoning: ReasoningMode) {
        renderer = MarkdownRenderer(width: width, isStyled: isStyled, wrapsCode: true)
        thoughts = MarkdownRenderer(width: width, isStyled: false, wrapsCode: true)
        self.reasoning = reasoning
        self.isStyled = isStyled
        column.status = "waiting …"
        column.lines = [""]
    }

    mutating func add(_ event: ChatStreamEvent) {
        for piece in event.chunk.choices where piece.index == 0 {
            if let text = piece.reasoning, !text.isEmpty {
                set("thinking …")
                if reasoning != .hide { append(thoughts.add(text), .dim) }
            }
            if let text = piece.content, !text.isEmpty {
                if column.status == "thinking …", reasoning == .show { append(thoughts.finish() + "\n", .dim) }
                set("answering …")
                if reasoning != .only { append(renderer.add(text), []) }
            }
        }
    }

    mutating func end(_ answer: ComparedAnswer) {
        append(thoughts.finish(), .dim)
        append(renderer.finish(), [])
        if column.lines.last == "" { column.lines.removeLast() }
        column.isEnded = true
        if let failure = answer.failure {
            column.status = "failed: \(Failure(failure)?.message ?? "\(failure)")".safeForTerminal
        } else {
            column.status = answer.statistics?.total.map { "\(NumberText.fixed($0, 2)) s" } ?? "done"
        }
    }

    private mutating func set(_ status: String) {
        if !begun { hasJustBegun = true }
        begun = true
        column.status = status
    }

    private mutating func append(_ text: String, _ style: TextStyle) {
        let pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            if index > 0 { column.lines.append("") }
            let piece = isStyled ? style.applied(to: String(piece)) : String(piece)
            column.lines[column.lines.count - 1] += piece
        }
    }
}
