package import ALCFJSON
package import ALCFRecord
import ALCFSystem
import Glibc

/// The files of one run: the record, and the reports made from it.
package struct ReportFiles: Sendable {
    /// Path of the record.
    package let record: String
    /// Path of the summary in JSON.
    package let summary: String
    /// Path of the report in Markdown.
    package let markdown: String
    /// Path of the report in HTML.
    package let html: String

    /// The files of a run.
    ///
    /// - Parameter name: with or without one of the endings.
    package init(name: String) {
        let name = UserPath.expanded(name)
        let base =
            [".jsonl", ".json", ".md", ".html"].first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
            ?? name
        record = base + ".jsonl"
        summary = base + ".json"
        markdown = base + ".md"
        html = base + ".html"
    }

    /// All of them.
    package var all: [String] { [record, summary, markdown, html] }

    /// Removes the record, where there is one.
    package func removeRecord() { unlink(record) }

    /// Makes sure that none of the files is there: nothing is replaced unasked.
    ///
    /// - Throws: ``BenchError`` naming the one that is.
    package func requireNone() throws(BenchError) { try Self.requireNone(of: all) }

    /// Makes sure that none of `files` is there.
    ///
    /// - Throws: ``BenchError`` naming the one that is.
    package static func requireNone(of files: [String]) throws(BenchError) {
        // A link counts, whether or not it leads anywhere.
        var status = stat()
        guard let taken = files.first(where: { lstat($0, &status) == 0 }) else { return }
        throw BenchError(
            .fileExists, "the file \(taken) exists already",
            remedy: "Choose another name with --output, or replace it with --overwrite.")
    }

    /// Writes the reports, and returns the summary.
    ///
    /// - Throws: ``BenchError`` where one cannot be written.
    @discardableResult
    package func write(_ analysis: Analysis) throws(BenchError) -> JSONValue {
        let document = analysis.document
        // The large ones one after the other, so that memory is needed for one at a time.
        try Self.write(HTMLReport.text(document), to: html, of: record)
        try Self.write(MarkdownReport.text(document), to: markdown, of: record)
        let json = JSONReport.json(document)
        try Self.write(json.serializedBytes(.pretty) + [UInt8(ascii: "\n")], to: summary, of: record)
        return json
    }

    /// Writes a report.
    ///
    /// - Throws: ``BenchError`` where it cannot be written.
    package static func write(_ text: String, to path: String) throws(BenchError) {
        try write(Array(text.utf8), to: path, of: nil)
    }

    private static func write(_ text: String, to path: String, of record: String) throws(BenchError) {
        try write(Array(text.utf8), to: path, of: record)
    }

    private static func write(_ bytes: [UInt8], to path: String, of record: String?) throws(BenchError) {
        do { try AtomicFile.write(bytes, to: path, permissions: 0o644) } catch {
            throw BenchError(
                .recordWrite, "a report cannot be written: \(error)",
                remedy: record.map { "The measurements are safe: alcf benchmark report \($0.shellQuoted)" },
                underlying: error)
        }
    }
}

extension BenchError.Code {
    /// A file is there that would have to be replaced.
    package static let fileExists = BenchError.Code("file_exists")
}
