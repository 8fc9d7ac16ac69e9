import ALCFCrypto
package import ALCFJSON

extension QuestionSet {
    /// Reads a file in the format of SQuAD v1.1 or v2.0.
    ///
    /// Questions without an answer are left out and counted. Whatever scoring does not need (an `answer_start` that
    /// fits, titles, identifiers) may be missing or wrong: ``notes`` then says so.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: what to call it.
    /// - Throws: ``BenchError`` naming the place in the file and the field.
    public init(squad bytes: [UInt8], name: String = "SQuAD") throws(BenchError) {
        let origin = DataOrigin(name: name, sha256: try BenchError.hash(bytes), url: nil)
        let json: JSONValue
        do { json = try JSONValue(parsing: bytes, limits: .file) } catch {
            throw BenchError(
                .dataSet, "\(name) is not JSON: \(error)",
                remedy: "give a file in the format of SQuAD v1.1, such as dev-v1.1.json", underlying: error)
        }
        try self.init(squad: json, origin)
    }

    package init(squad json: JSONValue, _ origin: DataOrigin) throws(BenchError) {
        var reader = SquadReader()
        do { try reader.read(json) } catch {
            throw BenchError(
                .dataSet, "\(origin.name) is not in the format of SQuAD v1.1: \(error)",
                remedy: "correct the file at \(error.path.isEmpty ? "its root" : error.path)", underlying: error)
        }
        self.init(
            name: origin.dataSetName, version: reader.version, sha256: origin.sha256, questions: reader.questions,
            skippedUnanswerable: reader.skipped, notes: reader.notes.sentences(origin.name))
    }
}
