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
        try Self.write(json.serialized(.pretty) + "\n", to: summary, of: record)
        try Self.write(MarkdownReport.text(analysis), to: markdown, of: record)
        try Self.write(HTMLReport.text(analysis), to: html, of: record)
        return json
    }

    static func write(_ text: String, to path: String, of record: String? = nil) throws {
        do { try AtomicFile.write(Array(text.utf8), to: path, permissions: 0o644) } catch {
            throw BenchError(
                .recordWrite, "a report cannot be written: \(error)",
                remedy: record.map { "The measurements are safe: alcf benchmark report \($0)" }, underlying: error)
        }
    }
}
