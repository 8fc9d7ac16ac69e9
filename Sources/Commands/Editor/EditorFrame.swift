import ALCFSystem

/// The layout of a text on the terminal: rows of a width, and the place of the cursor.
struct EditorFrame {
    /// Rows to show, prompt included.
    let rows: [String]
    /// The cursor's row, counted from the first one shown.
    let cursorRow: Int
    let cursorColumn: Int
    /// Columns of each row.
    private let widths: [Int]

    /// - Parameters:
    ///   - prompt: before the first row; rows after it are indented alike.
    ///   - height: the most rows to show; those around the cursor are.
    init(text: [Character], cursor: Int, prompt: String, promptStyle: TextStyle, width: Int, height: Int) {
        let indent = DisplayWidth.of(prompt)
        let space = String(repeating: " ", count: indent)
        var rows = [promptStyle.applied(to: prompt)]
        var widths = [indent]
        var column = indent
        var place: (row: Int, column: Int)?
        func newRow() {
            rows.append(space)
            widths.append(indent)
            column = indent
        }
        for (index, character) in text.enumerated() {
            let columns = character == "\n" ? 0 : DisplayWidth.of(character)
            if column + columns > max(width, indent + 2) { newRow() }
            if index == cursor { place = (rows.count - 1, column) }
            if character == "\n" {
                newRow()
            } else {
                rows[rows.count - 1].append(character)
                column += columns
                widths[rows.count - 1] = column
            }
        }
        // Behind a full row, the cursor has no column of its own.
        if place == nil, column >= width { newRow() }
        let cursor = place ?? (rows.count - 1, column)
        let first = min(max(0, cursor.row - height + 1), max(0, rows.count - height))
        self.rows = Array(rows[first..<min(rows.count, first + max(1, height))])
        self.widths = Array(widths[first..<min(rows.count, first + max(1, height))])
        cursorRow = cursor.row - first
        cursorColumn = min(cursor.column, width - 1)
    }

    /// The row in which the cursor stands after the terminal has set each row into lines of `width` columns.
    func cursorRow(reflowedTo width: Int) -> Int {
        let above = widths[..<cursorRow].reduce(0) { $0 + max(1, ($1 + width - 1) / max(1, width)) }
        return above + cursorColumn / max(1, width)
    }

    /// Returns the output that draws it over the previous frame.
    ///
    /// - Parameter previousRow: the row in which the cursor stands now, counted from the first one shown.
    func drawing(over previousRow: Int) -> String {
        var text = "\u{1B}[?25l\r" + (previousRow > 0 ? "\u{1B}[\(previousRow)A" : "") + "\u{1B}[J"
        text += rows.joined(separator: "\r\n")
        let below = rows.count - 1 - cursorRow
        text += (below > 0 ? "\u{1B}[\(below)A" : "") + "\r"
        text += (cursorColumn > 0 ? "\u{1B}[\(cursorColumn)C" : "") + "\u{1B}[?25h"
        return text
    }
}
