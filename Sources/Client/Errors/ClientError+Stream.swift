package import ALCFJSON

extension ClientError {
    /// The id under which the gateway puts its own error text into the answer.
    static let fakeChunkID = "chatcmpl-api-error"

    /// The error in an event of a stream, or in a body, that came with status 200; nil where it is none.
    package init?(streamed json: JSONValue, isService: Bool = true) {
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
    package init?(tornStream text: String) {
        guard let id = text.ranges(of: Self.fakeChunkID).last, let start = text[..<id.lowerBound].lastIndex(of: "{"),
            let json = JSONFragment.object(in: text[start...])
        else { return nil }
        self.init(streamed: json)
    }

    /// Creates an error from text in a stream that is no event: `error: {…}`, a bare JSON error, a page, a sentence.
    /// Nil where there is nothing.
    ///
    /// - Parameters:
    ///   - lines: the lines that are no fields of an event.
    ///   - isAll: whether nothing else came. Otherwise a sentence that does not say that it is about an error is none.
    package init?(besideEvents lines: [UInt8], isAll: Bool, isService: Bool) {
        var text = String(decoding: lines, as: UTF8.self).drop(while: \.isWhitespace)
        let isNamed = text.hasPrefix("error:")
        if isNamed { text = text.dropFirst(6).drop(while: \.isWhitespace) }
        guard !text.isEmpty else { return nil }
        let json = (try? JSONValue(parsing: String(text))) ?? JSONFragment.object(in: text)
        if json?["choices"]?.array?.isEmpty == false {
            self.init(.malformed, "the stream brought a whole answer, and no events", httpStatus: 200)
            return
        }
        guard isAll || isNamed || json != nil || text.first == "<" else { return nil }
        var envelope = ErrorEnvelope(body: Array(text.utf8))
        // As the value of the field `error` it needs no other sign of being one.
        if let json, let named = ErrorEnvelope(json) ?? ErrorEnvelope(["error": json]), named.message != nil {
            envelope = named
        }
        guard envelope.message != nil else { return nil }
        self.init(status: 200, envelope: envelope, isService: isService)
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
