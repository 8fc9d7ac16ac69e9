/// Rows under a heading, columns as wide as their widest cell.
struct Table {
    private let heading: [String]
    private var rows: [[String]] = []

    init(_ heading: String...) { self.heading = heading }

    mutating func add(_ cells: String?...) { rows.append(cells.map { ($0 ?? "–").safeForTerminal }) }

    var isEmpty: Bool { rows.isEmpty }

    /// The table, without a line feed at the end.
    ///
    /// - Parameter colour: whether the heading is set off.
    func text(colour: Bool) -> String {
        let widths = heading.indices.map { column in
            ([heading] + rows).map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - DisplayWidth.of(cell)))
            }
            return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
        }
        return ([Style.bold(line(heading), colour)] + rows.map(line)).joined(separator: "\n")
    }
}
