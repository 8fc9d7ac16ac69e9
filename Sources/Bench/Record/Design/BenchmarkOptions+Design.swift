public import ALCFJSON

extension BenchmarkOptions {
    /// The options as members of a design; those of an open loop and others that are not used are left out.
    public var design: Design {
        var design = Design()
        design.samples = samples
        design.runs = hasFixedCount ? runs : nil
        // An open loop waits for no answer.
        design.concurrency = rate == nil ? concurrency : nil
        design.maxTokens = maxTokens
        design.temperature = temperature
        design.isStreaming = isStreaming
        design.warmup = warmup
        design.reasoningEffort = reasoningEffort
        design.maxRate = maxRate
        design.mostRuns = hasFixedCount ? nil : runs
        if rate != nil {
            design.rate = rate
            design.arrival = arrival
            design.burstiness = arrival == .gamma ? burstiness : nil
            design.traceSpeed = arrival == .trace ? traceSpeed : nil
            design.maxInFlight = maxInFlight
        }
        design.ramp = ramp > 0 ? ramp : nil
        design.duration = duration
        design.isBothAtOnce = isBothAtOnce ? true : nil
        design.slices = slices
        design.precision = precision
        design.isControlled = isControlled ? true : nil
        design.isAsOriginal = isAsOriginal ? true : nil
        design.loops = loops > 1 ? loops : nil
        design.usesHTTP2 = usesHTTP2 ? true : nil
        design.connections = connections
        design.requestTimeout = requestTimeout
        design.think = think > 0 ? think : nil
        design.promptSeed = String(promptSeed)
        design.bustsCache = bustsCache ? true : nil
        design.repeatsPrompts = repeatsPrompts ? true : nil
        design.forcedTargets = forcedTargets.isEmpty ? nil : forcedTargets
        design.probes = probes.isEmpty ? nil : probes
        design.order = order(targets: 2)
        return design
    }

    /// In which order requests are to be sent, in words; what was sent says how it became: see ``OrderWords``.
    public func order(targets: Int) -> String {
        if targets < 2 { return "prompts in the order of their list, one target" }
        if isAsOriginal { return "all prompts to one target, then all to the next" }
        if isBothAtOnce, rate != nil || concurrency > 1 { return "all targets at once, on the same prompts" }
        return concurrency == 1 && rate == nil
            ? "targets in random order within each prompt" : "slices of prompts in turns, one target at a time"
    }

    /// The options that a design asks for.
    ///
    /// - Parameter seed: the manifest's.
    /// - Throws: ``JSONError`` naming the member that is missing, of another kind or beyond its limits.
    public init(_ design: Design, seed: UInt64) throws(JSONError) {
        let (most, exact) = (try design.checked(\.mostRuns), try design.checked(\.runs))
        self.init(
            samples: try design.required(\.samples), runs: most ?? exact ?? 1,
            concurrency: try design.checked(\.concurrency) ?? 1, maxTokens: try design.required(\.maxTokens),
            temperature: try design.required(\.temperature), seed: seed,
            isStreaming: try design.required(\.isStreaming), warmup: try design.required(\.warmup),
            reasoningEffort: try design.checked(\.reasoningEffort), rate: try design.checked(\.rate),
            arrival: design.arrival ?? .poisson, ramp: try design.checked(\.ramp) ?? 0,
            duration: try design.checked(\.duration), isBothAtOnce: try design.checked(\.isBothAtOnce) ?? false,
            slices: try design.checked(\.slices), maxRate: try design.checked(\.maxRate),
            precision: try design.checked(\.precision), isControlled: try design.checked(\.isControlled) ?? false)
        isAsOriginal = try design.checked(\.isAsOriginal) ?? false
        loops = try design.checked(\.loops) ?? 1
        usesHTTP2 = try design.checked(\.usesHTTP2) ?? false
        connections = try design.checked(\.connections)
        think = try design.checked(\.think) ?? 0
        requestTimeout = try design.checked(\.requestTimeout)
        promptSeed = try design.checked(\.promptSeed).flatMap { UInt64($0) } ?? promptSeed
        bustsCache = try design.checked(\.bustsCache) ?? false
        repeatsPrompts = try design.checked(\.repeatsPrompts) ?? false
        forcedTargets = try design.checked(\.forcedTargets) ?? []
        maxInFlight = try design.checked(\.maxInFlight)
        burstiness = try design.checked(\.burstiness) ?? 1
        traceSpeed = try design.checked(\.traceSpeed) ?? 1
        probes = try design.checked(\.probes) ?? []
    }
}
