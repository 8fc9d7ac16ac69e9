/// Questions from one file, which is named by what it holds.
public struct QuestionSet: Sendable, Hashable {
    /// Name of the data set, as in `SQuAD`.
    public var name: String
    /// The data set's version as its file states it, as in `1.1`.
    public var version: String
    /// SHA-256 of the file's bytes, in hexadecimal.
    public let sha256: String
    /// The questions, in the order of the file.
    package let questions: [Question]
    /// Number of questions that were left out because they have no answer, as in SQuAD 2.0.
    public let skippedUnanswerable: Int
    /// Faults of the file that did not prevent its use, a sentence each.
    public let notes: [String]

    /// A set with these questions.
    package init(
        name: String, version: String, sha256: String, questions: [Question], skippedUnanswerable: Int = 0,
        notes: [String] = []
    ) {
        self.name = name
        self.version = version
        self.sha256 = sha256
        self.questions = questions
        self.skippedUnanswerable = skippedUnanswerable
        self.notes = notes
    }

    /// Number of different passages that the questions are about.
    public var passageCount: Int { Set(questions.map(\.passageID)).count }
}
