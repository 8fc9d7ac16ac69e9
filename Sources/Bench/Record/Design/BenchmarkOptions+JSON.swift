public import ALCFJSON

extension BenchmarkOptions: JSONEncodable {
    /// The member that says that the original study's steps were followed.
    package static let asOriginalMember = "as_original"

    /// As in the record's manifest.
    public var json: JSONValue { .object(members) }

    /// The settings by name; those of an open loop and others that are not used are left out. `runs` is null where something
    /// else than the number of requests ends the run.
    public var members: JSONObject {
        var members: JSONObject = [
            "samples": .int(samples), "runs": hasFixedCount ? .int(runs) : .null,
            // An open loop waits for no answer.
            "concurrency": rate == nil ? .int(concurrency) : .null,
            "max_tokens": .int(maxTokens), "temperature": .double(temperature), "stream": .bool(isStreaming),
            "warmup": .int(warmup), "reasoning_effort": JSONValue(reasoningEffort), "max_rate": JSONValue(maxRate),
        ]
        if !hasFixedCount { members["most_runs"] = .int(runs) }
        if let rate {
            members["rate"] = .double(rate)
            members["arrival"] = .string(arrival.rawValue)
            if arrival == .gamma { members["burstiness"] = .double(burstiness) }
            if arrival == .trace { members["trace_speed"] = .double(traceSpeed) }
            members["max_concurrency"] = maxInFlight.map(JSONValue.int)
        }
        members["ramp"] = ramp > 0 ? .double(ramp) : nil
        members["duration"] = duration.map(JSONValue.double)
        members["both_at_once"] = isBothAtOnce ? true : nil
        members["slices"] = slices.map(JSONValue.int)
        members["precision"] = precision.map(JSONValue.double)
        members["control"] = isControlled ? true : nil
        members[Self.asOriginalMember] = isAsOriginal ? true : nil
        members["loops"] = loops > 1 ? .int(loops) : nil
        members["http2"] = usesHTTP2 ? true : nil
        members["connections"] = connections.map(JSONValue.int)
        members["request_timeout"] = requestTimeout.map(JSONValue.double)
        members["think"] = think > 0 ? .double(think) : nil
        // Beyond 53 bits, some JSON readers lose digits.
        members["prompt_seed"] = .string(String(promptSeed))
        members["cache_bust"] = bustsCache ? true : nil
        members["repeat_prompts"] = repeatsPrompts ? true : nil
        members["force_length"] = forcedTargets.isEmpty ? nil : .array(forcedTargets.map(JSONValue.string))
        members["order"] = .string(order(targets: 2))
        return members
    }

    /// In which order requests are to be sent, in words; what was sent says how it became: see ``OrderWords``.
    public func order(targets: Int) -> String {
        if targets < 2 { return "prompts in the order of their list, one target" }
        if isAsOriginal { return "all prompts to one target, then all to the next" }
        if isBothAtOnce, rate != nil || concurrency > 1 { return "all targets at once, on the same prompts" }
        return concurrency == 1 && rate == nil
            ? "targets in random order within each prompt" : "slices of prompts in turns, one target at a time"
    }

    /// Reads the settings of a record back.
    ///
    /// - Parameter seed: the manifest's.
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(members: JSONObject, seed: UInt64) throws(JSONError) {
        let json = JSONValue.object(members)
        let word: String = try json.optional("arrival") ?? "closed_loop"
        let exact: Int? = try json.optional("runs", in: Limits.runs)
        let most: Int? = try json.optional("most_runs", in: Limits.runs)
        let runs = most ?? exact ?? 1
        self.init(
            samples: try json.require("samples", in: Limits.samples),
            runs: runs,
            concurrency: try json.optional("concurrency", in: Limits.concurrency) ?? 1,
            maxTokens: try json.require("max_tokens", in: Limits.maxTokens),
            temperature: try json.require("temperature", in: Limits.temperature), seed: seed,
            isStreaming: try json.require("stream"), warmup: try json.require("warmup", in: Limits.warmup),
            reasoningEffort: try json.optional("reasoning_effort"),
            rate: try json.optional("rate", in: Limits.rate), arrival: Arrival(rawValue: word) ?? .poisson,
            ramp: try json.optional("ramp", in: Limits.pause) ?? 0,
            duration: try json.optional("duration", in: Limits.duration),
            isBothAtOnce: try json.optional("both_at_once") ?? false,
            slices: try json.optional("slices", in: Limits.slices),
            maxRate: try json.optional("max_rate", in: Limits.maxRate),
            precision: try json.optional("precision", in: Limits.precision),
            isControlled: try json.optional("control") ?? false)
        isAsOriginal = try json.optional(Self.asOriginalMember) ?? false
        loops = try json.optional("loops", in: Limits.loops) ?? 1
        usesHTTP2 = try json.optional("http2") ?? false
        connections = try json.optional("connections", in: Limits.concurrency)
        think = try json.optional("think", in: Limits.pause) ?? 0
        requestTimeout = try json.optional("request_timeout", in: Limits.requestTimeout)
        promptSeed = try json.optional("prompt_seed").flatMap { (text: String) in UInt64(text) } ?? promptSeed
        bustsCache = try json.optional("cache_bust") ?? false
        repeatsPrompts = try json.optional("repeat_prompts") ?? false
        forcedTargets = try json.optional("force_length") ?? []
        maxInFlight = try json.optional("max_concurrency", in: Limits.concurrency)
        burstiness = try json.optional("burstiness", in: Limits.burstiness) ?? 1
        traceSpeed = try json.optional("trace_speed", in: Limits.traceSpeed) ?? 1
    }
}
