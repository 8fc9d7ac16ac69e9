import ALCFBench
import ALCFJSON
import ALCFSystem
import Glibc

/// The files of one run: the record, and the reports made from it.
struct ReportFiles {
    let record: String
    let summary: String
    let markdown: String
    let html: String

    /// - Parameter name: with or without one of the endings.
    init(name: String) {
        let base =
            [".jsonl", ".json", ".md", ".html"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
            ?? name
        record = base + ".jsonl"
        summary = base + ".json"
        markdown = base + ".md"
        html = base + ".html"
    }

    func removeRecord() { unlink(record) }

    /// Writes the reports, and returns the summary.
    ///
    /// - Parameter additions: members of the summary that do not follow from the record alone.
    @discardableResult
    func write(_ analysis: Analysis, adding additions: JSONObject = JSONObject()) throws -> JSONValue {
        var json = SummaryJSON.json(analysis)
        if var object = json.object, !additions.keys.isEmpty {
            object.merge(additions)
            json = .object(object)
        }
        try write(json.serialized(.pretty) + "\n", to: summary)
        try write(MarkdownReport.text(analysis), to: markdown)
        try write(HTMLReport.text(analysis), to: html)
        return json
    }

    private func write(_ text: String, to path: String) throws {
        do { try AtomicFile.write(Array(text.utf8), to: path, permissions: 0o644) } catch {
            throw BenchError(
                .recordWrite, "a report cannot be written: \(error)",
                remedy: "The measurements are safe: alcf benchmark report \(record)", underlying: error)
        }
    }
}
