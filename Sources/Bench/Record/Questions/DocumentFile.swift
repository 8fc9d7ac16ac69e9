import ALCFJSON

/// A JSON document: an array of objects, an object whose `data` is one, or one object. See ``TabularQuestions``.
enum DocumentFile: DataSetFormat {
    static let names = ["JSON", "ShareGPT"]

    static func matches(_ file: inout DataFile) -> Bool {
        if case .success = file.document { true } else { false }
    }

    static func read(_ file: inout DataFile) throws(BenchError) -> DataSetContents {
        var rows: [JSONValue] = []
        if case .success(let json) = file.document {
            let data = json["data"].flatMap { isRecords($0) ? $0.array : nil }
            rows = json.array ?? data ?? [json]
        }
        return try TabularQuestions(file.origin, unit: "record").data(
            rows.enumerated().map { ($0.offset + 1, $0.element) })
    }

    /// Whether the member `data` of a document is records, and not the articles of SQuAD.
    static func isRecords(_ data: JSONValue) -> Bool {
        guard let first = data.array?.first else { return false }
        return first.object != nil && first["paragraphs"] == nil
    }
}
