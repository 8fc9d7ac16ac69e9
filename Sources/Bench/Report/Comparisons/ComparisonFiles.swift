package import ALCFRecord
import ALCFSystem

/// Reads the files with the votes of the page.
package enum ComparisonFiles {
    /// The analysis of these files; nil where none is one.
    ///
    /// - Throws: ``BenchError`` for a file that cannot be read, and where only some are such files.
    package static func analysis(_ paths: [String]) throws(BenchError) -> ComparisonAnalysis? {
        // A record may be large, and is read later.
        let found = paths.filter { FileContents.beginning($0, upTo: 64 << 10).map(ComparisonRecord.isOne) ?? false }
        guard let first = found.first else { return nil }
        if let other = paths.first(where: { !found.contains($0) }) {
            throw BenchError(
                .recordRead, "\(first) holds votes, and \(other) does not", remedy: "report on them in two runs")
        }
        var records: [ComparisonRecord] = []
        for path in found { records.append(ComparisonRecord(try ResultFiles.bytes(path), name: path)) }
        return ComparisonAnalysis(records)
    }
}
