import ALCFSystem

/// Rows under a heading, columns as wide as their widest cell.
struct Table {
    private let heading: [String]
    private var rows: [[String]] = []

    init(_ heading: String...) { self.heading = heading }

    mutating func add(_ cells: String?...) { rows.append(cells.map { ($0 ?? "–").safeForTerminal }) }

    var isEmpty: Bool { rows.isEmpty }

    /// The table as it goes to a stream: no wider than the terminal, and in full where it is none.
    func text(on stream: Terminal.Stream) -> String {
        text(colour: Terminal.usesColour(stream), width: Terminal.width(stream))
    }

    /// The table, without a line feed at the end.
    ///
    /// - Parameters:
    ///   - colour: whether the heading is set off.
    ///   - width: columns that there are; cells that do not fit go on in the next line of their own column. Where
    ///     that is not enough either, the rows come one below the other, a line for each cell.
    func text(colour: Bool, width: Int? = nil) -> String {
        guard let widths = width.map({ fitted(to: $0) }) ?? naturalWidths else {
            return rows.map { record($0, width ?? 80, colour: colour) }.joined(separator: "\n\n")
        }
        let all = lines(heading, widths).map { Style.bold($0, colour) } + rows.flatMap { lines($0, widths) }
        return all.joined(separator: "\n")
    }

    private var naturalWidths: [Int] { widths { DisplayWidth.of($0) } }

    private func widths(_ measure: (String) -> Int) -> [Int] {
        heading.indices.map { column in
            ([heading] + rows).map { column < $0.count ? measure($0[column]) : 0 }.max() ?? 0
        }
    }

    /// Widths that fit: the widest column gives way first, down to its longest word while that is enough. Nil where
    /// names would become so short that they look the same.
    private func fitted(to width: Int) -> [Int]? {
        let words = widths { $0.cellWords.map { DisplayWidth.of($0.withoutTrailingWhitespace) }.max() ?? 0 }
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
    private func record(_ cells: [String], _ width: Int, colour: Bool) -> String {
        let margin = (heading.dropFirst().map { DisplayWidth.of($0) }.max() ?? 0) + 4
        var text = cells.first?.wrapped(to: width).map { Style.bold($0, colour) } ?? []
        for (name, cell) in zip(heading, cells).dropFirst() where cell != "–" {
            for (index, line) in cell.wrapped(to: max(8, width - margin)).enumerated() {
                let label = index == 0 ? "  " + name : ""
                text.append(label + String(repeating: " ", count: margin - DisplayWidth.of(label)) + line)
            }
        }
        return text.joined(separator: "\n")
    }

    private func lines(_ cells: [String], _ widths: [Int]) -> [String] {
        let wrapped = zip(cells, widths).map { $0.wrapped(to: $1) }
        return (0..<(wrapped.map(\.count).max() ?? 0)).map { line in
            let padded = zip(wrapped, widths).map { cell, width in
                let text = line < cell.count ? cell[line] : ""
                return text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
            }
            return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension String {
    /// Parts between which a cell may be broken: after a space, and after the owner of a model; a short cell is not broken.
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
        // What stands between spaces stays together where that fits.
        let words = split(separator: " ", omittingEmptySubsequences: false).flatMap { word in
            DisplayWidth.of(word) <= width ? [word + " "] : String(word + " ").cellWords
        }
        var lines = [""]
        for word in words {
            let isFitting = DisplayWidth.of(lines[lines.count - 1] + word.withoutTrailingWhitespace) <= width
            if !isFitting, !lines[lines.count - 1].isEmpty { lines.append("") }
            lines[lines.count - 1] += word
        }
        return lines.map { $0.withoutTrailingWhitespace.withoutMiddle(width) }
    }

    private func withoutMiddle(_ width: Int) -> String {
        guard DisplayWidth.of(self) > width else { return self }
        var (head, tail) = (self[...], self[...])
        while DisplayWidth.of(head) > width / 2 { head.removeLast() }
        while DisplayWidth.of(tail) > width - 1 - DisplayWidth.of(head) { tail.removeFirst() }
        return head + "…" + tail
    }
}
