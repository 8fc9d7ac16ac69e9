import ALCFSystem

/// What one figure means: the table that reports, `alcf benchmark explain` and the method's description agree on.
public struct Metric: Sendable, Hashable {
    /// Its name in records and summaries, as in `ttft`.
    public let name: String
    /// Other words for it.
    public let aliases: [String]
    /// The rows, columns and conditions of reports that show it.
    public let labels: [String]
    /// Its name for people.
    public let title: String
    /// What it is counted in; nil for none.
    public let unit: String?
    /// How it is computed.
    public let definition: String
    /// When it is void, and what it must not be taken for.
    public let note: String?

    init(
        _ name: String, _ title: String, unit: String? = nil, aliases: [String] = [], labels: [String] = [],
        _ definition: String, note: String? = nil
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        self.aliases = aliases
        self.labels = labels
        self.definition = definition
        self.note = note
    }

    /// The metric of that name, alias or label, in any case, with blanks, hyphens and underscores alike.
    ///
    /// Of a label that says of what it is, as `median, 15 pairs` or `summary: median`, the rest will do.
    public static func named(_ name: String) -> Metric? {
        if let found = exactly(name) { return found }
        let parts = name.split(separator: ",").map(String.init)
        // Conditions of the audit say how far they may be apart.
        if let sign = name.firstIndex(of: "±"), let found = exactly(String(name[..<sign])) { return found }
        let shorter = [
            name.split(separator: ":").dropFirst().joined(separator: ":"), parts.dropLast().joined(separator: ","),
            parts.dropFirst().joined(separator: ","),
        ]
        return shorter.lazy.filter { $0.contains { !$0.isWhitespace } }.compactMap(named).first
    }

    private static func exactly(_ name: String) -> Metric? {
        let sought = plain(name)
        return all.first { metric in metric.words.contains { plain($0) == sought } }
    }

    /// What it may be called.
    private var words: [String] { [name, title] + aliases + labels }

    private static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Names near to one that is not known, the nearest first; empty where none is near.
    public static func near(_ name: String) -> [String] {
        let sought = Array(plain(name).utf8)
        guard !sought.isEmpty else { return [] }
        let distances = all.flatMap { metric in
            metric.words.map { word -> (word: String, distance: Int) in
                let other = Array(plain(word).utf8)
                let holds =
                    sought.count >= 4
                    && (plain(word).contains(plain(name)) || plain(name).contains(plain(word)) && other.count >= 4)
                return (word, min(EditDistance.between(sought, other), holds ? 2 : .max))
            }
        }
        let limit = max(2, sought.count / 3)
        var seen: Set<String> = []
        return distances.filter { $0.distance <= limit }.sorted {
            ($0.distance, $0.word.count) < ($1.distance, $1.word.count)
        }
        .map(\.word).filter { seen.insert(plain($0)).inserted }.prefix(3).map { $0 }
    }

    /// The definition as a paragraph: title, unit, formula, note.
    public var text: String {
        let head = "\(name): \(title)" + (unit.map { ", in \($0)" } ?? "")
        return ([head, "  " + definition] + (note.map { ["  " + $0] } ?? [])).joined(separator: "\n")
    }
}
