package import ALCFClient
package import ALCFJSON

/// A judge of whole answers that are passed on in the API in which the cluster sends them.
package enum NativeAnswer {
    /// Returns the failure that an answer is, whatever its status says; nil for an answer.
    ///
    /// - Parameters:
    ///   - json: the answer's body.
    ///   - dialect: ``Dialect/responses`` or ``Dialect/messages``.
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    package static func failure(_ json: JSONValue, _ dialect: Dialect, isService: Bool = true) -> ServedError? {
        failure(json, dialect, isService: isService, hasOutput: false).map { ServedError($0) }
    }

    /// Returns the token counts of an answer; nil where it has none.
    package static func usage(_ json: JSONValue, _ dialect: Dialect) -> Usage? {
        dialect == .messages ? MessagesWatch.usage(json["usage"]) : Usage(json["usage"])
    }

    /// - Parameter hasOutput: whether output was seen before the answer.
    static func failure(
        _ json: JSONValue, _ dialect: Dialect, isService: Bool, hasOutput: Bool
    ) -> ClientError? {
        if let error = ClientError(streamed: json, isService: isService) { return error }
        guard dialect == .messages else { return failure(response: json, isService: isService, hasOutput: hasOutput) }
        guard json["type"]?.string == "message", json["content"]?.array != nil else {
            return AnswerVerdict.failure(withoutChoices: json, isService: isService)
        }
        return json["stop_reason"]?.string == nil
            ? ClientError(.truncated, "the answer has no stop reason: it may not be whole", httpStatus: 200) : nil
    }

    private static func failure(response json: JSONValue, isService: Bool, hasOutput: Bool) -> ClientError? {
        guard let answer = try? ResponsesAnswer(json) else {
            return ClientError(.malformed, "the answer is a JSON \(json.kind), and no object", httpStatus: 200)
        }
        guard let error = answer.failure(isService: isService) else { return nil }
        // The API has words for a refusal, and for an answer that was cut before it began; and some servers leave the
        // output out at the end.
        let isAnswer =
            error.code == .refused || (error.code == .empty && (answer.status == "incomplete" || hasOutput))
            || (error.code == .malformed && hasOutput && ["completed", "incomplete"].contains(answer.status ?? ""))
        return isAnswer ? nil : error
    }
}
