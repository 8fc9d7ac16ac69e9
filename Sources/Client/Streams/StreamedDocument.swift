package import ALCFHTTP
package import ALCFJSON
import ALCFSystem

/// A streamed chat completion as the document that it would have been in one piece, and the other way about: for
/// servers that do not do as they are told.
package enum StreamedDocument {
    /// The document in a body, also where it comes as a stream of events.
    ///
    /// - Parameter answers: how many answers were asked for.
    /// - Throws: ``ClientError`` for what is neither, and for a stream that is not complete.
    package static func read(
        _ body: [UInt8], _ headers: HTTPHeaders, status: Int, isService: Bool, answers: Int?,
        limits: JSONLimits = .answer
    ) throws(ClientError) -> JSONValue {
        guard BodyForm(headers, body) == .events else {
            return try AnswerVerdict.json(body, status: status, limits: limits)
        }
        // Some call a document a stream.
        if BodyForm.isDocument(body.span), let json = try? JSONValue(parsing: body, limits: limits) { return json }
        return try completion(body, isService: isService, answers: answers)
    }

    /// - Parameter body: events, all of them.
    /// - Throws: ``ClientError`` for a stream that is not complete, with what came in it.
    static func completion(_ body: [UInt8], isService: Bool, answers: Int?) throws(ClientError) -> JSONValue {
        var parser = ChatStreamParser(isService: isService, answers: answers)
        var answer = ChatAccumulator()
        for event in parser.receive(HTTPFragment(time: .now, bytes: body)) { answer.add(event.chunk) }
        let (last, failure) = parser.finish()
        if let last { answer.add(last.chunk) }
        let json = document(answer)
        if var failure {
            failure.completion = try? ChatCompletion(json)
            throw failure
        }
        return json
    }

    /// The stream that a document would have been: one event.
    ///
    /// - Parameter time: when its last byte came.
    static func body(_ document: JSONValue, time: MonotonicTime, timings: HTTPTimings) -> HTTPBody {
        let event = Array("data: ".utf8) + document.serializedBytes() + Array("\n\n".utf8)
        return HTTPBody(fragments: [HTTPFragment(time: time, bytes: event)], timings: timings)
    }

    private static func document(_ answer: ChatAccumulator) -> JSONValue {
        let choices = answer.choices.map { choice -> JSONValue in
            var message: JSONObject = ["role": "assistant", "content": .string(choice.content)]
            message["reasoning"] = choice.reasoning.isEmpty ? nil : .string(choice.reasoning)
            message["refusal"] = choice.refusal.map { .string($0) }
            message["tool_calls"] = choice.toolCalls.isEmpty ? nil : .array(choice.toolCalls.map(\.json))
            return [
                "index": .int(choice.index), "message": .object(message),
                "finish_reason": JSONValue(choice.finishReason),
            ]
        }
        return [
            "id": JSONValue(answer.id), "object": "chat.completion", "model": JSONValue(answer.model),
            "system_fingerprint": JSONValue(answer.fingerprint), "choices": .array(choices),
            "usage": answer.usage?.raw ?? .null,
        ]
    }
}
