import ALCFJSON

/// The end of an answer in the words of Anthropic's API.
enum MessagesStop {
    /// Returns the reason for which an answer ended, and the stop sequence at which it did.
    ///
    /// - Parameter sequences: the stop sequences of the request.
    static func reason(_ answer: AnswerReader, among sequences: [String]) -> (reason: String, sequence: String?) {
        switch answer.finishReason {
        case "length": return ("max_tokens", nil)
        case "content_filter": return ("refusal", nil)
        default: break
        }
        // Some servers say `stop` with a call too; clients look for calls under this reason alone.
        if answer.hasCalls { return ("tool_use", nil) }
        if answer.isRefused { return ("refusal", nil) }
        if let sequence = answer.stopSequence, sequences.contains(sequence) { return ("stop_sequence", sequence) }
        return ("end_turn", nil)
    }

    /// Returns the input of a call. A text that is no object, which this API has no place for, is put under a name that
    /// no tool takes, so that the client refuses the call and the model is told.
    static func input(_ arguments: String) -> JSONObject {
        if arguments.allSatisfy(\.isWhitespace) { return [:] }
        return JSONText.object(arguments) ?? ["INVALID_JSON": .string(arguments)]
    }
}
