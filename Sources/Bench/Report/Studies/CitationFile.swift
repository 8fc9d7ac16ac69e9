import ALCFJSON

/// The citation of a study in the Citation File Format 1.2.0 (https://citation-file-format.github.io).
enum CitationFile {
    /// Returns the file; nil without authors, of which it must have one.
    ///
    /// - Parameters:
    ///   - description: authors, title and licence.
    ///   - head: the chain's, by which the study is told from others.
    static func text(_ description: StudyDescription, plan: StudyPlan?, head: String) -> String? {
        guard !description.authors.isEmpty else { return nil }
        // JSON's strings are strings of YAML.
        func quoted(_ text: String) -> String { JSONValue.string(text).serialized() }
        var lines = [
            "cff-version: 1.2.0", "message: \"If you use these data, please cite them as below.\"", "type: dataset",
            "title: \(quoted(description.title(of: plan)))", "authors:",
        ]
        for author in description.authors {
            if let given = author.given {
                lines += ["  - family-names: \(quoted(author.family))", "    given-names: \(quoted(given))"]
            } else {
                lines.append("  - name: \(quoted(author.family))")
            }
        }
        if let licence = description.licence { lines.append("license: \(licence)") }
        lines += [
            "identifiers:", "  - type: other", "    value: \(quoted("sha256:" + head))",
            "    description: \"Last link of the study's chain (chain.jsonl)\"",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
