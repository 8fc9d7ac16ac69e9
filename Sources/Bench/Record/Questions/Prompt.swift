/// The text sent for one question, with the right answers.
public struct Prompt: Sendable, Hashable {
    /// The question's identifier.
    public private(set) var id: String
    /// The passage's identifier: see ``Question/passageID``.
    public private(set) var passageID: String
    /// The text of the user's message.
    public private(set) var text: String
    /// The accepted answers; empty where nothing says which are right.
    public private(set) var answers: [String]
    /// The kind of task, where a run mixes several: results are then given for each.
    public private(set) var task: String?
    /// The most tokens of the answer; nil for the run's own limit.
    public private(set) var maxTokens: Int?
    /// Its place in a conversation, from 0. One above 0 goes on with the prompt before it in the workload: what was
    /// said until then is sent with it.
    public private(set) var turn: Int
    /// System prompt of the conversation that this prompt begins; nil for none.
    public private(set) var system: String?
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
        var prompt = self
        prompt.id = id
        return prompt
    }

    /// The prompt for a question: `Context: …`, `Question: …`, `Answer:`, each after an empty line.
    /// In a conversation only the first brings the passage; a question without one has no `Context:`.
    package init(_ question: Question, turn: Int = 0) {
        let context = turn == 0 && !question.context.isEmpty ? "Context: \(question.context)\n\n" : ""
        self.init(
            id: question.id, passageID: question.passageID,
            text: "\(context)Question: \(question.question)\n\nAnswer:", answers: question.answers,
            maxTokens: question.maxTokens, turn: turn)
    }
}

extension Prompt: RecordObject {
    /// A prompt of which nothing is known.
    package static var blank: Prompt { Prompt(id: "", passageID: "", text: "", answers: []) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("id", &id)
        try members.required("passage_id", &passageID)
        try members.required("text", &text)
        try members.required("answers", &answers)
        try members.optional("task", &task)
        try members.optional("max_tokens", &maxTokens, in: BenchmarkOptions.Limits.maxTokens)
        try members.unusual("turn", &turn, usually: 0, in: 0...1_000_000)
        try members.optional("system", &system)
        try members.optional("due", &due, in: BenchmarkOptions.Limits.due)
    }
}
