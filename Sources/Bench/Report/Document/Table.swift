extension Document {
    /// A table: rows with a label, columns with a heading.
    package struct Table: Sendable, Hashable {
        /// The subject.
        package internal(set) var title: String
        /// The headings of the columns after the first, which holds the labels.
        package internal(set) var columns: [String]
        /// The rows.
        package internal(set) var rows: [Row]
        /// Whether its cells are words rather than figures.
        package var isText = false
        /// Whether a terminal can do without it, since another table has the outline.
        package var isDetail = false
    }

    /// A row of a table.
    package struct Row: Sendable, Hashable {
        /// The name of the row, with its unit where the table does not say it.
        package let label: String
        /// One cell for each column.
        package let cells: [Cell]
    }

    /// A cell of a table: a figure, and what qualifies it.
    package struct Cell: Sendable, Hashable {
        /// The figure, or an en dash.
        package let text: String
        /// Its interval or spread; left out where there is no room.
        package let detail: String?

        /// A cell with these parts.
        package init(_ text: String, _ detail: String? = nil) {
            self.text = text
            self.detail = detail
        }

        /// The figure with what qualifies it.
        package var full: String { detail.map { "\(text) \($0)" } ?? text }
    }
}

extension Document.Table {
    /// A table of plain cells.
    init(_ title: String, _ columns: [String], _ rows: [(label: String, cells: [String])]) {
        self.init(
            title: title, columns: columns,
            rows: rows.map { Document.Row(label: $0.label, cells: $0.cells.map { Document.Cell($0) }) })
    }
}
