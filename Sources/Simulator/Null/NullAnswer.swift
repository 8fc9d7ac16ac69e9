import NIOCore

/// The bytes of an answer, made once for all requests of a schedule.
struct NullAnswer: Sendable {
    /// The head, which leaves when the request has come, as with real services; empty where nothing is waited for.
    let head: ByteBuffer
    /// The role and the first token; all that is left of the answer where its schedule has no gap or one token.
    let first: ByteBuffer
    /// Any token between the first and the last.
    let middle: ByteBuffer
    /// The last token, the finish reason, the usage and the end.
    let last: ByteBuffer
    let schedule: NullSchedule

    /// Whether ``first`` is all of it.
    var isWhole: Bool { schedule.gap == 0 || schedule.tokens == 1 }

    init(_ schedule: NullSchedule) {
        self.schedule = schedule
        let start =
            "HTTP/1.1 200 OK\r\nserver: null\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
            + "transfer-encoding: chunked\r\n\r\n"
        let role = Self.event(Self.delta(#"{"role":"assistant","content":""}"#))
        let token = Self.event(Self.delta(#"{"content":" word"}"#))
        let usage =
            #"{"id":"chatcmpl-null","object":"chat.completion.chunk","created":1700000000,"model":"null","#
            + #""choices":[],"usage":{"prompt_tokens":16,"total_tokens":\#(16 + schedule.tokens),"#
            + #""completion_tokens":\#(schedule.tokens)}}"#
        let end =
            Self.event(Self.delta("{}", finish: #""stop""#)) + Self.event(usage) + Self.event("[DONE]") + "0\r\n\r\n"
        let isInstant = schedule.duration == 0
        head = ByteBuffer(string: isInstant ? "" : start)
        let before = (isInstant ? start : "") + role
        middle = ByteBuffer(string: token)
        if schedule.gap == 0 || schedule.tokens == 1 {
            first = ByteBuffer(string: before + String(repeating: token, count: schedule.tokens) + end)
            last = ByteBuffer()
        } else {
            first = ByteBuffer(string: before + token)
            last = ByteBuffer(string: token + end)
        }
    }

    private static func delta(_ delta: String, finish: String = "null") -> String {
        #"{"id":"chatcmpl-null","object":"chat.completion.chunk","created":1700000000,"model":"null","#
            + #""choices":[{"index":0,"delta":\#(delta),"logprobs":null,"finish_reason":\#(finish)}]}"#
    }

    /// An event as a chunk of HTTP/1.1.
    private static func event(_ data: String) -> String {
        let event = "data: \(data)\n\n"
        return String(event.utf8.count, radix: 16) + "\r\n" + event + "\r\n"
    }
}
