extension TextTable {
    /// Columns flush left; cells that do not fit go on in the next line of their own column. Where that is not enough
    /// either, the rows come one below the other, a line for each cell.
    func wordLines(width: Int?, colour: Bool) -> [String] {
        let cells = rows.map { $0.map(\.text) }
        guard let widths = width.map({ fitted(to: $0) }) ?? naturalWidths else {
            return Array(cells.map { record($0, width ?? 80, colour: colour) }.joined(separator: [""]))
        }
        return Self.lines(heading, widths).map { TextStyle.bold.applied(to: $0, where: colour) }
            + cells.flatMap { Self.lines($0, widths) }
    }

    private var naturalWidths: [Int] { widths { DisplayWidth.of($0) } }

    private func widths(_ measure: (String) -> Int) -> [Int] {
        heading.indices.map { column in
            ([heading] + rows.map { $0.map(\.text) }).map { column < $0.count ? measure($0[column]) : 0 }.max() ?? 0
        }
    }

    /// Widths that fit: the widest column gives way first, down to its longest word while that is enough. Nil where
    /// names would become so short that they look the same.
    private func fitted(to width: Int) -> [Int]? {
        let words = widths { $0.cellWords.map { DisplayWidth.of(TextTable.trimmed($0)) }.max() ?? 0 }
        var widths = naturalWidths
        var excess = widths.reduce(2 * (widths.count - 1), +) - width
        for least in [words, words.map { min($0, 20) }] {
            while excess > 0 {
                let wide = widths.indices.filter { widths[$0] > least[$0] }
                guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { break }
                widths[widest] -= 1
                excess -= 1
            }
        }
        return excess > 0 ? nil : widths
    }

    /// A row as lines: its first cell, and below it the others that hold something.
    private func record(_ cells: [String], _ width: Int, colour: Bool) -> [String] {
        let margin = (heading.dropFirst().map { DisplayWidth.of($0) }.max() ?? 0) + 4
        var lines = cells.first?.wrapped(to: width).map { TextStyle.bold.applied(to: $0, where: colour) } ?? []
        for (name, cell) in zip(heading, cells).dropFirst() where cell != "–" {
            for (index, line) in cell.wrapped(to: max(8, width - margin)).enumerated() {
                lines.append(Self.padded(index == 0 ? "  " + name : "", margin) + line)
            }
        }
        return lines
    }

    private static func lines(_ cells: [String], _ widths: [Int]) -> [String] {
        let wrapped = zip(cells, widths).map { $0.wrapped(to: $1) }
        return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
            Self.line(wrapped.map { line < $0.count ? $0[line] : "" }, widths, gap: "  ")
        }
    }
}

extension String {
    /// The parts that a cell may be broken between: after a space, and after the owner of a model; a short one is not.
    fileprivate var cellWords: [String] {
        guard DisplayWidth.of(self) > 12 else { return [self] }
        var words = [""]
        for character in self {
            let word = words[words.count - 1]
            if word.last == " " && character != " " || word.last == "/" && !word.hasPrefix("/") { words.append("") }
            words[words.count - 1].append(character)
        }
        return words
    }

    /// Lines of at most so many columns. A word that is longer loses its middle: both its ends tell names apart.
    fileprivate func wrapped(to width: Int) -> [String] {
        guard DisplayWidth.of(self) > width else { return [self] }
        var writer = WrappingWriter(width: width, breaksWords: false)
        for (index, word) in split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { writer.write([StyledText(text: " ")]) }
            // Text between spaces stays together where that fits.
            let parts = DisplayWidth.of(word) <= width ? [String(word)] : String(word).cellWords
            for part in parts { writer.write(whole: part.withoutMiddle(width)) }
        }
        return writer.take().split(separator: "\n", omittingEmptySubsequences: false).map {
            TextTable.trimmed(String($0))
        }
    }

    private func withoutMiddle(_ width: Int) -> String {
        guard DisplayWidth.of(self) > width else { return self }
        var (head, tail) = (self[...], self[...])
        while DisplayWidth.of(head) > width / 2 { head.removeLast() }
        while DisplayWidth.of(tail) > width - 1 - DisplayWidth.of(head) { tail.removeFirst() }
        return head + "…" + tail
    }
}
