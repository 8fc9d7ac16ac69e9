import ALCFJSON
import ALCFRecord
import ALCFReport
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
        let name = UserPath.expanded(name)
        let base =
            [".jsonl", ".json", ".md", ".html"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
            ?? name
        record = base + ".jsonl"
        summary = base + ".json"
        markdown = base + ".md"
        html = base + ".html"
    }

    var all: [String] { [record, summary, markdown, html] }

    func removeRecord() { unlink(record) }

    /// - Throws: `UsageError` where one of the files is there already: nothing is replaced unasked.
    func requireNone() throws { try Self.requireNone(of: all) }

    /// - Throws: `UsageError` naming the one that is there already.
    static func requireNone(of files: [String]) throws {
        // A link counts, whether or not it leads anywhere.
        var status = stat()
        guard let taken = files.first(where: { lstat($0, &status) == 0 }) else { return }
        throw UsageError(
            "the file \(taken) exists already",
            remedy: "Choose another name with --output, or replace it with --overwrite.")
    }

    /// Writes the reports, and returns the summary.
    @discardableResult
    func write(_ analysis: Analysis) throws -> JSONValue {
        let document = analysis.document
        // The large ones one after the other, so that memory is needed for one at a time.
        try Self.write(HTMLReport.text(document), to: html, of: record)
        try Self.write(MarkdownReport.text(document), to: markdown, of: record)
        let json = JSONReport.json(document)
        try Self.write(json.serializedBytes(.pretty) + [UInt8(ascii: "\n")], to: summary, of: record)
        return json
    }

    static func write(_ text: String, to path: String) throws { try write(Array(text.utf8), to: path, of: nil) }

    private static func write(_ text: String, to path: String, of record: String) throws {
        try write(Array(text.utf8), to: path, of: record)
    }

    private static func write(_ bytes: [UInt8], to path: String, of record: String?) throws {
        do { try AtomicFile.write(bytes, to: path, permissions: 0o644) } catch {
            throw BenchError(
                .recordWrite, "a report cannot be written: \(error)",
                remedy: record.map { "The measurements are safe: alcf benchmark report \($0.shellQuoted)" },
                underlying: error)
        }
    }
}
