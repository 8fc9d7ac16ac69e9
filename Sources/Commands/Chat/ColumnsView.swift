import ALCFSystem

/// Two texts that grow, side by side: what is shown of them, and how that is brought up to date.
///
/// Rows that both texts are done with are written once and scroll away; those below are written over in place.
struct ColumnsView {
    /// One of the two.
    struct Column {
        /// Lines of the column's width, styles within each of them.
        var lines: [String] = []
        /// Whether nothing will be added.
        var isEnded = false
        /// Status below the answer.
        var status = ""

        /// Lines that will not change.
        fileprivate var settled: Int { isEnded ? .max : max(0, lines.count - 1) }
    }

    var left = Column()
    var right = Column()
    private let width: Int
    private let height: Int
    private let isStyled: Bool
    /// Rows that are never written again.
    private var done = 0
    /// Rows below them that are on the screen.
    private var live = 0

    /// - Parameters:
    ///   - width: columns of the terminal.
    ///   - height: rows of the terminal.
    init(width: Int, height: Int, isStyled: Bool) {
        self.width = width
        self.height = max(4, height)
        self.isStyled = isStyled
    }

    /// Columns of each text: a line and its spaces stand between them.
    var columnWidth: Int { (width - 3) / 2 }

    /// Returns the heading, which is written first.
    func heading(_ left: String, _ right: String) -> String {
        row(TextStyle.bold.applied(to: fit(left)), TextStyle.bold.applied(to: fit(right)), isStyled: isStyled)
            + "\n" + rule + "\n"
    }

    /// Returns the output that brings the screen up to date.
    mutating func update() -> String {
        let settled = min(left.settled, right.settled, max(left.lines.count, right.lines.count))
        var text = "\u{1B}[?2026h" + (live > 0 ? "\u{1B}[\(live)A" : "") + "\r"
        // Rows that are settled for good leave the part that is written over.
        for index in done..<max(done, settled) { text += row(at: index) + "\u{1B}[K\n" }
        done = max(done, settled)
        let all = max(left.lines.count, right.lines.count)
        let shown = min(all - done, height - 3)
        for index in done..<done + max(0, shown) { text += row(at: index) + "\u{1B}[K\n" }
        live = max(0, shown)
        guard !(left.isEnded && right.isEnded && shown <= 0) else {
            live = 0
            return text + rule + "\u{1B}[K\n" + status + "\u{1B}[K\n\u{1B}[J\u{1B}[?2026l"
        }
        let hidden = all - done - shown
        let more = hidden > 0 ? "… \(hidden) more lines when the other has caught up" : ""
        live += 2
        return text + (hidden > 0 ? fit(more, width: width) : rule) + "\u{1B}[K\n" + status
            + "\u{1B}[K\n\u{1B}[J\u{1B}[?2026l"
    }

    private var status: String { row(dim(fit(left.status)), dim(fit(right.status)), isStyled: isStyled) }

    private var rule: String {
        dim(String(repeating: "─", count: columnWidth + 1) + "┼" + String(repeating: "─", count: columnWidth + 1))
    }

    private func row(at index: Int) -> String {
        row(
            index < left.lines.count ? left.lines[index] : "", index < right.lines.count ? right.lines[index] : "",
            isStyled: isStyled)
    }

    /// The right text is put in its place by number, so that it stands there whatever the terminal takes the width of
    /// the left one's characters for.
    private func row(_ left: String, _ right: String, isStyled: Bool) -> String {
        "\(left)\u{1B}[K\u{1B}[\(columnWidth + 2)G\(dim("│")) \(right)"
    }

    private func dim(_ text: String) -> String { isStyled ? TextStyle.dim.applied(to: text) : text }

    private func fit(_ text: String, width: Int? = nil) -> String {
        DisplayWidth.shortened(text, to: width ?? columnWidth)
    }
}
