import ALCFJSON

/// A document of SQuAD v1.1 or v2.0: an object whose `data` is articles with paragraphs.
enum SquadFile: DataSetFormat {
    static let names = ["SQuAD"]

    static func matches(_ file: inout DataFile) -> Bool {
        guard case .success(let json) = file.document, let data = json["data"] else { return false }
        return !DocumentFile.isRecords(data)
    }

    static func read(_ file: inout DataFile) throws(BenchError) -> DataSetContents {
        guard case .success(let json) = file.document else { return try DocumentFile.read(&file) }
        return .questions(
            try QuestionSet(squad: json, file.origin), source: file.origin.name, url: file.origin.url)
    }
}
