/// The contents of a run's report, which ``RunReport`` puts into sections.
public struct Report: Sendable, Hashable {
    /// A cell of a table.
    public typealias Cell = Document.Cell
    /// A row of a table.
    public typealias Row = Document.Row
    /// A table.
    public typealias Table = Document.Table

    /// Title: the targets that were compared.
    public let title: String
    /// Notices to read before anything else, such as that the run was simulated.
    public let notices: [String]
    /// Where, when and how it was run, a line each.
    public let setting: [String]
    /// The figures.
    public let tables: [Table]
    /// Conclusions of the original study, a sentence each; for a run of its experiment only.
    public let original: [String]
    /// Verdicts that the intervals support, a sentence each.
    public let verdicts: [String]
    /// Warnings that are not in ``notices``.
    public let warnings: [Warning]
    /// Limits of these data, a sentence each.
    public let limits: [String]
}
