import ALCFJSON

/// One cluster's wording of a completion.
protocol AnswerStyle: Sendable {
    init(_ completion: Completion)

    /// The first chunk's choice: the role and an empty text.
    var opening: JSONValue { get }
    /// A chunk with a piece of the reasoning.
    func reasoning(_ piece: String) -> JSONValue
    /// A chunk with a piece of the answer.
    func content(_ piece: String) -> JSONValue
    /// The chunk with the `finish_reason`.
    var closing: JSONValue { get }
    /// The chunk with the counts and no choices.
    var usage: JSONValue { get }
    /// The body of an answer that is not streamed.
    var whole: JSONValue { get }
    /// The event that stands for a failure in the middle of a stream.
    var failureEvent: JSONValue { get }
    /// The gateway's words for a backend that failed.
    var failureMessage: String { get }
}

extension SimulatedCluster {
    /// Returns the wording of an answer on the route that was asked.
    func style(_ completion: Completion) -> any AnswerStyle {
        completion.isPlainText ? TextStyle(completion) : chatStyle(completion)
    }

    func chatStyle(_ completion: Completion) -> any AnswerStyle {
        switch self {
        case .metis: MetisStyle(completion)
        case .sophia: SophiaStyle(completion)
        }
    }
}
