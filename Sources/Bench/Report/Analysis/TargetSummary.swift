public import ALCFRecord
public import ALCFStatistics

/// What was measured of one target. Warm-up is left out; speed is that of answered requests.
public struct TargetSummary: Sendable, Hashable {
    /// How often something happened.
    public struct Count<Value: Sendable & Hashable>: Sendable, Hashable {
        /// What happened.
        public let value: Value
        /// How often.
        public let count: Int
    }

    /// The target.
    public let target: RunManifest.Target
    /// Requests attempted.
    public let attempts: Int
    /// Requests answered.
    public let successes: Int
    /// Failures by class, in the order of ``Outcome``.
    public let failures: [Count<Outcome>]
    /// The 95 % interval of the share answered (Wilson).
    public let successInterval: Interval?

    /// Service latency: last token − start, in seconds.
    public let latency: Distribution?
    /// Response latency: last token − scheduled, in seconds.
    public let responseLatency: Distribution?
    /// Time to first token, in seconds.
    public let timeToFirstToken: Distribution?
    /// Time to the first token of the answer proper, in seconds.
    public let timeToFirstAnswer: Distribution?
    /// Service latency over every attempt, failures as slowest; nil without any.
    public let attemptedLatency: AttemptDistribution?
    /// Response latency over every attempt, failures as slowest.
    public let attemptedResponseLatency: AttemptDistribution?
    /// Time to first token over every attempt, failures as slowest; nil without a stream.
    public let attemptedFirstToken: AttemptDistribution?
    /// Time to first answer token over every attempt, failures as slowest; nil without a stream.
    public let attemptedFirstAnswer: AttemptDistribution?
    /// What first tokens were, most frequent first; empty without a stream, or where nothing tells.
    public let firstOutputs: [Count<FirstOutput>]
    /// Tokens of the first read, by its share of the events: see ``Sample/firstPortion``.
    public let firstPortion: Distribution?
    /// Tokens that were seen to come ÷ all completion tokens, of streamed answers; nil where that is not known of each.
    public let seenShare: Double?
    /// Time per output token, in seconds; nil where most responses did not come as a stream.
    public let timePerOutputToken: Distribution?
    /// Seconds from the first token to the last, of requests that have a pace.
    public let decodingTime: Distribution?
    /// Tokens per second after the first of each request; nil where TPOT is.
    public let decodeRate: Distribution?

    /// Service latency as a fixed part and a part for each output token; nil for too few requests or lengths.
    public let latencyModel: LatencyModel?

    /// Tokens of the prompt per request, where the service counted.
    public let promptTokens: Distribution?
    /// Completion tokens per request, where the service counted.
    public let outputTokens: Distribution?
    /// Completion tokens of all answered requests; nil where the service did not count those of each.
    public let totalOutputTokens: Int?
    /// Σ completion tokens ÷ Σ service latency of the answered requests that have a count: what one client that sends one
    /// request after the other gets. Nil where requests overlapped.
    public let singleStreamOutputRate: Double?
    /// Σ completion tokens ÷ ``busySeconds``, in tokens per second; nil without a count for every answer.
    public let systemOutputThroughput: Double?
    /// Output tokens per second while every place was taken: see ``LoadWindow``. Nil at one request at a time,
    /// and of runs at one time that were merged.
    public let steadyOutputThroughput: Double?
    /// Seconds in which at least one request of this target was in flight.
    public let busySeconds: Double?
    /// Seconds from the first start to the last end, pauses and the turns of other targets included.
    public let wallSpan: Double?
    /// The most requests that were in flight to this target at once.
    public let peakInFlight: Int

    /// Requests that kept all objectives; nil without objectives, or where they cannot be judged.
    public let goodput: Goodput?
    /// Figures of the objectives that no answer has, so that ``goodput`` cannot be judged; empty where it can.
    public let voidObjectives: [ServiceObjectives.Figure]
    /// What the service says of its own speed; nil where it says nothing.
    public let serverTimings: ServerTimings?
    /// Seconds between events with text, the mean of each request.
    public let interChunkGap: Distribution?
    /// Those of the output tokens that are reasoning, where the service says.
    public let reasoningTokens: Distribution?
    /// Those of the prompt tokens that came from a cache, where the service says.
    public let cachedTokens: Distribution?
    /// Seconds to resolve the name, connect and shake hands, of the requests that opened a connection, warm-up included; in no
    /// latency.
    public let connecting: Distribution?
    /// The message of the first failed request.
    public let firstError: String?

    /// How good the answers are; nil where they were not scored.
    public let quality: QualitySummary?
    /// Code points per answer.
    public let answerLength: Distribution?
    /// Finish reasons, most frequent first.
    public let finishReasons: [Count<String>]
    /// The models that the service says answered, most frequent first.
    public let models: [Count<String>]
    /// Shapes of the responses, most frequent first.
    public let streamShapes: [Count<StreamShape>]
}
