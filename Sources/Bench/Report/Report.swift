/// The contents of a run's report, which ``RunReport`` puts into sections.
public struct Report: Sendable, Hashable {
    /// A cell of a table.
    public typealias Cell = Document.Cell
    /// A row of a table.
    public typealias Row = Document.Row
    /// A table.
    public typealias Table = Document.Table

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
