package import ALCFRecord

extension Metric {
    /// Every metric, in the order of a request's life, then of targets and comparisons, of reports and of the
    /// instrument.
    package static let all: [Metric] = groups.flatMap(\.metrics)

    /// The same by what they are of: each is a table of docs/method.md.
    static let groups: [(name: String, metrics: [Metric])] = [
        ("request", Figure<Sample>.all.map(\.metric) + [firstOutput, serverTimings, firstTokenParts]),
        ("target", Figure<TargetSummary>.all.map(\.metric)),
        (
            "comparison",
            Figure<RatioComparison>.all.map(\.metric) + [
                Figure<RateComparison>.throughputRatio.metric, equivalence, Figure<Crossover>.crossover.metric,
            ]
        ), ("failures", [failuresAsSlowest, Figure<FailureEffect>.winRatio.metric, withheld]),
        ("studies", ofStudies), ("reports", ofReports), ("instrument", ofTheInstrument),
    ]

    private static let firstOutput = Metric(
        "first_output", "kind of first token", labels: ["first token is of the"],
        "what the first token was: a piece of the reasoning, of the answer, or of a tool call.",
        note: "Times to first tokens of different kinds are of different work.")

    private static let serverTimings = Metric(
        "server_timings", "server-reported timings", unit: .seconds,
        labels: ["server-reported time", "network, gateway and queue (remainder)"],
        "durations the service reports of itself, beside ours; the difference is the way there and back, and what lies on it.",
        note: "Only durations are compared, so clocks need not agree.")

    private static let firstTokenParts = Metric(
        "first_token_parts", "parts of the wait for the first token", unit: .seconds,
        aliases: ["parts", "probe", "queue"],
        labels: [
            "network, one round trip", "gateway, at least", "server, at least", "accelerator, by its own clock",
            "queue and gateway, not told apart", "the rest, not told apart",
        ],
        "mean ttft = network (least_round_trip) + gateway (its answer to GET /health, without a round trip) + the accelerator's own account + "
            + "the rest.",
        note:
            "Of answers in one piece, the same of the whole answer. Nothing is attributed that was not measured: it is inside the rest."
    )

    private static let equivalence = Metric(
        "equivalence", "equivalence", aliases: ["tost"],
        "two one-sided tests (TOST) that the ratio lies within ±5 %, or what --equivalence sets: the 90 % interval is inside "
            + "1/1.05 to 1.05.",
        note: "“No difference shown” is not equivalence.")

    private static let failuresAsSlowest = Metric(
        "failures_as_slowest", "failures as slowest", isHeadline: true,
        "the same figure over every attempt, a failed request being slower than any answer: a percentile that falls among the failures "
            + "is ∞ (in JSON null, with null_because).",
        note:
            "The mean is at least that with each failed request at the time it was waited for, or at the target's fastest answer where "
            + "that is longer; nothing bounds it above but a limit on the time of a request, after which one gives up."
    )

    private static let withheld = Metric(
        "withheld", "withheld", aliases: ["withheld_failures"],
        "answered requests alone would show that a target is faster, or that two are equivalent, but not with its failures counted as "
            + "slowest: by the win ratio or by signed ranks over all that the other answered (not paired: Mann and Whitney).",
        note: "A target that fails its slowest requests looks fast in the rest.")
}
