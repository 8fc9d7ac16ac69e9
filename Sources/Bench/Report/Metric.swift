/// What one figure means: the table that reports, `alcf benchmark explain` and the method's description agree on.
public struct Metric: Sendable, Hashable {
    /// Its name in records and summaries, as in `ttft`.
    public let name: String
    /// Other words for it.
    public let aliases: [String]
    /// Its name for people.
    public let title: String
    /// What it is counted in; nil for none.
    public let unit: String?
    /// How it is computed.
    public let definition: String
    /// When it is void, and what it must not be taken for.
    public let note: String?

    init(
        _ name: String, _ title: String, unit: String? = nil, aliases: [String] = [], _ definition: String,
        note: String? = nil
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.aliases = aliases
        self.definition = definition
        self.note = note
    }

    /// The metric of that name or alias, in any case, with blanks, hyphens and underscores alike.
    public static func named(_ name: String) -> Metric? {
        func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
        let sought = plain(name)
        return all.first { metric in
            ([metric.name, metric.title] + metric.aliases).contains { plain($0) == sought }
        }
    }

    /// The definition as a paragraph: title, unit, formula, note.
    public var text: String {
        let head = "\(name): \(title)" + (unit.map { ", in \($0)" } ?? "")
        return ([head, "  " + definition] + (note.map { ["  " + $0] } ?? [])).joined(separator: "\n")
    }
}
