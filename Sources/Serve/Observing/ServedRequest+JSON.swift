import ALCFClient
package import ALCFJSON
import ALCFRecord

extension ServedRequest {
    /// The account as a document, for the page, the log and the record; see `ServedLine`.
    package var json: JSONValue {
        var json: JSONObject = [
            "type": .string(ServedLine.type), "number": .int(number), "time": .double(time),
            "api": .string(dialect.rawValue),
            "stream": .bool(isStreamed), "asked": .string(asked), "cluster": JSONValue(cluster),
            "model": JSONValue(model), "fallback_from": JSONValue(fallbackFrom), "translated": .bool(isTranslated),
            "status": .int(status), "ttft_s": JSONValue(firstToken), "duration_s": .double(duration),
            "chunks": .int(chunks), "prompt_tokens": JSONValue(usage?.promptTokens),
            "completion_tokens": JSONValue(usage?.completionTokens), "client": JSONValue(client),
        ]
        json["error"] = error.map { ["code": .string($0.code), "message": .string($0.message)] } ?? .null
        json["notes"] = .array(notes.map { .string($0) })
        return .object(json)
    }
}
