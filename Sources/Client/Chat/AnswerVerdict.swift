package import ALCFHTTP
package import ALCFJSON

/// The verdict on the body that a server sent: an answer, or something else.
///
/// Streams and whole answers, the chat and the benchmark all ask here, so that the same bytes have one name everywhere.
package enum AnswerVerdict {
    /// A body as a document.
    package static func json(
        _ body: [UInt8], status: Int, limits: JSONLimits = .answer
    ) throws(ClientError) -> JSONValue {
        // Some servers write a byte order mark.
        let body = body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body
        do { return try JSONValue(parsing: body, limits: limits) } catch {
            if error.code == .tooLarge {
                throw ClientError(.malformed, "the answer \(error)", httpStatus: status, underlying: error)
            }
            if let json = SurrogateJoiner.wholeJSON(body) { return json }
            throw ClientError(
                .malformed,
                body.isEmpty ? "the answer is empty" : "the answer is not JSON: \(words(body) ?? "\(error)")",
                httpStatus: status, underlying: error)
        }
    }

    /// A body that is neither a stream nor a document, where a stream was asked for.
    package static func notAStream(_ body: [UInt8], _ headers: HTTPHeaders, status: Int, from endpoint: ModelEndpoint)
        -> ClientError
    {
        ClientError(
            .malformed,
            "'\(endpoint.name)' answered with \(headers["Content-Type"] ?? "something else") where a stream was asked for"
                + (words(body).map { ": \($0)" } ?? ""), httpStatus: status)
    }

    /// Returns the text of a page or a sentence that came in place of JSON; nil for broken JSON.
    private static func words(_ body: [UInt8]) -> String? {
        guard let first = body.first(where: { $0 > 0x20 }), !"{[\"".utf8.contains(first),
            String(validating: body, as: UTF8.self) != nil
        else { return nil }
        return ErrorEnvelope(body: body).message.map { "'\($0)'" }
    }

    /// Returns the fault of a choice in itself: an error in it, or an invalid end; nil for none.
    package static func failure(ofChoice json: JSONValue, isService: Bool) -> ClientError? {
        if let error = json["error"]?.unlessNull, let envelope = ErrorEnvelope(["error": error]) {
            return ClientError(status: 200, envelope: envelope, isService: isService)
        }
        guard let reason = json.finishReason, !FinishReason.isGood(reason) else { return nil }
        let words = [json["message"], json["finish_message"], json["detail"], json["stop_reason"]]
            .lazy.compactMap { $0.flatMap(ErrorEnvelope.text) }.first { $0 != reason }
        return ClientError(
            .aborted,
            "the server broke the answer off (finish reason '\(ErrorEnvelope.shorten(reason) ?? reason)')"
                + (words.map { ": \($0)" } ?? ""), httpStatus: 200)
    }

    /// Returns the fault of a document without choices.
    package static func failure(withoutChoices json: JSONValue, isService: Bool) -> ClientError {
        if let envelope = ErrorEnvelope(json), envelope.message != nil {
            return ClientError(status: 200, envelope: envelope, isService: isService)
        }
        guard let choices = json["choices"] else {
            return ClientError(.malformed, "the answer has no choices, but \(contents(of: json))", httpStatus: 200)
        }
        guard choices.isNull || choices.array?.isEmpty == true else {
            let kind = choices.array == nil ? choices.kind : "choices that are no objects"
            return ClientError(.malformed, "the answer has \(kind) where its choices must be", httpStatus: 200)
        }
        return ClientError(.empty, "the answer holds no choices", httpStatus: 200)
    }

    /// An answer that ended as it should, and brought nothing that a model generates.
    ///
    /// - Parameters:
    ///   - reason: why it ended.
    ///   - refusal: what the model says in place of an answer.
    package static func failure(withoutOutput reason: String?, refusal: String) -> ClientError {
        if let refusal = ErrorEnvelope.shorten(refusal) {
            return ClientError(
                .refused, "the model refuses to answer: \(refusal)", httpStatus: 200)
        }
        let (why, remedy): (String, String?) =
            switch reason {
            case "length": (": its tokens ran out before there was any", "Ask for more tokens.")
            case FinishReason.contentFilter: (": a content filter withheld it", "Ask differently.")
            default: ("", nil)
            }
        return ClientError(.empty, "the answer holds no text" + why, httpStatus: 200, remedy: remedy)
    }

    /// An answer whose end is missing, after which nothing else says why.
    static let noFinishReason = "the answer has no finish reason: it may not be whole"

    /// Returns the fault of a whole answer; nil for none.
    ///
    /// - Parameters:
    ///   - json: the answer as it came.
    ///   - choices: its choices, read.
    package static func failure(of json: JSONValue, _ choices: [ChatChoice], isService: Bool) -> ClientError? {
        let all = json["choices"]?.array ?? []
        guard all.contains(where: { $0.object != nil }) else {
            return failure(withoutChoices: json, isService: isService)
        }
        for choice in all {
            if let failure = failure(ofChoice: choice, isService: isService) { return failure }
        }
        guard choices.allSatisfy({ $0.finishReason != nil }) else {
            return ClientError(.truncated, noFinishReason, httpStatus: 200)
        }
        guard choices.contains(where: \.hasOutput) else {
            return failure(
                withoutOutput: choices.first?.finishReason, refusal: choices.lazy.compactMap(\.refusal).first ?? "")
        }
        return nil
    }

    /// Returns the fault of an answer over the Responses API, which has a status in place of a finish reason; nil for
    /// none.
    package static func failure(of answer: ResponsesAnswer, isService: Bool) -> ClientError? {
        guard answer.raw["output"]?.array != nil else {
            if let envelope = ErrorEnvelope(answer.raw), envelope.message != nil {
                return ClientError(status: 200, envelope: envelope, isService: isService)
            }
            return ClientError(.malformed, "the answer has no output, but \(contents(of: answer.raw))", httpStatus: 200)
        }
        // Incomplete is an answer that was cut at its token limit or by a filter.
        guard answer.status == nil || answer.status == "completed" || answer.status == "incomplete" else {
            return ClientError(
                .aborted,
                "the server broke the answer off (status '\(answer.status.flatMap(ErrorEnvelope.shorten) ?? "")')",
                httpStatus: 200)
        }
        guard answer.text.isEmpty, answer.reasoning.isEmpty, answer.toolCalls.isEmpty else { return nil }
        return failure(
            withoutOutput: answer.status == "incomplete" ? "length" : nil, refusal: answer.refusal ?? "")
    }

    /// The names of a document's members, or its kind: for an error that says what came instead.
    private static func contents(of json: JSONValue) -> String {
        guard let object = json.object else { return json.kind }
        let names = object.prefix(5).map { "'\(ErrorEnvelope.shorten($0.key.prefix(40)) ?? "")'" }
        return names.isEmpty ? "nothing else either" : names.joined(separator: ", ") + (object.count > 5 ? ", …" : "")
    }
}
