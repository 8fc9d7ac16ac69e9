public import ALCFJSON

/// How a benchmark is run; all of it goes into the record.
public struct BenchmarkOptions: Sendable, Hashable {
    /// How many prompts.
    public var samples: Int
    /// How often each prompt is sent to each target.
    public var runs: Int
    /// Requests in flight at once.
    public var concurrency: Int
    /// The most tokens of an answer, reasoning included.
    public var maxTokens: Int
    /// 0 for the likeliest token always.
    public var temperature: Double
    /// What every random choice follows from; sent to the models too.
    public var seed: UInt64
    /// Whether answers are streamed. Without it there is no time to first token.
    public var isStreaming: Bool
    /// Requests to each target before measuring begins.
    public var warmup: Int
    /// `low`, `medium` or `high`; nil for the model's own default.
    public var reasoningEffort: String?

    /// Options; the defaults are those of the command line.
    public init(
        samples: Int = 10, runs: Int = 1, concurrency: Int = 1, maxTokens: Int = 512, temperature: Double = 0,
        seed: UInt64 = 1, isStreaming: Bool = true, warmup: Int = 1, reasoningEffort: String? = nil
    ) {
        self.samples = samples
        self.runs = runs
        self.concurrency = concurrency
        self.maxTokens = maxTokens
        self.temperature = temperature
        self.seed = seed
        self.isStreaming = isStreaming
        self.warmup = warmup
        self.reasoningEffort = reasoningEffort
    }
}

extension BenchmarkOptions: JSONEncodable {
    /// As in the record's manifest.
    public var json: JSONValue { .object(members) }

    /// The settings by name.
    public var members: JSONObject {
        [
            "samples": .int(samples), "runs": .int(runs), "concurrency": .int(concurrency),
            "max_tokens": .int(maxTokens), "temperature": .double(temperature), "stream": .bool(isStreaming),
            "warmup": .int(warmup), "reasoning_effort": JSONValue(reasoningEffort),
            "order": .string(
                concurrency == 1
                    ? "targets in random order within each prompt"
                    : "alternating slices of prompts, one target at a time"),
        ]
    }
}
