import ALCFSystem

/// A report as text for a terminal.
package struct TerminalReport {
    private let width: Int
    private let colour: Bool

    /// Returns the report, lines ending in a newline.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal, in which tables become lists where it is narrow; nil for lines in full.
    ///   - colour: whether to use ANSI colours.
    package static func text(_ document: Document, width: Int? = 100, colour: Bool = false) -> String {
        let lines = TerminalReport(width: max(width ?? Int.max / 4, 20), colour: colour).lines(document)
        return lines.map { $0 + "\n" }.joined()
    }

    /// So many lines are on a screen at once.
    private static let screen = 20

    private func lines(_ document: Document) -> [String] {
        let notices = document.notices.map { wrapped($0, first: "!! ", .alarm) }
        // By their standing; in the order of the document where that is the same.
        let parts = document.blocks.enumerated().sorted { left, right in
            (Self.standing(left.element), left.offset) < (Self.standing(right.element), right.offset)
        }.map(\.element)
        let split = parts.firstIndex { Self.standing($0) > .verdict } ?? parts.count
        let verdict = parts[..<split].flatMap { lines($0) }
        let rest = parts[split...].flatMap { lines($0) }
        let head = notices.flatMap { $0 + [""] } + wrapped(document.title, .bold) + verdict + rest
        // First and last on a screen, since what is between scrolls away.
        return rest.count < Self.screen ? head : head + verdict + notices.flatMap { [""] + $0 }
    }

    private static func standing(_ block: Document.Block) -> Document.Section.Standing {
        if case .section(let section) = block { section.standing } else { .body }
    }

    private func lines(_ section: Document.Section) -> [String] {
        guard section.standing < .picture else { return [] }
        let style: TextStyle =
            switch section.standing {
            case .verdict: .green
            case .setting, .caveat: .dim
            case .body, .picture, .reference: []
            }
        let blocks = section.blocks
        let lines = blocks.flatMap { block in
            if case .list(let items) = block, section.standing == .setting {
                return items.flatMap { wrapped($0, first: "  ", rest: "    ", style) }
            }
            return self.lines(block, style)
        }
        guard !lines.isEmpty else { return [] }
        if section.standing == .setting { return [""] + lines }
        // A table has its title above it.
        if case .table = blocks.first { return lines }
        return ["", heading(section.title)] + lines
    }

    private func lines(_ block: Document.Block, _ style: TextStyle = []) -> [String] {
        switch block {
        case .section(let section): lines(section)
        case .heading(let text): ["", heading(text)]
        case .paragraph(let text): text.split(separator: "\n").flatMap { wrapped(String($0), style) }
        case .list(let items): items.flatMap { wrapped($0, first: "  • ", style) }
        case .table(let table):
            table.isDetail ? [] : [""] + table.layout.lines(width: width, colour: colour)
        case .note(let text): [""] + wrapped(text, .dim)
        case .warning(let text, let remedy): wrapped(text, first: "  ! ", .yellow) + wrapped(remedy, first: "    → ")
        case .definitions(let definitions):
            definitions.flatMap { [heading($0.term)] + wrapped($0.text, first: "    ", style) }
        case .panels(let panels):
            panels.flatMap { panel in
                [heading(panel.title)] + wrapped(panel.text, first: "    ", style)
                    + [panel.mark, panel.note].filter { !$0.isEmpty }.flatMap { wrapped($0, first: "    ", .dim) }
            }
        case .preformatted(let text):
            text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).safeOnOneLine }
        case .folded(_, let blocks): blocks.flatMap { lines($0, style) }
        case .plot(let plot):
            // Cut or wrapped it would be no drawing.
            plot.sketch.isEmpty || plot.sketch.contains { DisplayWidth.of($0) > width }
                ? [] : wrapped(plot.title) + plot.sketch.map(\.safeOnOneLine)
        case .details: []
        }
    }

    private func heading(_ text: String) -> String { TextStyle.bold.applied(to: text.safeOnOneLine, where: colour) }

    private func wrapped(_ text: String, first: String = "", rest: String? = nil, _ style: TextStyle = []) -> [String] {
        WrappingWriter.lines(text, width: width, first: first, rest: rest).map { style.applied(to: $0, where: colour) }
    }
}

extension Document.Table {
    /// The table as a terminal shows it.
    var layout: TextTable {
        let cells = rows.map { row in
            [TextTable.Cell(row.label)] + row.cells.map { TextTable.Cell($0.text, $0.detail) }
        }
        return isText
            ? TextTable(words: [title] + columns, rows: cells) : TextTable(figures: [title] + columns, rows: cells)
    }
}
