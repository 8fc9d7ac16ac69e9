public import ALCFJSON

extension Sample: JSONEncodable, JSONDecodable {
    /// The sample as one object without nesting, except for the service's own timings.
    ///
    /// The derived figures are written for readers in other languages; reading a sample back derives them again.
    public var json: JSONValue {
        let metrics = metrics
        var members: [(String, JSONValue)] = [
            ("type", "sample"), ("sequence", .int(sequence)), ("phase", .string(phase.rawValue)),
            ("target", .string(target)),
            ("run", .int(run)), ("block", .int(block)), ("position", .int(position)), ("prompt_id", .string(promptID)),
            ("passage_id", .string(passageID)), ("outcome", .string(outcome.rawValue)),
            ("http_status", JSONValue(httpStatus)), ("error", JSONValue(errorMessage)),
        ]
        members += [
            ("service_latency", JSONValue(metrics.serviceLatency)),
            ("response_latency", JSONValue(metrics.responseLatency)), ("ttft", JSONValue(metrics.timeToFirstToken)),
            ("ttfa", JSONValue(metrics.timeToFirstAnswer)),
            ("first_event_latency", JSONValue(metrics.timeToFirstEvent)),
            ("tpot", JSONValue(metrics.timePerOutputToken)), ("decode_rate", JSONValue(metrics.decodeRate)),
            ("prompt_tokens", JSONValue(tokens.prompt)), ("completion_tokens", JSONValue(tokens.completion)),
            ("total_tokens", JSONValue(tokens.total)), ("reasoning_tokens", JSONValue(tokens.reasoning)),
            ("cached_tokens", JSONValue(tokens.cached)), ("finish_reason", JSONValue(finishReason)),
            ("model", JSONValue(model)), ("system_fingerprint", JSONValue(systemFingerprint)),
        ]
        members += trace.members
        members += [
            ("server_timings", serverTimings.map(JSONValue.object) ?? .null), ("answer", JSONValue(answer)),
            ("exact_match", JSONValue(score?.exactMatch)), ("f1", JSONValue(score?.f1)),
            ("contains", JSONValue(score?.contains)),
            ("extracted_exact_match", JSONValue(score?.extractedExactMatch)),
            ("extracted_f1", JSONValue(score?.extractedF1)),
        ]
        return .object(JSONObject(members))
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            sequence: try json.require("sequence"), phase: try json.word("phase"), target: try json.require("target"),
            run: try json.require("run"), block: try json.require("block"), position: try json.require("position"),
            promptID: try json.require("prompt_id"), passageID: try json.require("passage_id"),
            trace: try RequestTrace(members: json), outcome: try json.word("outcome"))
        httpStatus = try json.optional("http_status")
        errorMessage = try json.optional("error")
        tokens = TokenCounts(
            prompt: try json.optional("prompt_tokens"), completion: try json.optional("completion_tokens"),
            total: try json.optional("total_tokens"), reasoning: try json.optional("reasoning_tokens"),
            cached: try json.optional("cached_tokens"))
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

extension RequestTrace {
    fileprivate var members: [(String, JSONValue)] {
        [
            ("scheduled", JSONValue(scheduled)), ("dispatched", JSONValue(dispatched)), ("start", JSONValue(start)),
            ("sent", JSONValue(sent)),
            ("first_byte", JSONValue(firstByte)), ("first_event", JSONValue(firstEvent)),
            ("first_token", JSONValue(firstToken)), ("first_answer", JSONValue(firstAnswer)),
            ("last_token", JSONValue(lastToken)), ("end", JSONValue(end)), ("dns_seconds", JSONValue(dns)),
            ("connect_seconds", JSONValue(connect)), ("tls_seconds", JSONValue(tls)), ("streamed", .bool(streamed)),
            ("events", .int(events)), ("token_events", .int(tokenEvents)), ("token_reads", .int(tokenReads)),
            ("largest_burst", .int(largestBurst)), ("first_burst", .int(firstBurst)),
        ]
    }

    fileprivate init(members json: JSONValue) throws(JSONError) {
        self.init(
            scheduled: try json.require("scheduled"), start: try json.require("start"),
            streamed: try json.require("streamed"))
        dispatched = try json.optional("dispatched")
        sent = try json.optional("sent")
        firstByte = try json.optional("first_byte")
        firstEvent = try json.optional("first_event")
        firstToken = try json.optional("first_token")
        firstAnswer = try json.optional("first_answer")
        lastToken = try json.optional("last_token")
        end = try json.optional("end")
        dns = try json.optional("dns_seconds")
        connect = try json.optional("connect_seconds")
        tls = try json.optional("tls_seconds")
        events = try json.require("events")
        tokenEvents = try json.require("token_events")
        tokenReads = try json.require("token_reads")
        largestBurst = try json.require("largest_burst")
        firstBurst = try json.optional("first_burst") ?? 1
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
