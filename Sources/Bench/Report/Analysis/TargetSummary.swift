public import ALCFRecord
public import ALCFStatistics

/// Figures of one target. Warm-up is left out; speed is that of answered requests.
public struct TargetSummary: Sendable, Hashable {
    /// A value and its count.
    public struct Count<Value: Sendable & Hashable>: Sendable, Hashable {
        /// The value.
        public let value: Value
        /// Its count.
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

    /// The distribution of each figure over the answers; without an entry where no answer has it. Those of a pace are
    /// there only where most responses came as a stream.
    let distributions: [Figure<Sample>: Distribution]
    /// Times that were waited, over every attempt, failures as slowest; without an entry where no answer has the
    /// figure.
    public let failuresAsSlowest: [Figure<Sample>: AttemptDistribution]
    /// Kinds of first tokens, most frequent first; empty without a stream, or if unknown.
    public let firstOutputs: [Count<FirstOutput>]
    /// See `Figure.seenShare`.
    public let seenShare: Double?
    /// Service latency as a fixed part and a part for each output token; nil for too few requests or lengths.
    public let latencyModel: LatencyModel?

    /// See `Figure.totalOutputTokens`.
    public let totalOutputTokens: Int?
    /// See `Figure.singleStreamOutputRate`.
    public let singleStreamOutputRate: Double?
    /// See `Figure.steadyOutputThroughput` and ``LoadWindow``. Nil of runs at one time that were merged.
    public let steadyOutputThroughput: Double?
    /// See `Figure.busySeconds`.
    public let busySeconds: Double?
    /// See `Figure.wallSpan`.
    public let wallSpan: Double?
    /// See `Figure.peakInFlight`.
    public let peakInFlight: Int

    /// Requests that kept all objectives; nil without objectives, or where they cannot be judged.
    public let goodput: Goodput?
    /// Figures of the objectives that no answer has, so that ``goodput`` cannot be judged; empty where it can.
    public let voidObjectives: [Figure<Sample>]
    /// Server-reported timings; nil if there are none.
    public let serverTimings: ServerTimings?
    /// See `Figure.connecting`.
    public let connecting: Distribution?
    /// The message of the first failed request.
    public let firstError: String?

    /// Quality of the answers; nil if they were not scored.
    public let quality: QualitySummary?
    /// Finish reasons, most frequent first.
    public let finishReasons: [Count<String>]
    /// The models that the service says answered, most frequent first.
    public let models: [Count<String>]
    /// Shapes of the responses, most frequent first.
    public let streamShapes: [Count<StreamShape>]

    /// The distribution of a figure over the answers; nil where no answer has it, and of a pace where most responses
    /// did not come as a stream.
    public subscript(figure: Figure<Sample>) -> Distribution? { distributions[figure] }

    /// A figure of the target itself; nil where it is void.
    subscript(figure: Figure<TargetSummary>) -> Double? { figure.value(self) }
}
