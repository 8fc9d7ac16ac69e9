package import ALCFClient

extension ServedError {
    /// A failure by which a chat's answer ended; nil where it is none to a client, whose API has words for an answer
    /// that ended in this way: a refusal, or an answer without text that was cut at its limit or by a filter.
    ///
    /// - Parameters:
    ///   - error: judgement of the client for the service.
    ///   - finishReason: the reason for which the answer ended; nil for none.
    package init?(end error: ClientError, finishReason: String?) {
        switch error.code {
        case .refused: return nil
        case .empty where finishReason == "length" || finishReason == "content_filter": return nil
        default: self.init(error)
        }
    }
}

extension ChatCompletion {
    /// The failure that a whole answer is to a client; nil for an answer.
    package var servedFailure: ServedError? {
        // The gateway puts its own errors into answers too.
        (ClientError(streamed: raw) ?? failure()).flatMap { ServedError(end: $0, finishReason: finishReason) }
    }
}
