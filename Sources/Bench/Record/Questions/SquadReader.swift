import ALCFCrypto
import ALCFJSON

/// Walks through a file of SQuAD's format, keeping the path for errors and notes.
struct SquadReader {
    package private(set) var version = ""
    package private(set) var questions: [Question] = []
    package private(set) var skipped = 0
    package private(set) var notes = DataNotes()
    private var ids = DataIdentifiers()

    package mutating func read(_ root: JSONValue) throws(JSONError) {
        version = root["version"]?.string ?? root["version"]?.double.map { "\($0)" } ?? ""
        let articles: [JSONValue] = try root.require("data")
        for (index, article) in articles.enumerated() {
            let path = "data[\(index)]"
            let paragraphs: [JSONValue] = try require("paragraphs", of: article, at: path)
            if article["title"]?.string == nil { notes.add(.untitled, at: path) }
            // Articles without a title are still different ones.
            let title = article["title"]?.string ?? "article \(index + 1)"
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
        let spans = AnswerSpans(context)
        for (index, item) in items.enumerated() {
            let path = "\(path).qas[\(index)]"
            let text: String = try require("question", of: item, at: path)
            let answers = try accepted(item, spans, path: path)
            guard !answers.isEmpty else {
                skipped += 1
                notes.add(item["is_impossible"]?.bool == true ? .impossible : .unanswerable, at: path)
                continue
            }
            guard let id = ids.take(identifier(item, path), [context, text] + answers, &notes, at: path) else {
                continue
            }
            questions.append(
                Question(
                    id: id, title: title, context: context, question: text, answers: answers,
                    passageID: String(passage)))
        }
    }

    private mutating func identifier(_ item: JSONValue, _ path: String) -> String {
        if let id = item["id"]?.string, !id.isEmpty { return id }
        if case .number(let number) = WholeNumber(item["id"] ?? .null) {
            notes.add(.numbered, at: path)
            return "\(number)"
        }
        notes.add(.unnamed, at: path)
        return path
    }

    /// The accepted answers, each once; empty for an impossible question.
    private mutating func accepted(
        _ item: JSONValue, _ spans: AnswerSpans, path: String
    ) throws(JSONError) -> [String] {
        guard item["is_impossible"]?.bool != true else { return [] }
        if let list = item["answers"]?.array {
            for (index, answer) in list.enumerated() {
                if let oddity = spans.oddity(answer) { notes.add(oddity, at: "\(path).answers[\(index)]") }
            }
        }
        do { return try AnswerList(item, isTable: false).texts } catch {
            throw JSONError(.mismatch, path: "\(path).answers", "must be a list of objects with 'text'")
        }
    }

    private func require<T: JSONDecodable>(
        _ key: String, of json: JSONValue, at path: String
    ) throws(JSONError) -> T {
        do { return try json.require(key) } catch {
            throw JSONError(error.code, path: "\(path).\(error.path)", error.message)
        }
    }
}

extension DataNotes.Kind {
    fileprivate static let untitled = Self(
        noun: "article", oddity: "without a title", consequence: "its place in the file stands for it")
    fileprivate static let numbered = Self(
        noun: "question", oddity: "with a number for an id", consequence: "its digits are the id")
    fileprivate static let unnamed = Self(
        noun: "question", oddity: "without an id", consequence: "its place in the file stands for it")
    fileprivate static let impossible = Self(
        noun: "question", oddity: "that its passage does not answer (is_impossible)", consequence: "such are left out")
}
