import ALCFCrypto
import ALCFJSON

extension QuestionSet {
    /// Reads a file in the format of SQuAD v1.1 or v2.0; of the latter, questions without an answer are skipped and counted.
    ///
    /// Every answer must be found in its passage at its `answer_start`, which counts code points.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: what to call the data set.
    /// - Throws: ``BenchError`` naming the place in the file and the field.
    public init(squad bytes: [UInt8], name: String = "SQuAD") throws(BenchError) {
        let json: JSONValue
        let sha256: String
        do {
            json = try JSONValue(parsing: bytes, limits: .file)
            sha256 = try SHA256.hex(bytes)
        } catch {
            throw BenchError(
                .dataSet, "\(name) is not JSON: \(error)",
                remedy: "give a file in the format of SQuAD v1.1, such as dev-v1.1.json",
                underlying: error)
        }
        var reader = SquadReader()
        do { try reader.read(json) } catch {
            throw BenchError(
                .dataSet, "\(name) is not in the format of SQuAD v1.1: \(error)",
                remedy: "mend the file at \(error.path.isEmpty ? "its root" : error.path)", underlying: error)
        }
        self.init(
            name: name, version: reader.version, sha256: sha256, questions: reader.questions,
            skippedUnanswerable: reader.skipped)
    }
}

/// Walks through the file, keeping the path for errors.
private struct SquadReader {
    var version = ""
    var questions: [Question] = []
    var skipped = 0
    private var seen: Set<String> = []

    mutating func read(_ root: JSONValue) throws(JSONError) {
        version = root["version"]?.string ?? ""
        let articles: [JSONValue] = try root.require("data")
        for (index, article) in articles.enumerated() {
            let path = "data[\(index)]"
            let title: String = try require("title", of: article, at: path)
            let paragraphs: [JSONValue] = try require("paragraphs", of: article, at: path)
            for (index, paragraph) in paragraphs.enumerated() {
                try read(paragraph, title: title, path: "\(path).paragraphs[\(index)]")
            }
        }
        if questions.isEmpty { throw JSONError(.missing, path: "data", "holds no question with an answer") }
    }

    private mutating func read(_ paragraph: JSONValue, title: String, path: String) throws(JSONError) {
        let context: String = try require("context", of: paragraph, at: path)
        let items: [JSONValue] = try require("qas", of: paragraph, at: path)
        let digest = try? SHA256.hex(Array(context.utf8))
        guard let passage = digest?.prefix(16) else { throw JSONError(.mismatch, path: path, "cannot be hashed") }
        let scalars = Array(context.unicodeScalars)
        for (index, item) in items.enumerated() {
            let path = "\(path).qas[\(index)]"
            let id: String = try require("id", of: item, at: path)
            guard seen.insert(id).inserted else { throw JSONError(.mismatch, path: "\(path).id", "is there twice") }
            let text: String = try require("question", of: item, at: path)
            let answers: [JSONValue] = try require("answers", of: item, at: path)
            if answers.isEmpty || item["is_impossible"]?.bool == true {
                skipped += 1
                continue
            }
            var accepted: [String] = []
            for (index, answer) in answers.enumerated() {
                let span = try self.answer(answer, in: scalars, path: "\(path).answers[\(index)]")
                if !accepted.contains(where: { $0.unicodeScalars.elementsEqual(span.unicodeScalars) }) {
                    accepted.append(span)
                }
            }
            questions.append(
                Question(
                    id: id, title: title, context: context, question: text, answers: accepted,
                    passageID: String(passage)))
        }
    }

    private func answer(_ json: JSONValue, in context: [Unicode.Scalar], path: String) throws(JSONError) -> String {
        let text: String = try require("text", of: json, at: path)
        let start: Int = try require("answer_start", of: json, at: path)
        let scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else { throw JSONError(.mismatch, path: "\(path).text", "must not be empty") }
        guard start >= 0, start <= context.count - scalars.count,
            context[start..<start + scalars.count].elementsEqual(scalars)
        else { throw JSONError(.mismatch, path: "\(path).answer_start", "does not point at the answer in the passage") }
        return text
    }

    private func require<T: JSONDecodable>(
        _ key: String, of json: JSONValue, at path: String
    ) throws(JSONError) -> T {
        do { return try json.require(key) } catch {
            throw JSONError(error.code, path: "\(path).\(error.path)", error.message)
        }
    }
}
