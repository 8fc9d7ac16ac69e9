@testable import ALCFRecord
@testable import ALCFReport

/// The tables of figures in docs/method.md, as they follow from the figures.
enum MethodTables {
    private static let end = "<!-- end of figures -->"

    /// The text with each table between its markers made anew; nil where a marker is missing.
    static func filled(_ text: String) -> String? {
        var text = text
        for group in Metric.groups {
            let marker = "<!-- figures: \(group.name) -->\n"
            guard let start = text.firstRange(of: marker),
                let end = text[start.upperBound...].firstRange(of: end)
            else { return nil }
            text.replaceSubrange(start.upperBound..<end.lowerBound, with: table(group.metrics))
        }
        return text
    }

    private static func table(_ metrics: [Metric]) -> String {
        let head = "| figure | name | definition | unit |\n| --- | --- | --- | --- |\n"
        return metrics.reduce(into: head) { text, metric in
            // A name at its beginning keeps its case.
            let end = metric.definition.hasSuffix(".") ? "" : "."
            let definition = metric.definition + end + (metric.note.map { " " + $0 } ?? "")
            let cells = [metric.title, definition, metric.unit?.description ?? ""].map(escaped)
            text += "| `\(metric.name)` | " + cells.joined(separator: " | ") + " |\n"
        }
    }

    /// Names of figures are set as code; what is markup in Markdown is not.
    private static func escaped(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            word.contains("_") && !word.contains("`") ? code(String(word)) : String(word.replacing("|", with: "\\|"))
        }.joined(separator: " ")
    }

    /// The word between backticks, without the punctuation around it.
    private static func code(_ word: String) -> String {
        func isInside(_ character: Character) -> Bool {
            character.isLetter || character.isNumber || "_-".contains(character)
        }
        guard let first = word.firstIndex(where: isInside), let last = word.lastIndex(where: isInside) else {
            return word
        }
        return word[..<first] + "`\(word[first...last])`" + word[word.index(after: last)...]
    }
}
