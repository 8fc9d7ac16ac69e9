/// The contents of a run's report, which ``RunReport`` puts into sections.
package struct Report: Sendable, Hashable {
    /// A cell of a table.
    package typealias Cell = Document.Cell
    /// A row of a table.
    package typealias Row = Document.Row
    /// A table.
    package typealias Table = Document.Table

    /// Title: the targets that were compared.
    package let title: String
    /// Notices to read before anything else, such as that the run was simulated.
    package let notices: [String]
    /// Where, when and how it was run, a line each.
    package let setting: [String]
    /// The figures.
    package let tables: [Table]
    /// Conclusions of the original study, a sentence each; for a run of its experiment only.
    package let original: [String]
    /// Verdicts that the intervals support, a sentence each.
    package let verdicts: [String]
    /// Warnings that are not in ``notices``.
    package let warnings: [Warning]
    /// Limits of these data, a sentence each.
    package let limits: [String]
}
