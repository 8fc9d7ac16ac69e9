package import ALCFRecord
import ALCFSystem

extension Metric {
    /// The metric of that name, alias or label, in any case, with blanks, hyphens and underscores alike.
    ///
    /// Labels may say of what they are, as `median, 15 pairs` or `summary: median`: the rest will do.
    package static func named(_ name: String) -> Metric? {
        if let found = exactly(name) { return found }
        let parts = name.split(separator: ",").map(String.init)
        if let last = parts.last, let found = exactly(last), found.name == "failures_as_slowest" { return found }
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

    /// Names that it may be given.
    private var words: [String] { [name, title, label, "\(label), median"] + aliases + labels }

    private static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Names near to one that is not known, the nearest first; empty where none is near.
    package static func near(_ name: String) -> [String] {
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
}
