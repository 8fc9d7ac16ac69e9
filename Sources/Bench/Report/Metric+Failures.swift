import ALCFStatistics

extension Metric {
    /// What counts every attempt.
    static let ofFailures = [
        Metric(
            "failures_as_slowest", "failures as slowest",
            labels: [
                "median, failures as slowest", "95th percentile, failures as slowest",
                "99th percentile, failures as slowest",
                "mean, failures as slowest", "first token, median, failures as slowest",
                "first answer token, median, failures as slowest", "from schedule, median, failures as slowest",
                "p50 s, failures as slowest", "p95 s, failures as slowest",
            ],
            "the same figure over every attempt, a failed request being slower than any answer: a percentile that falls among the failures "
                + "is ∞ (in JSON null, with null_because).",
            note:
                "The mean is at least that with each failed request at the time it was waited for, or at the target's fastest answer where "
                + "that is longer; nothing bounds it above but a limit on the time of a request, after which one gives up."
        ),
        Metric(
            "win_ratio", "win ratio", aliases: ["wins"],
            labels: ["came first, failures as slowest", "first token, came first, failures as slowest"],
            "of the requests that both were asked: how often the first came first ÷ how often the second did; an answer comes before a "
                + "failure, and two failures are a tie. Interval on the logarithm, robust to passages that go together.",
            note: "Above 1 the first is ahead. It does not say by how much it is faster."),
        Metric(
            "withheld", "withheld", aliases: ["withheld_failures"],
            "answered requests alone would show that a target is faster, or that two are equivalent, but not with its failures counted as "
                + "slowest: by the win ratio or by signed ranks over all that the other answered (not paired: Mann and Whitney).",
            note: "A target that fails its slowest requests looks fast in the rest."),
    ]
}
