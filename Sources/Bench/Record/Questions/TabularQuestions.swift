package import ALCFJSON

/// Makes questions, prompts or conversations of objects, one each, as JSON, JSON Lines, CSV and the rows of Hugging
/// Face have them.
///
/// - A question: `question`, `context` (see ``PassageText``), `answers` (see ``AnswerList``).
/// - A prompt: `prompt` or `turns`; or `instruction` with `input` (Alpaca) or `context` (Dolly) under it; `system`,
///   `task`.
/// - A conversation: see ``RecordedConversation``.
///
/// Each may have an `id` and `max_tokens`.
package struct TabularQuestions {
    private enum Kind: String { case question, prompt, conversation }

    private let origin: DataOrigin
    /// Word for one record in errors: `line`, `record` or `row`.
    private let unit: String
    /// Whether every member is a cell's text.
    private let isTable: Bool
    private var notes = DataNotes()

    package init(_ origin: DataOrigin, unit: String, isTable: Bool = false) {
        self.origin = origin
        self.unit = unit
        self.isTable = isTable
    }

    /// - Parameter rows: each with the number to call it by in errors.
    /// - Throws: ``BenchError`` naming the record that is not as it must be.
    package func data(_ rows: [(number: Int, json: JSONValue)]) throws(BenchError) -> DataSetContents {
        guard let first = rows.first else { throw BenchError(.dataSet, "\(origin.name) holds nothing") }
        let kind = try kind(first)
        for row in rows.dropFirst() {
            let other = try self.kind(row)
            guard other == kind else {
                throw wrong(
                    row.number, "is a \(other.rawValue), and \(unit) \(first.number) is a \(kind.rawValue)",
                    remedy: "give a file of one kind only")
            }
        }
        var reader = self
        return try kind == .question ? reader.questions(rows) : reader.prompts(rows)
    }

    private func kind(_ row: (number: Int, json: JSONValue)) throws(BenchError) -> Kind {
        if RecordedConversation(row.json, isTable: isTable) != nil { return .conversation }
        if Self.text(row.json, ["question"]) != nil { return .question }
        if Self.prompt(row.json) != nil { return .prompt }
        throw wrong(row.number, "has neither 'question' nor 'prompt', and no conversation")
    }

    // MARK: Questions

    private mutating func questions(_ rows: [(number: Int, json: JSONValue)]) throws(BenchError) -> DataSetContents {
        var questions: [Question] = []
        var skipped = 0
        var ids = DataIdentifiers()
        for (number, json) in rows {
            let answers = try answers(json, number)
            guard !answers.isEmpty else {
                skipped += 1
                notes.add(.unanswerable, at: place(number))
                continue
            }
            let text = Self.text(json, ["question"]) ?? ""
            guard let context = PassageText.read(json["context"] ?? json["passage"], isTable: isTable) else {
                throw wrong(
                    number, "has a 'context' in a form that is not known",
                    remedy: "give a text, or HotpotQA's [[title, [sentence, …]], …]")
            }
            let key = [text, context] + answers
            guard let id = ids.take(Self.identifier(json) ?? "\(number)", key, &notes, at: place(number)) else {
                continue
            }
            let hash = try BenchError.hash(Array((context.isEmpty ? text : context).utf8))
            questions.append(
                Question(
                    id: id, title: Self.text(json, ["title"]) ?? "", context: context, question: text, answers: answers,
                    passageID: String(hash.prefix(16)), maxTokens: try limit(json, number)))
        }
        guard !questions.isEmpty else {
            throw BenchError(
                .tooFewQuestions, "\(origin.name) holds no question with an answer",
                remedy: "give 'answers' in each, or call the question 'prompt': then nothing is scored")
        }
        return .questions(
            QuestionSet(
                name: origin.dataSetName, version: "", sha256: origin.sha256, questions: questions,
                skippedUnanswerable: skipped, notes: notes.sentences(origin.name)), source: origin.name, url: origin.url
        )
    }

    private mutating func answers(_ json: JSONValue, _ number: Int) throws(BenchError) -> [String] {
        do {
            let list = try AnswerList(json, isTable: isTable)
            if list.hadBars { notes.add(.bars, at: place(number)) }
            return list.texts
        } catch { throw wrong(number, error.message, remedy: error.remedy) }
    }

    // MARK: Prompts and conversations

    private mutating func prompts(_ rows: [(number: Int, json: JSONValue)]) throws(BenchError) -> DataSetContents {
        var prompts: [Prompt] = []
        var ids = DataIdentifiers()
        for (number, json) in rows {
            let turns: [String]
            var system = (json["system"] ?? json["system_prompt"])?.string.flatMap { $0.isEmpty ? nil : $0 }
            if let conversation = RecordedConversation(json, isTable: isTable) {
                guard conversation.isUsable else {
                    notes.add(
                        conversation.questions.isEmpty ? .emptyConversation : .unusableConversation, at: place(number))
                    continue
                }
                (turns, system) = (conversation.questions, conversation.system)
            } else {
                let first = try prompt(json, number)
                turns = [first] + (json["turns"]?.array ?? []).dropFirst().compactMap(\.string)
            }
            let answers = try answers(json, number)
            guard let id = ids.take(Self.identifier(json) ?? "\(number)", turns + answers, &notes, at: place(number))
            else {
                continue
            }
            let passage = String(try BenchError.hash(Array(turns[0].utf8)).prefix(16))
            let limit = try limit(json, number)
            for (turn, text) in turns.enumerated() {
                prompts.append(
                    Prompt(
                        id: turn == 0 ? id : "\(id).\(turn + 1)", passageID: passage, text: text,
                        answers: turns.count == 1 ? answers : [], task: json["task"]?.string, maxTokens: limit,
                        turn: turn,
                        system: turn == 0 ? system : nil))
            }
        }
        guard !prompts.isEmpty else {
            throw BenchError(
                .tooFewQuestions, "\(origin.name) holds no conversation that can be used",
                remedy: notes.sentences(origin.name).first ?? "give another")
        }
        return .prompts(
            Workload(dataSet: origin.dataSet(notes: notes.sentences(origin.name)), prompts: prompts))
    }

    private mutating func prompt(_ json: JSONValue, _ number: Int) throws(BenchError) -> String {
        guard let (name, text) = Self.prompt(json) else { throw wrong(number, "has no 'prompt'") }
        guard name == "instruction" else {
            if name == "prompt", Self.text(json, ["context"]) != nil { notes.add(.unsentContext, at: place(number)) }
            return text
        }
        let more = ["input", "context"].map { PassageText.read(json[$0], isTable: isTable) }
        guard !more.contains(nil) else {
            throw wrong(number, "has an 'input' or a 'context' in a form that is not known", remedy: "give a text")
        }
        return ([text] + more.compactMap(\.self).filter { $0.contains { !$0.isWhitespace } }).joined(separator: "\n\n")
    }

    /// The most tokens of the answer.
    private func limit(_ json: JSONValue, _ number: Int) throws(BenchError) -> Int? {
        for name in ["max_tokens", "output_tokens"] {
            guard let value = json[name] else { continue }
            switch WholeNumber(value) {
            case .absent: continue
            case .number(let limit) where BenchmarkOptions.Limits.maxTokens.contains(limit): return limit
            case .number, .other:
                throw wrong(
                    number,
                    "has '\(name)' of \(value.serialized().prefix(40)), which is not a whole number from 1 to \(BenchmarkOptions.Limits.maxTokens.upperBound)",
                    remedy: "correct it, or leave it empty")
            }
        }
        return nil
    }

    // MARK: Members

    private static func prompt(_ json: JSONValue) -> (name: String, text: String)? {
        for name in ["prompt", "instruction", "text", "input"] {
            if let text = text(json, [name]) { return (name, text) }
        }
        return json["turns"]?[0]?.string.flatMap { $0.isEmpty ? nil : ("turns", $0) }
    }

    private static func identifier(_ json: JSONValue) -> String? {
        for name in ["id", "_id", "question_id"] {
            if let text = json[name]?.string, !text.isEmpty { return text }
            if case .number(let number) = WholeNumber(json[name] ?? .null) { return "\(number)" }
        }
        return nil
    }

    private static func text(_ json: JSONValue, _ names: [String]) -> String? {
        names.lazy.compactMap { json[$0]?.string }.first { !$0.isEmpty }
    }

    private func place(_ number: Int) -> String { "\(unit) \(number)" }

    private func wrong(
        _ number: Int, _ what: String,
        remedy: String = "give 'question', 'context' and 'answers', or 'prompt', or 'messages', in each"
    ) -> BenchError {
        BenchError(.dataSet, "\(origin.name), \(unit) \(number), \(what)", remedy: remedy)
    }
}
