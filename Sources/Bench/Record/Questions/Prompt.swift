public import ALCFJSON

/// The text sent for one question, with the right answers.
public struct Prompt: Sendable, Hashable {
    /// The question's identifier.
    public let id: String
    /// The passage's identifier: see ``Question/passageID``.
    public let passageID: String
    /// The text of the user's message.
    public let text: String
    /// The accepted answers; empty where nothing says which are right.
    public let answers: [String]
    /// The kind of task, where a run mixes several: results are then given for each.
    public let task: String?
    /// The most tokens of the answer; nil for the run's own limit.
    public let maxTokens: Int?
    /// Its place in a conversation, from 0. One above 0 goes on with the prompt before it in the workload: what was said until
    /// then is sent with it.
    public let turn: Int
    /// System prompt of the conversation that this prompt begins; nil for none.
    public let system: String?
    /// Due time in seconds from the first prompt, if a trace is replayed; nil if the load decides.
    public var due: Double?

    /// A prompt with these parts.
    public init(
        id: String, passageID: String, text: String, answers: [String], task: String? = nil, maxTokens: Int? = nil,
        turn: Int = 0, system: String? = nil
    ) {
        self.id = id
        self.passageID = passageID
        self.text = text
        self.answers = answers
        self.task = task
        self.maxTokens = maxTokens
        self.turn = turn
        self.system = system
    }

    /// The same prompt under another identifier.
    package func renamed(_ id: String) -> Prompt {
        var prompt = Prompt(
            id: id, passageID: passageID, text: text, answers: answers, task: task, maxTokens: maxTokens, turn: turn,
            system: system)
        prompt.due = due
        return prompt
    }

    /// The prompt for a question: `Context: …`, `Question: …`, `Answer:`, each after an empty line.
    /// In a conversation only the first brings the passage; a question without one has no `Context:`.
    public init(_ question: Question, turn: Int = 0) {
        let context = turn == 0 && !question.context.isEmpty ? "Context: \(question.context)\n\n" : ""
        self.init(
            id: question.id, passageID: question.passageID,
            text: "\(context)Question: \(question.question)\n\nAnswer:", answers: question.answers,
            maxTokens: question.maxTokens, turn: turn)
    }
}

extension Prompt: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue {
        var object: JSONObject = [
            "id": .string(id), "passage_id": .string(passageID), "text": .string(text),
            "answers": .array(answers.map(JSONValue.string)),
        ]
        object["task"] = task.map(JSONValue.string)
        object["max_tokens"] = maxTokens.map(JSONValue.int)
        object["turn"] = turn > 0 ? .int(turn) : nil
        object["system"] = system.map(JSONValue.string)
        object["due"] = due.map(JSONValue.double)
        return .object(object)
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            id: try json.require("id"), passageID: try json.require("passage_id"), text: try json.require("text"),
            answers: try json.require("answers"), task: try json.optional("task"),
            maxTokens: try json.optional("max_tokens", in: BenchmarkOptions.Limits.maxTokens),
            turn: try json.optional("turn", in: 0...1_000_000) ?? 0,
            system: try json.optional("system"))
        due = try json.optional("due", in: BenchmarkOptions.Limits.due)
    }
}
