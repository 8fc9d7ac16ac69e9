import ALCFJSON

/// Makes questions or prompts of objects, one each, as JSON Lines, CSV and the rows of Hugging Face have them.
struct RecordsOfData {
    private let bytes: [UInt8]
    private let name: String

    init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    /// - Parameter rows: each with the number to call it by in errors.
    func data(_ rows: [(number: Int, json: JSONValue)], _ url: String?) throws(BenchError) -> LoadedData {
        guard let first = rows.first else { throw BenchError(.dataSet, "\(name) holds nothing") }
        let hash = try BenchError.hash(bytes)
        if Self.text(first.json, ["question"]) != nil {
            var questions: [Question] = []
            var skipped = 0
            var seen: Set<String> = []
            for row in rows {
                guard let question = try question(row.json, row.number) else {
                    skipped += 1
                    continue
                }
                guard seen.insert(question.id).inserted else { throw wrong(row.number, "has the id of an earlier one") }
                questions.append(question)
            }
            guard !questions.isEmpty else { throw BenchError(.dataSet, "\(name) holds no question with an answer") }
            return .questions(
                QuestionSet(
                    name: name, version: "", sha256: hash, questions: questions, skippedUnanswerable: skipped),
                source: name, url: url)
        }
        var prompts: [Prompt] = []
        for row in rows {
            let first = try prompt(row.json, row.number)
            prompts.append(first)
            for (index, text) in (row.json["turns"]?.array ?? []).compactMap(\.string).enumerated() where index > 0 {
                prompts.append(
                    Prompt(
                        id: "\(first.id).\(index + 1)", passageID: first.passageID, text: text, answers: [],
                        task: first.task, maxTokens: first.maxTokens, turn: index))
            }
        }
        guard Set(prompts.map(\.id)).count == prompts.count else {
            throw BenchError(.dataSet, "\(name) has two prompts with one id")
        }
        return .prompts(
            Workload(
                dataSet: RunManifest.DataSet(
                    name: name, version: "", sha256: hash, count: 0, passages: 0, source: name, url: url),
                prompts: prompts))
    }

    /// Nil for a question that has no answer.
    private func question(_ json: JSONValue, _ number: Int) throws(BenchError) -> Question? {
        guard let text = Self.text(json, ["question"]) else { throw wrong(number, "has no 'question'") }
        let context = Self.text(json, ["context", "passage"]) ?? ""
        let answers = Self.answers(json)
        if answers.isEmpty { return nil }
        let hash = try BenchError.hash(Array((context.isEmpty ? text : context).utf8))
        return Question(
            id: json["id"]?.string ?? json["id"]?.int.map(String.init) ?? "\(number)",
            title: Self.text(json, ["title"]) ?? "", context: context, question: text, answers: answers,
            passageID: String(hash.prefix(16)))
    }

    private func prompt(_ json: JSONValue, _ number: Int) throws(BenchError) -> Prompt {
        guard let text = Self.text(json, ["prompt", "instruction", "text", "input"]) ?? json["turns"]?[0]?.string
        else {
            throw wrong(number, "has neither 'question' nor 'prompt'")
        }
        let id = json["id"]?.string ?? json["id"]?.int.map(String.init) ?? "\(number)"
        let limit =
            json["max_tokens"]?.int ?? json["output_tokens"]?.int
            ?? json["max_tokens"]?.string.flatMap { Int($0) }
        return Prompt(
            id: id, passageID: String(try BenchError.hash(Array(text.utf8)).prefix(16)), text: text,
            answers: Self.answers(json), task: json["task"]?.string, maxTokens: limit.flatMap { $0 > 0 ? $0 : nil })
    }

    /// A list, SQuAD's `{"text": […]}`, a list of such, or one text.
    private static func answers(_ json: JSONValue) -> [String] {
        guard let value = json["answers"] ?? json["answer"] else { return [] }
        let list = value["text"]?.array ?? value.array ?? [value]
        var answers: [String] = []
        for text in list.compactMap({ $0.string ?? $0["text"]?.string })
        where !text.isEmpty && !answers.contains(text) { answers.append(text) }
        return answers
    }

    private static func text(_ json: JSONValue, _ names: [String]) -> String? {
        names.lazy.compactMap { json[$0]?.string }.first { !$0.isEmpty }
    }

    private func wrong(_ number: Int, _ what: String) -> BenchError {
        BenchError(
            .dataSet, "\(name), record \(number), \(what)",
            remedy: "give 'question', 'context' and 'answers', or 'prompt', in each")
    }
}
