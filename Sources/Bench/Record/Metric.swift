/// The names and the definition of a figure, said once: reports, their glossary, `alcf benchmark explain` and the
/// tables of docs/method.md print it from here.
package struct Metric: Sendable {
    /// Unit of a figure.
    package enum Unit: String, Sendable, Hashable, CustomStringConvertible {
        case seconds, tokens, requests, share
        case outputTokens = "output tokens"
        case codePoints = "code points"
        case tokensPerSecond = "tokens/s"
        case requestsPerSecond = "requests/s"
        case eventsPerSecond = "events/s"

        /// Whether its values are whole numbers, and written as such.
        var isCount: Bool { self == .tokens || self == .requests }

        /// In words.
        package var description: String { rawValue }
    }

    /// Which values are the better ones.
    package enum Direction: Sendable, Hashable {
        case lower, higher
    }

    /// ``name``, as it stands in the source.
    package let key: StaticString
    /// Its name in records and summaries, as in `ttft`.
    package var name: String { "\(key)" }
    /// Its name for people.
    package let title: String
    /// Its name in rows of tables, before the statistic that the row has of it, as in `first token`.
    package let label: String
    /// Its unit; nil for none.
    package let unit: Unit?
    /// Which values are the better ones; nil where neither is.
    package let better: Direction?
    /// Other words for it.
    package let aliases: [String]
    /// The rows, columns and conditions of reports that show it, where they do not begin with ``label``.
    package let labels: [String]
    /// Formula, in words.
    package let definition: String
    /// When it is void, and what it must not be taken for.
    package let note: String?
    /// Whether every report that is read on its own defines it, and not the glossary alone.
    package let isHeadline: Bool

    package init(
        _ key: StaticString, _ title: String, label: String? = nil, unit: Unit? = nil, better: Direction? = nil,
        aliases: [String] = [], labels: [String] = [], isHeadline: Bool = false, _ definition: String,
        note: String? = nil
    ) {
        self.key = key
        self.title = title
        self.label = label ?? title
        self.unit = unit
        self.better = better
        self.aliases = aliases
        self.labels = labels
        self.isHeadline = isHeadline
        self.definition = definition
        self.note = note
    }

    /// The definition as a paragraph: title, unit, formula, note.
    package var text: String {
        let head = "\(name): \(title)" + (unit.map { ", in \($0)" } ?? "")
        return ([head, "  " + definition] + (note.map { ["  " + $0] } ?? [])).joined(separator: "\n")
    }
}
