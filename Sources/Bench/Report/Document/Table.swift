extension Document {
    /// A table: rows with a label, columns with a heading.
    public struct Table: Sendable, Hashable {
        /// The subject.
        public internal(set) var title: String
        /// The headings of the columns after the first, which holds the labels.
        public internal(set) var columns: [String]
        /// The rows.
        public internal(set) var rows: [Row]
        /// Whether its cells are words rather than figures.
        public var isText = false
        /// Whether a terminal can do without it, since another table has the outline.
        public var isDetail = false
    }

    /// A row of a table.
    public struct Row: Sendable, Hashable {
        /// The name of the row, with its unit where the table does not say it.
        public let label: String
        /// One cell for each column.
        public let cells: [Cell]
    }

    /// A cell of a table: a figure, and what qualifies it.
    public struct Cell: Sendable, Hashable {
        /// The figure, or an en dash.
        public let text: String
        /// Its interval or spread; left out where there is no room.
        public let detail: String?

        /// A cell with these parts.
        public init(_ text: String, _ detail: String? = nil) {
            self.text = text
            self.detail = detail
        }

        /// The figure with what qualifies it.
        public var full: String { detail.map { "\(text) \($0)" } ?? text }
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
