public import ALCFJSON

extension Sample: JSONEncodable, JSONDecodable {
    /// The sample as one object without nesting, except for the service's own timings.
    ///
    /// The derived figures are written for readers in other languages; reading a sample back derives them again.
    public var json: JSONValue {
        var object = JSONObject()
        add(to: &object)
        return .object(object)
    }

    /// The sample as a line of a record.
    package var line: [UInt8] {
        var line = JSONLine()
        add(to: &line)
        line.end()
        return line.bytes
    }

    private func add<Members: JSONMembers>(to members: inout Members) {
        members.add("type", "sample")
        members.add("sequence", sequence)
        members.add("phase", phase.rawValue)
        members.add("target", target)
        members.add("run", run)
        members.add("block", block)
        members.add("position", position)
        members.add("slice", slice)
        if let session { members.add("session", session) }
        members.add("prompt_id", promptID)
        members.add("passage_id", passageID)
        members.add("outcome", outcome.rawValue)
        members.add("http_status", httpStatus)
        members.add("error", errorMessage)
        members.addFigures(of: self)
        members.add("prompt_tokens", tokens.prompt)
        members.add("completion_tokens", tokens.completion)
        members.add("total_tokens", tokens.total)
        members.add("reasoning_tokens", tokens.reasoning)
        members.add("cached_tokens", tokens.cached)
        members.add("finish_reason", finishReason)
        members.add("model", model)
        members.add("system_fingerprint", systemFingerprint)
        trace.add(to: &members)
        members.add("server_timings", serverTimings.map(JSONValue.object) ?? .null)
        members.add("answer", answer)
        members.add("exact_match", score?.exactMatch)
        members.add("f1", score?.f1)
        members.add("contains", score?.contains)
        members.add("extracted_exact_match", score?.extractedExactMatch)
        members.add("extracted_f1", score?.extractedF1)
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            sequence: try json.require("sequence", in: Limits.ordinals), phase: try json.word("phase"),
            target: try json.require("target"),
            run: try json.require("run", in: Limits.ordinals), block: try json.require("block", in: Limits.ordinals),
            position: try json.require("position", in: Limits.ordinals),
            promptID: try json.require("prompt_id"), passageID: try json.require("passage_id"),
            trace: try RequestTimeline(members: json), outcome: try json.word("outcome"))
        slice = try json.optional("slice", in: Limits.ordinals)
        session = try json.optional("session", in: Limits.ordinals)
        httpStatus = try json.optional("http_status")
        errorMessage = try json.optional("error")
        tokens = TokenCounts(
            prompt: try json.optional("prompt_tokens", in: Limits.counts),
            completion: try json.optional("completion_tokens", in: Limits.counts),
            total: try json.optional("total_tokens", in: Limits.counts),
            reasoning: try json.optional("reasoning_tokens", in: Limits.counts),
            cached: try json.optional("cached_tokens", in: Limits.counts))
        finishReason = try json.optional("finish_reason")
        model = try json.optional("model")
        systemFingerprint = try json.optional("system_fingerprint")
        serverTimings = try json.optional("server_timings")
        answer = try json.optional("answer")
        if let exactMatch: Bool = try json.optional("exact_match") {
            score = AnswerScore(
                exactMatch: exactMatch, f1: try json.require("f1"), contains: try json.require("contains"),
                extractedExactMatch: try json.require("extracted_exact_match"),
                extractedF1: try json.require("extracted_f1"))
        }
    }
}

extension RequestTimeline {
    fileprivate func add<Members: JSONMembers>(to members: inout Members) {
        members.add("scheduled", scheduled)
        members.add("dispatched", dispatched)
        members.add("start", start)
        members.add("sent", sent)
        members.add("first_byte", firstByte)
        members.add("first_event", firstEvent)
        members.add("first_token", firstToken)
        members.add("first_answer", firstAnswer)
        members.add("last_token", lastToken)
        members.add("end", end)
        members.add("dns_seconds", dns)
        members.add("connect_seconds", connect)
        members.add("tls_seconds", tls)
        members.add("http_version", httpVersion)
        members.add("remote_address", remoteAddress)
        members.add("local_port", localPort)
        members.add("streamed", streamed)
        members.add("events", events)
        members.add("token_events", tokenEvents)
        members.add("reasoning_events", reasoningEvents)
        members.add("answer_bytes", answerBytes)
        members.add("first_output", recordedFirstOutput?.rawValue)
        members.add("token_reads", tokenReads)
        members.add("largest_burst", largestBurst)
        members.add("first_burst", firstBurst)
        members.add("largest_gap", largestGap)
    }

    fileprivate init(members json: JSONValue) throws(JSONError) {
        self.init(
            scheduled: try json.require("scheduled", in: Sample.Limits.seconds),
            start: try json.require("start", in: Sample.Limits.seconds),
            streamed: try json.require("streamed"))
        dispatched = try json.optional("dispatched", in: Sample.Limits.seconds)
        sent = try json.optional("sent", in: Sample.Limits.seconds)
        firstByte = try json.optional("first_byte", in: Sample.Limits.seconds)
        firstEvent = try json.optional("first_event", in: Sample.Limits.seconds)
        firstToken = try json.optional("first_token", in: Sample.Limits.seconds)
        firstAnswer = try json.optional("first_answer", in: Sample.Limits.seconds)
        lastToken = try json.optional("last_token", in: Sample.Limits.seconds)
        end = try json.optional("end", in: Sample.Limits.seconds)
        dns = try json.optional("dns_seconds", in: Sample.Limits.seconds)
        connect = try json.optional("connect_seconds", in: Sample.Limits.seconds)
        tls = try json.optional("tls_seconds", in: Sample.Limits.seconds)
        httpVersion = try json.optional("http_version")
        remoteAddress = try json.optional("remote_address")
        localPort = try json.optional("local_port")
        events = try json.require("events", in: Sample.Limits.counts)
        tokenEvents = try json.require("token_events", in: Sample.Limits.counts)
        reasoningEvents = try json.optional("reasoning_events", in: Sample.Limits.counts)
        answerBytes = try json.optional("answer_bytes", in: Sample.Limits.counts)
        recordedFirstOutput = (try json.optional("first_output") as String?).flatMap(FirstOutput.init(rawValue:))
        tokenReads = try json.require("token_reads", in: Sample.Limits.counts)
        largestBurst = try json.require("largest_burst", in: Sample.Limits.counts)
        firstBurst = try json.optional("first_burst", in: Sample.Limits.counts) ?? 1
        largestGap = try json.optional("largest_gap", in: Sample.Limits.seconds)
    }
}

extension JSONValue {
    /// The member named `key`, which must be one of an enumeration's words.
    fileprivate func word<T: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(JSONError) -> T where T.RawValue == String {
        let text: String = try require(key)
        guard let value = T(rawValue: text) else {
            let words = T.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONError(.mismatch, path: key, "must be one of \(words)")
        }
        return value
    }
}
