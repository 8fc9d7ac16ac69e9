import ALCFJSON
import ALCFSystem

/// A file that a data set is read from.
package struct DataFile {
    /// The formats that are known, each in a file of its own; the first that matches reads the file.
    static var formats: [any DataSetFormat.Type] {
        [TableFile.self, LinesFile.self, SquadFile.self, DocumentFile.self]
    }

    /// Names of the known formats, as in `CSV, JSONL, SQuAD`.
    package static var formatNames: String { formats.flatMap { $0.names }.joined(separator: ", ") }

    /// Its text, in UTF-8.
    let text: [UInt8]
    /// Its name, hash and address.
    let origin: DataOrigin
    /// The first byte that is no white space.
    private let start: UInt8

    /// The array or object that it is; nil for a file that begins as neither.
    private(set) lazy var document: Result<JSONValue, JSONError>? = {
        guard start == UInt8(ascii: "[") || start == UInt8(ascii: "{") else { return nil }
        do throws(JSONError) { return .success(try JSONValue(parsing: text, limits: .file)) } catch {
            return .failure(error)
        }
    }()

    /// Reads a data set, whatever of the known formats it is in.
    ///
    /// - Parameters:
    ///   - name: the file's name, whose ending tells tables and lines from documents.
    ///   - url: where it was fetched from; nil for a file of the user's.
    /// - Throws: ``BenchError`` naming the line or the place that is not as it must be.
    package static func read(_ bytes: [UInt8], name: String, url: String? = nil) throws(BenchError) -> DataSetContents {
        var file = try DataFile(bytes, name: name, url: url)
        if let format = formats.first(where: { $0.matches(&file) }) { return try format.read(&file) }
        if case .failure(let error) = file.document {
            throw BenchError(
                .dataSet, "\(name) is not JSON: \(error)", remedy: "correct the file there", underlying: error)
        }
        throw BenchError(
            .dataSet, "\(name) is neither JSON nor JSON Lines, and its name ends neither in .csv nor in .tsv",
            remedy: "give a table a name with such an ending")
    }

    private init(_ bytes: [UInt8], name: String, url: String?) throws(BenchError) {
        text = try DataText.utf8(bytes, name: name)
        guard let start = text.first(where: { !$0.isBlank }) else {
            throw BenchError(.dataSet, "\(name) is empty", remedy: "Give a file with questions.")
        }
        self.start = start
        origin = DataOrigin(name: name, sha256: try BenchError.hash(bytes), url: url)
    }

    /// Whether its name ends so, packed or not.
    func ends(_ ending: String) -> Bool {
        let name = origin.name.lowercased()
        return name.hasSuffix(ending) || name.hasSuffix(ending + ".gz")
    }

    /// Its lines that are not blank, each with its number.
    var lines: [(number: Int, text: ArraySlice<UInt8>)] {
        TextLines.split(text).enumerated().compactMap { index, line in
            line.contains { !$0.isBlank } ? (index + 1, line) : nil
        }
    }
}

extension UInt8 {
    /// JSON's white space (RFC 8259 §2).
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
