/// A question about a passage, with the answers that count as right.
package struct Question: Sendable, Hashable {
    /// The data set's own identifier.
    package let id: String
    /// The article the passage is from.
    package let title: String
    /// The passage that holds the answer.
    package let context: String
    /// The question itself.
    package let question: String
    /// The accepted answers, each once, in the order of the file; at least one.
    package let answers: [String]
    /// Names the passage: 16 hexadecimal digits of its SHA-256. Questions on one passage are not independent, so
    /// it is also the cluster of the bootstrap.
    package let passageID: String
    /// The most tokens of the answer; nil for the run's own limit.
    package let maxTokens: Int?

    /// A question with these parts.
    package init(
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
