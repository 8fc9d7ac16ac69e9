/// A question about a passage, with the answers that count as right.
public struct Question: Sendable, Hashable {
    /// The data set's own identifier.
    public let id: String
    /// The article the passage is from.
    public let title: String
    /// The passage that holds the answer.
    public let context: String
    /// The question itself.
    public let question: String
    /// The accepted answers, each once, in the order of the file; at least one.
    public let answers: [String]
    /// Names the passage: 16 hexadecimal digits of its SHA-256. Questions on one passage are not independent, so
    /// it is also the cluster of the bootstrap.
    public let passageID: String
    /// The most tokens of the answer; nil for the run's own limit.
    public let maxTokens: Int?

    /// A question with these parts.
    public init(
        id: String, title: String, context: String, question: String, answers: [String], passageID: String,
        maxTokens: Int? = nil
    ) {
        self.id = id
        self.title = title
        self.context = context
        self.question = question
        self.answers = answers
        self.passageID = passageID
        self.maxTokens = maxTokens
    }
}
