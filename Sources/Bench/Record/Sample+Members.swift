public import ALCFJSON

extension Sample.Fields: RecordObject {
    /// A sample of which nothing is known.
    public static var blank: Sample.Fields {
        Sample.Fields(
            sequence: 0, phase: .measured, target: "", run: 0, block: 0, position: 0, promptID: "", passageID: "",
            trace: RequestTimeline(scheduled: 0, start: 0), outcome: .success)
    }

    /// Its members: one object without nesting, except for the service's own timings.
    ///
    /// The derived figures are written for readers in other languages; reading a sample back derives them again.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type("sample")
        try members.required("sequence", &sequence, in: Sample.Limits.ordinals)
        try members.required("phase", &phase)
        try members.required("target", &target)
        try members.required("run", &run, in: Sample.Limits.ordinals)
        try members.required("block", &block, in: Sample.Limits.ordinals)
        try members.required("position", &position, in: Sample.Limits.ordinals)
        try members.nullable("slice", &slice, in: Sample.Limits.ordinals)
        try members.optional("session", &session, in: Sample.Limits.ordinals)
        try members.optional("rank", &rank, in: Sample.Limits.ordinals)
        try members.optional("server", &server, in: Sample.Limits.ordinals)
        try members.required("prompt_id", &promptID)
        try members.required("passage_id", &passageID)
        try members.required("outcome", &outcome)
        try members.nullable("http_status", &httpStatus)
        try members.nullable("error", &errorMessage)
        members.figures(of: Sample(self))
        try tokens.visit(&members)
        try members.nullable("finish_reason", &finishReason)
        try members.nullable("model", &model)
        try members.nullable("system_fingerprint", &systemFingerprint)
        try trace.visit(&members)
        try members.nullable("server_timings", &serverTimings)
        try members.nullable("answer", &answer)
        try visitScore(&members)
    }

    /// All of a score is there, or nothing.
    private mutating func visitScore<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        var isExact = score?.exactMatch
        try members.nullable("exact_match", &isExact)
        var score = self.score ?? .zero
        score.exactMatch = isExact ?? false
        try members.required("f1", &score.f1, ifThereIs: isExact)
        try members.required("contains", &score.contains, ifThereIs: isExact)
        try members.required("extracted_exact_match", &score.extractedExactMatch, ifThereIs: isExact)
        try members.required("extracted_f1", &score.extractedF1, ifThereIs: isExact)
        self.score = isExact == nil ? nil : score
    }
}

extension Sample: JSONEncodable, JSONDecodable {
    /// As one JSON object.
    public var json: JSONValue { fields.json }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming the member that is missing, of another kind or beyond its limits.
    public init(json: JSONValue) throws(JSONError) { self.init(try Fields(json: json)) }

    /// The sample as a line of a record.
    package var line: [UInt8] {
        var line = fields.written(into: JSONLine())
        line.end()
        return line.bytes
    }
}

extension TokenCounts {
    /// Its members in a sample.
    fileprivate mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.nullable("prompt_tokens", &prompt, in: Sample.Limits.counts)
        try members.nullable("completion_tokens", &completion, in: Sample.Limits.counts)
        try members.nullable("total_tokens", &total, in: Sample.Limits.counts)
        try members.nullable("reasoning_tokens", &reasoning, in: Sample.Limits.counts)
        try members.nullable("cached_tokens", &cached, in: Sample.Limits.counts)
    }
}

extension RequestTimeline {
    /// Its members in a sample.
    fileprivate mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        let (seconds, counts) = (Sample.Limits.seconds, Sample.Limits.counts)
        try members.required("scheduled", &scheduled, in: seconds)
        try members.nullable("dispatched", &dispatched, in: seconds)
        try members.required("start", &start, in: seconds)
        try members.nullable("sent", &sent, in: seconds)
        try members.nullable("first_byte", &firstByte, in: seconds)
        try members.nullable("first_event", &firstEvent, in: seconds)
        try members.nullable("first_token", &firstToken, in: seconds)
        try members.nullable("first_answer", &firstAnswer, in: seconds)
        try members.nullable("last_token", &lastToken, in: seconds)
        try members.nullable("end", &end, in: seconds)
        try members.nullable("dns_seconds", &dns, in: seconds)
        try members.nullable("connect_seconds", &connect, in: seconds)
        try members.nullable("tls_seconds", &tls, in: seconds)
        try members.optional("round_trip", &roundTrip, in: seconds)
        try members.optional("round_trip_variance", &roundTripVariance, in: seconds)
        try members.optional("least_round_trip", &leastRoundTrip, in: seconds)
        try members.optional("retransmissions", &retransmissions, in: counts)
        try members.nullable("http_version", &httpVersion)
        try members.nullable("remote_address", &remoteAddress)
        try members.nullable("local_port", &localPort)
        try members.required("streamed", &streamed)
        try members.required("events", &events, in: counts)
        try members.required("token_events", &tokenEvents, in: counts)
        try members.nullable("reasoning_events", &reasoningEvents, in: counts)
        try members.nullable("answer_bytes", &answerBytes, in: counts)
        try members.nullable("first_output", &firstOutputWord)
        try members.required("token_reads", &tokenReads, in: counts)
        try members.required("largest_burst", &largestBurst, in: counts)
        try members.required("first_burst", &firstBurst, orElse: 1, in: counts)
        try members.nullable("largest_gap", &largestGap, in: seconds)
    }

    /// A word that is not known says nothing.
    private var firstOutputWord: String? {
        get { recordedFirstOutput?.rawValue }
        set { recordedFirstOutput = newValue.flatMap(FirstOutput.init(rawValue:)) }
    }
}
