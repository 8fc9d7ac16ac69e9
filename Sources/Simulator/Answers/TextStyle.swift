import ALCFJSON

/// The words of another style as `/v1/completions` has them: `text` in place of a message or a delta. There is no
/// reasoning in it.
struct TextStyle: AnswerStyle {
    private let style: any AnswerStyle

    init(_ style: any AnswerStyle) { self.style = style }
    init(_ completion: Completion) { self.init(completion.cluster.chatStyle(completion)) }

    var opening: JSONValue { Self.plain(style.opening) }
    func reasoning(_ piece: String) -> JSONValue { Self.plain(style.reasoning(piece)) }
    func content(_ piece: String) -> JSONValue { Self.plain(style.content(piece)) }
    var closing: JSONValue { Self.plain(style.closing) }
    var usage: JSONValue { Self.plain(style.usage) }
    var whole: JSONValue { Self.plain(style.whole) }
    var failureEvent: JSONValue { style.failureEvent }
    var failureMessage: String { style.failureMessage }

    private static func plain(_ json: JSONValue) -> JSONValue {
        var body = json.object ?? JSONObject()
        body["object"] = "text_completion"
        body["choices"] = .array(
            (json["choices"]?.array ?? []).map { choice in
                let words = choice["message"] ?? choice["delta"]
                var plain: JSONObject = ["index": choice["index"] ?? 0]
                plain["text"] = .string(words?["content"]?.string ?? "")
                plain["logprobs"] = .null
                plain["finish_reason"] = choice["finish_reason"] ?? .null
                return .object(plain)
            })
        return .object(body)
    }
}
