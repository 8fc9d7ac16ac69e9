public import ALCFJSON

/// The members of a ``Design`` that this version knows. To add one is to add a line here; what it means for a run is
/// told at the property of ``BenchmarkOptions`` that has its name.
public struct DesignMembers: Sendable {
    private typealias Limits = BenchmarkOptions.Limits

    // MARK: What is asked

    /// Number of prompts.
    public let samples = DesignMember("samples", in: Limits.samples)
    /// Times that each prompt is sent to each target; nil if something other than a number of requests ends the run.
    public let runs = DesignMember("runs", in: Limits.runs, isAlwaysWritten: true)
    /// The most times that a prompt is sent, where something else ends the run.
    public let mostRuns = DesignMember("most_runs", in: Limits.runs)
    /// The most tokens of an answer.
    public let maxTokens = DesignMember("max_tokens", in: Limits.maxTokens)
    /// The temperature.
    public let temperature = DesignMember("temperature", in: Limits.temperature)
    /// Whether answers are streamed.
    public let isStreaming = DesignMember<Bool>("stream")
    /// Requests to each target before measuring begins.
    public let warmup = DesignMember("warmup", in: Limits.warmup)
    /// Reasoning effort asked for.
    public let reasoningEffort = DesignMember<String>("reasoning_effort", isAlwaysWritten: true)
    /// The targets that are told to make each answer as long as its limit.
    public let forcedTargets = DesignMember<[String]>("force_length")
    /// Seed of made-up texts. It is a string: beyond 53 bits, some JSON readers lose digits.
    public let promptSeed = DesignMember<String>("prompt_seed")
    /// Whether it was given, so that an earlier run may have had it.
    public let isPromptSeedGiven = DesignMember<Bool>("prompt_seed_given")
    /// Whether each request begins with digits of its own.
    public let bustsCache = DesignMember<Bool>("cache_bust")
    /// Whether prompts are sent again on purpose.
    public let repeatsPrompts = DesignMember<Bool>("repeat_prompts")

    // MARK: The load

    /// Requests in flight to each target, in a closed loop; nil in an open one.
    public let concurrency = DesignMember("concurrency", in: Limits.concurrency, isAlwaysWritten: true)
    /// The most requests a second to the service.
    public let maxRate = DesignMember("max_rate", in: Limits.maxRate, isAlwaysWritten: true)
    /// Requests a second to each target, in an open loop.
    public let rate = DesignMember("rate", in: Limits.rate)
    /// Distribution of requests over time.
    public let arrival = DesignMember<Arrival>("arrival")
    /// The shape of gamma gaps.
    public let burstiness = DesignMember("burstiness", in: Limits.burstiness)
    /// Speed of a trace's replay relative to its recording.
    public let traceSpeed = DesignMember("trace_speed", in: Limits.traceSpeed)
    /// The most requests in flight to each target, in an open loop.
    public let maxInFlight = DesignMember("max_concurrency", in: Limits.concurrency)
    /// Seconds over which the load rises.
    public let ramp = DesignMember("ramp", in: Limits.pause)
    /// Seconds of load on each target.
    public let duration = DesignMember("duration", in: Limits.duration)
    /// Half the width of the interval at which the run ends.
    public let precision = DesignMember("precision", in: Limits.precision)
    /// Seconds from an answer to the next turn of its conversation.
    public let think = DesignMember("think", in: Limits.pause)
    /// Seconds that a request may take.
    public let requestTimeout = DesignMember("request_timeout", in: Limits.requestTimeout)
    /// Event loops.
    public let loops = DesignMember("loops", in: Limits.loops)
    /// Whether HTTP/2 is spoken.
    public let usesHTTP2 = DesignMember<Bool>("http2")
    /// The most connections to each target.
    public let connections = DesignMember("connections", in: Limits.concurrency)
    /// The targets whose servers are asked for their health between requests, as in `metis` or `mine=/health`.
    package let probes = DesignMember<[String]>("probe")

    // MARK: The order

    /// Whether the targets are loaded at the same time.
    public let isBothAtOnce = DesignMember<Bool>("both_at_once")
    /// Into how many slices the prompts are cut.
    public let slices = DesignMember("slices", in: Limits.slices)
    /// Whether the first target was doubled.
    public let isControlled = DesignMember<Bool>("control")
    /// Whether it is the original study's experiment.
    public let isAsOriginal = DesignMember<Bool>("as_original")
    /// The order in which requests were to be sent, in words.
    public let order = DesignMember<String>("order")

    // MARK: How it is to be judged

    /// The figures that may lead to a claim.
    package let primary = DesignMember<NameList>("primary")
    /// Within how much two targets count as equivalent.
    public let equivalence = DesignMember<Double>("equivalence")
    /// Objectives of good service, as in `ttft=3s`.
    public let objectives = DesignMember<String>("slo")
    /// The targets' prices, as in `metis=12/h`.
    public let prices = DesignMember<[String]>("price")
    /// The targets' power, as in `sophia=5200W` or `sophia=meter.csv`.
    public let powers = DesignMember<[String]>("power")

    // MARK: What it is a part of, or was made from

    /// The experiment whose tasks or lengths the run mixes.
    package let experiment = DesignMember<MixedExperiment>("experiment")
    /// Tokens that the service counted for a character.
    public let tokensPerCharacter = DesignMember<Double>("tokens_per_character")
    /// The sweep that the run is a level of.
    public let sweep = DesignMember<String>("sweep")
    /// Number of levels of that sweep.
    public let sweepLevels = DesignMember<Int>("sweep_levels")
    /// SHA-256 of the plan of the study that the run is a session of.
    package let study = DesignMember<String>("study")
    /// The number of that session, from 1.
    package let studySession = DesignMember<Int>("study_session")
    /// The records that were merged into this one.
    package let merged = DesignMember<[MergedPart]>("merged")
    /// The tools whose result files were read, in words.
    public let importedFrom = DesignMember<String>("imported_from")
    /// The files that were read, where they were several.
    package let files = DesignMember<[ImportedPart]>("files")
    /// Whether it is known when requests began.
    package let instants = DesignMember<Instants>("instants")
    /// Arguments that a run needs again when it is continued.
    package let arguments = DesignMember<RunArguments>("arguments")
    /// The rate in a file of vLLM's: a number, or `inf`.
    public let vllmRate = DesignMember<JSONValue>("request_rate")
}
