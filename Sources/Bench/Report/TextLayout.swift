import ALCFSystem

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
        for word in text.safeOnOneLine.split(separator: " ") {
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

    /// A table with aligned columns. Where it would be too wide, labels are wrapped; then what qualifies a figure stands below it; then its
    /// columns are spread over several tables; and only where not even two fit, it is a list. A figure never loses its interval.
    func table(_ table: Report.Table) -> [String] {
        let table = table.safe
        for gap in [3, 2] {
            let lines = aligned(table, gap: String(repeating: " ", count: gap))
            if lines.allSatisfy({ $0.count <= width }) { return headed(lines) }
        }
        if let lines = aligned(table, gap: "  ", wrappingLabelsTo: width) { return headed(lines) }
        for count in (1...max(1, table.columns.count)).reversed() where count >= min(2, table.columns.count) {
            let parts = stride(from: 0, to: table.columns.count, by: count).map { start in
                Self.columns(table, start..<min(start + count, table.columns.count))
            }
            let stacked = parts.map(stacked)
            guard stacked.allSatisfy({ $0 != nil }) else { continue }
            return Array(stacked.compactMap { $0.map(headed) }.joined(separator: [""]))
        }
        var lines = [table.title]
        for row in table.rows {
            lines += wrapped(row.label, first: "  ", rest: "    ")
            for (column, cell) in zip(table.columns, row.cells) where !cell.text.isEmpty {
                lines += wrapped("\(column) \(cell.full)", first: "    ", rest: "      ")
            }
        }
        return headed(lines)
    }

    private static func columns(_ table: Report.Table, _ range: Range<Int>) -> Report.Table {
        var part = table
        part.columns = Array(table.columns[range])
        part.rows = table.rows.map { row in
            Report.Row(
                label: row.label, cells: range.map { $0 < row.cells.count ? row.cells[$0] : Report.Cell("") })
        }
        return part
    }

    /// The least width of a wrapped label.
    private static let leastLabel = 18

    /// Each figure above what qualifies it, both flush right; nil where that is too wide as well.
    private func stacked(_ table: Report.Table) -> [String]? {
        let widths = table.columns.indices.map { column in
            table.rows.flatMap { row -> [Int] in
                let cell = column < row.cells.count ? row.cells[column] : Report.Cell("")
                return [cell.text.count, cell.detail?.count ?? 0]
            }.reduce(table.columns[column].split(separator: " ").map(\.count).max() ?? 0, max)
        }
        let gap = 2
        let room = width - widths.reduce(0) { $0 + $1 + gap }
        guard room >= Self.leastLabel else { return nil }
        let natural = ([table.title.count] + table.rows.map { $0.label.count + 2 }).max() ?? 0
        let inner = TextLayout(width: min(room, natural), colour: false)
        func lines(_ label: [String], _ cells: [[String]]) -> [String] {
            let count = ([label] + cells).map(\.count).max() ?? 0
            return (0..<count).map { line in
                var text = padded(line < label.count ? label[line] : "", inner.width)
                for (cell, width) in zip(cells, widths) {
                    let part = line < cell.count ? cell[line] : ""
                    text += String(repeating: " ", count: gap + max(0, width - part.count)) + part
                }
                return String(text.reversed().drop { $0 == " " }.reversed())
            }
        }
        let headings = zip(table.columns, widths).map { TextLayout(width: $1, colour: false).wrapped($0) }
        let head = lines(inner.wrapped(table.title), headings)
        let body = table.rows.flatMap { row in
            lines(
                inner.wrapped(row.label, first: "  ", rest: "    "),
                table.columns.indices.map { column in
                    guard column < row.cells.count else { return [] }
                    return [row.cells[column].text] + (row.cells[column].detail.map { [$0] } ?? [])
                })
        }
        let all = head + body
        return all.allSatisfy { $0.count <= width } ? all : nil
    }

    private func headed(_ lines: [String]) -> [String] {
        lines.prefix(1).map { styled($0, .heading) } + lines.dropFirst()
    }

    /// Figures stand flush right, what qualifies them flush left behind them.
    private func aligned(_ table: Report.Table, gap: String) -> [String] {
        let labels = ([table.title] + table.rows.map { "  " + $0.label }).map(\.count).max() ?? 0
        return aligned(table, gap: gap, labels: labels)
    }

    /// The same, with labels in as many lines as the room beside the columns takes; nil where that is too narrow.
    private func aligned(_ table: Report.Table, gap: String, wrappingLabelsTo width: Int) -> [String]? {
        let bare = aligned(table, gap: gap, labels: 0)
        let room = width - (bare.map(\.count).max() ?? 0)
        guard room >= Self.leastLabel + 2 else { return nil }
        let lines = aligned(table, gap: gap, labels: room)
        return lines.allSatisfy { $0.count <= width } ? lines : nil
    }

    private func aligned(_ table: Report.Table, gap: String, labels width: Int) -> [String] {
        let inner = TextLayout(width: width, colour: false)
        let heads =
            width == 0
            ? ([table.title] + table.rows.map(\.label)).map { _ in [""] }
            : [inner.wrapped(table.title)] + table.rows.map { inner.wrapped($0.label, first: "  ", rest: "    ") }
        var lines = heads.map { padded($0[0], width) }
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
        return zip(lines, heads).flatMap { line, head in
            [String(line.reversed().drop { $0 == " " }.reversed())] + head.dropFirst()
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
