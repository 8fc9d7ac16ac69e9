/// Lays out text in a given width.
struct TextLayout {
    /// How a line looks where colours are allowed.
    enum Style: String {
        case heading = "1"
        case good = "32"
        case warning = "33"
        case alarm = "1;31"
        case faint = "2"
    }

    let width: Int
    let colour: Bool

    func styled(_ line: String, _ style: Style) -> String {
        colour && !line.isEmpty ? "\u{1B}[\(style.rawValue)m\(line)\u{1B}[0m" : line
    }

    /// A paragraph in lines no longer than the width, unless a word is.
    ///
    /// - Parameters:
    ///   - first: what the first line begins with.
    ///   - rest: what the others begin with; blanks as wide as `first` where not given.
    func wrapped(_ text: String, first: String = "", rest: String? = nil) -> [String] {
        let rest = rest ?? String(repeating: " ", count: first.count)
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = rest
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    /// A table with aligned columns; closer together, or as a list, where it would be too wide. A figure never loses
    /// its interval.
    func table(_ table: Report.Table) -> [String] {
        for gap in [3, 2, 1] {
            let lines = aligned(table, gap: String(repeating: " ", count: gap))
            if lines.allSatisfy({ $0.count <= width }) { return headed(lines) }
        }
        var lines = [table.title]
        for row in table.rows {
            lines.append("  " + row.label)
            for (column, cell) in zip(table.columns, row.cells) where !cell.text.isEmpty {
                lines += wrapped("\(column) \(cell.full)", first: "    ", rest: "      ")
            }
        }
        return headed(lines)
    }

    private func headed(_ lines: [String]) -> [String] {
        lines.prefix(1).map { styled($0, .heading) } + lines.dropFirst()
    }

    /// Figures stand flush right, what qualifies them flush left behind them.
    private func aligned(_ table: Report.Table, gap: String) -> [String] {
        let labels = ([table.title] + table.rows.map { "  " + $0.label }).map(\.count).max() ?? 0
        var lines = [padded(table.title, labels)] + table.rows.map { padded("  " + $0.label, labels) }
        for (column, heading) in table.columns.enumerated() {
            let cells = table.rows.map { column < $0.cells.count ? $0.cells[column] : Report.Cell("") }
            let figures = cells.map(\.text.count).max() ?? 0
            let texts = cells.map { cell in
                let figure = String(repeating: " ", count: figures - cell.text.count) + cell.text
                return figure + (cell.detail.map { " " + $0 } ?? "")
            }
            let all = [heading] + texts
            let width = all.map(\.count).max() ?? 0
            for line in lines.indices { lines[line] += gap + padded(all[line], width) }
        }
        return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
