extension TextTable {
    /// Figures stand flush right, what qualifies them flush left behind them. Where that would be too wide, labels are
    /// wrapped; then what qualifies a figure stands below it; then the columns are spread over several tables; and only
    /// where not even two fit, it is a list. A figure never loses its interval.
    func figureLines(width: Int, colour: Bool) -> [String] {
        func headed(_ lines: [String]) -> [String] {
            lines.prefix(1).map { TextStyle.bold.applied(to: $0, where: colour) } + lines.dropFirst()
        }
        for gap in ["   ", "  "] {
            let lines = aligned(gap: gap, labels: naturalLabel)
            if Self.fit(lines, width) { return headed(lines) }
        }
        if let lines = alignedWrappingLabels(to: width) { return headed(lines) }
        let columns = heading.count - 1
        for count in (1...max(1, columns)).reversed() where count >= min(2, columns) {
            let parts = stride(from: 1, through: columns, by: count).map { start in
                part(start..<min(start + count, columns + 1)).stacked(width)
            }
            guard parts.allSatisfy({ $0 != nil }) else { continue }
            return Array(parts.compactMap { $0.map(headed) }.joined(separator: [""]))
        }
        var lines = [heading.first ?? ""]
        for row in rows {
            lines += WrappingWriter.lines(row[0].text, width: width, first: "  ", rest: "    ")
            for (column, cell) in zip(heading, row).dropFirst() where !cell.text.isEmpty {
                let full = cell.detail.map { "\(cell.text) \($0)" } ?? cell.text
                lines += WrappingWriter.lines("\(column) \(full)", width: width, first: "    ", rest: "      ")
            }
        }
        return headed(lines)
    }

    private static func fit(_ lines: [String], _ width: Int) -> Bool {
        lines.allSatisfy { DisplayWidth.of($0) <= width }
    }

    /// The same labels with some of the columns.
    private func part(_ range: Range<Int>) -> TextTable {
        TextTable(
            figures: [heading[0]] + heading[range], rows: rows.map { [$0[0]] + $0[range] })
    }

    /// The least width of a wrapped label.
    private static let leastLabel = 18

    private var naturalLabel: Int {
        ([DisplayWidth.of(heading[0])] + rows.map { DisplayWidth.of($0[0].text) + 2 }).max() ?? 0
    }

    /// The heading and the labels, each in lines of a width.
    private func labels(_ width: Int) -> [[String]] {
        [WrappingWriter.lines(heading[0], width: width)]
            + rows.map { WrappingWriter.lines($0[0].text, width: width, first: "  ", rest: "    ") }
    }

    /// Each figure above what qualifies it, both flush right; nil where that is too wide as well.
    private func stacked(_ width: Int) -> [String]? {
        let columns = heading.indices.dropFirst()
        let widths = columns.map { column in
            rows.map { $0[column].width }.reduce(
                heading[column].split(separator: " ").map { DisplayWidth.of($0) }.max() ?? 0, max)
        }
        let gap = 2
        let room = width - widths.reduce(0) { $0 + $1 + gap }
        guard room >= Self.leastLabel else { return nil }
        let label = min(room, naturalLabel)
        func lines(_ label: [String], _ cells: [[String]], _ width: Int) -> [String] {
            (0..<(([label] + cells).map(\.count).max() ?? 0)).map { line in
                var text = Self.padded(line < label.count ? label[line] : "", width)
                for (cell, width) in zip(cells, widths) {
                    let part = line < cell.count ? cell[line] : ""
                    text += Self.blanks(gap + max(0, width - DisplayWidth.of(part))) + part
                }
                return Self.trimmed(text)
            }
        }
        let headings = zip(columns, widths).map { WrappingWriter.lines(heading[$0], width: $1) }
        let cells = rows.map { row in columns.map { [row[$0].text] + (row[$0].detail.map { [$0] } ?? []) } }
        let all = zip(labels(label), [headings] + cells).flatMap { lines($0, $1, label) }
        return Self.fit(all, width) ? all : nil
    }

    /// Labels in as many lines as the room beside the columns takes; nil where that is too narrow.
    private func alignedWrappingLabels(to width: Int) -> [String]? {
        let room = width - (aligned(gap: "  ", labels: 0).map { DisplayWidth.of($0) }.max() ?? 0)
        guard room >= Self.leastLabel + 2 else { return nil }
        let lines = aligned(gap: "  ", labels: room)
        return Self.fit(lines, width) ? lines : nil
    }

    /// - Parameter width: columns for the labels; 0 leaves them out.
    private func aligned(gap: String, labels width: Int) -> [String] {
        let heads = width == 0 ? Array(repeating: [""], count: rows.count + 1) : labels(width)
        var lines = heads.map { Self.padded($0[0], width) }
        for column in heading.indices.dropFirst() {
            let cells = rows.map { $0[column] }
            let figures = cells.map { DisplayWidth.of($0.text) }.max() ?? 0
            let texts = cells.map { cell in
                Self.blanks(figures - DisplayWidth.of(cell.text)) + cell.text + (cell.detail.map { " " + $0 } ?? "")
            }
            let all = [heading[column]] + texts
            let width = all.map { DisplayWidth.of($0) }.max() ?? 0
            for line in lines.indices { lines[line] += gap + Self.padded(all[line], width) }
        }
        return zip(lines, heads).flatMap { line, head in [Self.trimmed(line)] + head.dropFirst() }
    }
}
