/// A figure of a request, a target or a comparison: its words, and how its value follows from what it is of.
///
/// Two figures of one subject are the same where they have the same name.
public struct Figure<Subject>: Sendable {
    /// Its words.
    package let metric: Metric
    /// Its name in summaries and conditions, which is mostly that of the record.
    public let shortName: String
    /// The places that show it, beside the definitions, which have all figures.
    package let uses: FigureUses
    /// Its value; nil where it is void.
    public let value: @Sendable (Subject) -> Double?

    package init(
        _ key: StaticString, _ title: String, shortName: String? = nil, label: String? = nil,
        unit: Metric.Unit? = nil, better: Metric.Direction? = nil, aliases: [String] = [], labels: [String] = [],
        isHeadline: Bool = false, uses: FigureUses = [], _ definition: String, note: String? = nil,
        value: @escaping @Sendable (Subject) -> Double?
    ) {
        metric = Metric(
            key, title, label: label, unit: unit, better: better, aliases: aliases, labels: labels,
            isHeadline: isHeadline, definition, note: note)
        self.shortName = shortName ?? metric.name
        self.uses = uses
        self.value = value
    }

    /// Its name in records.
    public var name: String { metric.name }

    private init(_ metric: Metric, _ shortName: String, value: @escaping @Sendable (Subject) -> Double?) {
        self.metric = metric
        self.shortName = shortName
        uses = []
        self.value = value
    }

    /// The same figure of something that may have a subject of it, as a target may have scores.
    package func of<Whole>(_ part: @escaping @Sendable (Whole) -> Subject?) -> Figure<Whole> {
        let value = value
        return Figure<Whole>(metric, shortName) { part($0).flatMap(value) }
    }
}

extension Figure: Hashable {
    /// Whether the two have the same name.
    public static func == (left: Self, right: Self) -> Bool { left.name == right.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
