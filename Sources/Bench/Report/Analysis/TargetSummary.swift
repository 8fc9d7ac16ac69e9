package import ALCFRecord
package import ALCFStatistics

/// Figures of one target. Warm-up is left out; speed is that of answered requests.
package struct TargetSummary: Sendable, Hashable {
    /// A value and its count.
    package struct Count<Value: Sendable & Hashable>: Sendable, Hashable {
        /// The value.
        package let value: Value
        /// Its count.
        package let count: Int
    }

    /// The target.
    package let target: RunManifest.Target
    /// Requests attempted.
    package let attempts: Int
    /// Requests answered.
    package let successes: Int
    /// Failures by class, in the order of ``Outcome``.
    package let failures: [Count<Outcome>]
    /// The 95 % interval of the share answered (Wilson).
    package let successInterval: Interval?

    /// The distribution of each figure over the answers; without an entry where no answer has it. Those of a pace are
    /// there only where most responses came as a stream.
    let distributions: [Figure<Sample>: Distribution]
    /// Times that were waited, over every attempt, failures as slowest; without an entry where no answer has the
    /// figure.
    package let failuresAsSlowest: [Figure<Sample>: AttemptDistribution]
    /// Kinds of first tokens, most frequent first; empty without a stream, or if unknown.
    package let firstOutputs: [Count<FirstOutput>]
    /// See `Figure.seenShare`.
    package let seenShare: Double?
    /// Service latency as a fixed part and a part for each output token; nil for too few requests or lengths.
    package let latencyModel: LatencyModel?

    /// See `Figure.totalOutputTokens`.
    package let totalOutputTokens: Int?
    /// See `Figure.singleStreamOutputRate`.
    package let singleStreamOutputRate: Double?
    /// See `Figure.steadyOutputThroughput` and ``LoadWindow``. Nil of runs at one time that were merged.
    package let steadyOutputThroughput: Double?
    /// See `Figure.busySeconds`.
    package let busySeconds: Double?
    /// See `Figure.wallSpan`.
    package let wallSpan: Double?
    /// See `Figure.peakInFlight`.
    package let peakInFlight: Int

    /// Requests that kept all objectives; nil without objectives, or where they cannot be judged.
    package let goodput: Goodput?
    /// Figures of the objectives that no answer has, so that ``goodput`` cannot be judged; empty where it can.
    package let voidObjectives: [Figure<Sample>]
    /// Server-reported timings; nil if there are none.
    package let serverTimings: ServerTimings?
    /// See `Figure.connecting`.
    package let connecting: Distribution?
    /// The message of the first failed request.
    package let firstError: String?

    /// Quality of the answers; nil if they were not scored.
    package let quality: QualitySummary?
    /// Finish reasons, most frequent first.
    package let finishReasons: [Count<String>]
    /// The models that the service says answered, most frequent first.
    package let models: [Count<String>]
    /// Shapes of the responses, most frequent first.
    package let streamShapes: [Count<StreamShape>]

    /// The distribution of a figure over the answers; nil where no answer has it, and of a pace where most responses
    /// did not come as a stream.
    package subscript(figure: Figure<Sample>) -> Distribution? { distributions[figure] }

    /// A figure of the target itself; nil where it is void.
    subscript(figure: Figure<TargetSummary>) -> Double? { figure.value(self) }
}
