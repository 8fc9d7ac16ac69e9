/// A table of a terminal: rows under a heading, in columns as wide as their widest cells.
///
/// It is laid out as words (lists of models, jobs) or as figures (reports): see `TextTable+Words.swift` and
/// `TextTable+Figures.swift`.
package struct TextTable: Sendable, Hashable {
    /// The text of a cell, and what qualifies it.
    package struct Cell: Sendable, Hashable {
        /// A figure, or words.
        let text: String
        /// An interval or a spread, which stands behind the figure, or below it where there is no room.
        let detail: String?

        package init(_ text: String, _ detail: String? = nil) {
            self.text = text.safeOnOneLine
            self.detail = detail?.safeOnOneLine
        }

        /// The widest of its parts.
        var width: Int { max(DisplayWidth.of(text), detail.map { DisplayWidth.of($0) } ?? 0) }
    }

    /// Alignment of cells in their columns.
    private enum Kind { case words, figures }

    /// The heading of each column. The first names the table where it is one of figures.
    let heading: [String]
    /// The cells of each row, the first of which is its label.
    private(set) var rows: [[Cell]] = []
    private let kind: Kind

    /// A table of words without rows yet.
    package init(_ heading: String...) { self.init(words: heading, rows: []) }

    /// A table of words.
    package init(words heading: [String], rows: [[Cell]]) {
        self.heading = heading.map(\.safeOnOneLine)
        self.rows = rows
        kind = .words
    }

    /// A table of figures, each row of which begins with its label.
    package init(figures heading: [String], rows: [[Cell]]) {
        self.heading = heading.map(\.safeOnOneLine)
        // As many cells as there are columns, so that no layout has to ask.
        self.rows = rows.map { row in heading.indices.map { $0 < row.count ? row[$0] : Cell("") } }
        kind = .figures
    }

    package mutating func add(_ cells: String?...) { rows.append(cells.map { Cell($0 ?? "–") }) }

    package var isEmpty: Bool { rows.isEmpty }

    /// The table as it goes to a stream: no wider than the terminal, and in full where it is none.
    package func text(on stream: Terminal.Stream) -> String {
        text(colour: Terminal.usesColour(stream), width: Terminal.width(stream))
    }

    /// The table, without a line feed at the end; see ``lines(width:colour:)``.
    package func text(colour: Bool, width: Int? = nil) -> String {
        lines(width: width, colour: colour).joined(separator: "\n")
    }

    /// The lines of the table.
    ///
    /// - Parameters:
    ///   - width: columns that there are; nil for as many as it takes.
    ///   - colour: whether the heading is set off.
    package func lines(width: Int?, colour: Bool) -> [String] {
        switch kind {
        case .words: wordLines(width: width, colour: colour)
        case .figures: figureLines(width: width ?? Int.max / 4, colour: colour)
        }
    }

    /// A line of parts, each as wide as its column, without blanks at its end.
    static func line(_ parts: [String], _ widths: [Int], gap: String) -> String {
        trimmed(zip(parts, widths).map { padded($0, $1) }.joined(separator: gap))
    }

    static func padded(_ text: String, _ width: Int) -> String { text + blanks(width - DisplayWidth.of(text)) }

    static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    static func trimmed(_ text: String) -> String { String(text.reversed().drop { $0 == " " }.reversed()) }
}
