import ALCFJSON

extension ClientError {
    /// The id under which the gateway puts its own error text into the answer.
    static let fakeChunkID = "chatcmpl-api-error"

    /// The error in an event of a stream, or in a body, that came with status 200; nil where it is none.
    init?(streamed json: JSONValue, isService: Bool = true) {
        if json["id"]?.string == Self.fakeChunkID {
            let choice = json["choices"]?[0]
            self.init(fakeChunk: (choice?["delta"] ?? choice?["message"])?["content"]?.string ?? "")
        } else if json["object"]?.string == "error" || json["error"].map({ !$0.isNull }) == true,
            let envelope = ErrorEnvelope(json)
        {
            self.init(status: 200, envelope: envelope, isService: isService)
        } else {
            return nil
        }
    }

    /// The gateway's own error where it was written onto the end of a torn line of the model's server.
    init?(tornStream text: String) {
        guard let id = text.ranges(of: Self.fakeChunkID).last, let start = text[..<id.lowerBound].lastIndex(of: "{"),
            let json = JSONFragment.object(in: text[start...])
        else { return nil }
        self.init(streamed: json)
    }

    private init(fakeChunk content: String) {
        var text = content.drop(while: \.isWhitespace)
        for prefix in ["[ERROR]", "Error:"] where text.hasPrefix(prefix) {
            text = text.dropFirst(prefix.count).drop(while: \.isWhitespace)
        }
        var envelope = ErrorEnvelope(body: [])
        envelope.message = text.isEmpty ? "the gateway reported an error without a text" : String(text)
        envelope.code = nil
        if UpstreamFailure(in: String(text)) == nil, text.contains("imeout") || text.contains("timed out") {
            envelope.status = 504
        }
        self.init(status: 200, envelope: envelope, isService: true)
    }
}
