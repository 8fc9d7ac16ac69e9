/// A report before it is laid out: the terminal's and the Markdown report are two views of it.
public struct Report: Sendable, Hashable {
    /// A figure, and what qualifies it.
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

    /// One figure of all targets, and how they compare.
    public struct Row: Sendable, Hashable {
        /// What the figure is, with its unit where the table does not say it.
        public let label: String
        /// One cell for each column.
        public let cells: [Cell]
    }

    /// A table: one column for each target, and one more for the comparison where there are two.
    public struct Table: Sendable, Hashable {
        /// What it is about.
        public internal(set) var title: String
        /// The headings of the columns after the first.
        public internal(set) var columns: [String]
        /// Its rows.
        public internal(set) var rows: [Row]
        /// Whether its cells are words rather than figures.
        public var isText = false
        /// Whether a terminal can do without it, since another table has the outline.
        public var isDetail = false
    }

    /// What was compared.
    public let title: String
    /// What must be read before anything else, such as that the run was simulated.
    public let notices: [String]
    /// Where, when and how it was run, a line each.
    public let setting: [String]
    /// The figures.
    public let tables: [Table]
    /// What the original study would have concluded, a sentence each; of a run of its experiment only.
    public let original: [String]
    /// What the intervals allow to say, a sentence each.
    public let verdicts: [String]
    /// What readers must know, except for what is in ``notices``.
    public let warnings: [Warning]
    /// What these data cannot tell, a sentence each.
    public let limits: [String]
}
