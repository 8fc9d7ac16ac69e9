import ALCFSystem

/// A table of Markdown, set in columns where the width allows it, and as a list of its rows where not.
struct MarkdownTable {
    private let rows: [[[StyledText]]]
    private let rightAligned: [Bool]
    private let hasHeading: Bool

    /// - Parameter lines: each begins with `|`.
    init(_ lines: [String]) {
        let cells = lines.map(Self.cells)
        let isRule: ([String]) -> Bool = { row in
            row.allSatisfy { $0.contains("-") && $0.allSatisfy { "-: ".contains($0) } }
        }
        let rule = cells.count > 1 && isRule(cells[1]) ? cells[1] : nil
        hasHeading = rule != nil
        rightAligned = (rule ?? []).map { $0.hasSuffix(":") && !$0.hasPrefix(":") }
        rows = cells.enumerated().filter { !(rule != nil && $0.offset == 1) }.map { index, row in
            row.map {
                InlineMarkdown.read(Array($0), isComplete: true, style: index == 0 && rule != nil ? .bold : []).pieces
            }
        }
    }

    /// The lines to show.
    func lines(width: Int) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        var widths = Array(repeating: 0, count: columns)
        for row in rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], Self.width(cell)) }
        }
        let total = widths.reduce(0, +) + 3 * max(0, columns - 1)
        guard total <= width else { return records(width: width) }
        var lines = rows.map { row in
            let cells = (0..<columns).map { column -> String in
                let cell = column < row.count ? row[column] : []
                let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
                let text = cell.map { $0.style.applied(to: $0.text) }.joined()
                let isRight = column < rightAligned.count && rightAligned[column]
                return isRight ? padding + text : column == columns - 1 ? text : text + padding
            }
            return cells.joined(separator: TextStyle.dim.applied(to: " │ "))
        }
        if hasHeading {
            let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
            lines.insert(TextStyle.dim.applied(to: rule), at: min(1, lines.count))
        }
        return lines
    }

    /// Each row as lines of `heading: cell`.
    private func records(width: Int) -> [String] {
        var writer = WrappingWriter(width: max(8, width))
        let heading = hasHeading ? rows.first ?? [] : []
        for (number, row) in rows.dropFirst(hasHeading ? 1 : 0).enumerated() {
            if number > 0 { writer.newLine() }
            for (column, cell) in row.enumerated() where !cell.isEmpty {
                writer.begin(StyledText(text: ""), hang: StyledText(text: "  "))
                if column < heading.count, !heading[column].isEmpty {
                    writer.write(heading[column] + [StyledText(text: ":", style: .bold)])
                }
                writer.write([StyledText(text: " ")] + cell)
                writer.newLine()
            }
        }
        return writer.take().split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    private static func width(_ cell: [StyledText]) -> Int { cell.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    private static func cells(_ line: String) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isCode = false
        var isEscaped = false
        for character in line.drop(while: \.isWhitespace).dropFirst() {
            if character == "`" { isCode.toggle() }
            if character == "|", !isEscaped, !isCode {
                cells.append(cell)
                cell = ""
            } else {
                cell.append(character)
            }
            isEscaped = character == "\\"
        }
        if !cell.allSatisfy(\.isWhitespace) { cells.append(cell) }
        return cells.map { cell in
            var cell = cell.drop(while: \.isWhitespace)
            while cell.last?.isWhitespace == true { cell.removeLast() }
            return String(cell)
        }
    }
}
