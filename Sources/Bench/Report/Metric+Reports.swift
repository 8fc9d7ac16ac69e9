import ALCFRecord
import ALCFStatistics

extension Metric {
    /// Words of tables for many values, and for what stands beside the figures.
    static let ofReports = [
        Metric(
            "geometric_mean", "geometric mean", labels: ["ours: geometric mean, s"],
            "exp of the mean of the logarithms.", note: "The quotient of two is `ratio`."),
        Metric(
            "median", "median", labels: ["ours: median, s"],
            "the middle value, or the mean of the middle two; its interval lies between two order statistics.",
            note: "The interval takes 6 values."),
        Metric(
            "mean", "mean", labels: ["mean ± sd"],
            "the sum of the values ÷ their number; ± the standard deviation of a sample (n − 1)."),
        Metric(
            "extremes", "smallest and largest", labels: ["smallest, largest"],
            "the smallest and the largest value; nothing is removed as an outlier."),
        Metric(
            "percentile", "percentile", aliases: ["p90", "p95", "p99"],
            labels: ["90th percentile", "95th percentile", "99th percentile", "p95 s", "p99 s"],
            "linear between ranks (type 7 of Hyndman and Fan), with an interval between order statistics.",
            note: "It takes 36 values for the 90th, 72 for the 95th, 368 for the 99th."),
        Metric(
            "audit", "the same experiment?", aliases: ["same experiment"],
            labels: [
                "model by name", "prompts", "share cut off ± 5 points", "share cut off", "characters per token ± 20 %",
                "characters per token", "manner of streaming", "freedom from each other's load", "freshness of prompts",
            ],
            "what must be the same of all targets before their difference is one of the systems; NO where it is not, “not known” where it "
                + "cannot be told."),
        Metric(
            "declared", "declared tests", aliases: ["holm"],
            labels: ["p, corrected", "p", "Hypothesis tests (Holm-corrected)"],
            "p-values of the figures that were declared before the run, by themselves and after Holm's correction over all of them.",
            note:
                "Only these lead to a claim; all else is described. A test of equivalence stands beside each duration's of difference (Shaffer "
                + "1986). Never 0: no test gives certainty. In JSON, the smallest that a test by a distribution function gives is 2⁻⁵²."
        ),
        Metric(
            "sessions", "sessions", aliases: ["stretch"],
            "the records that were merged, each parted where nothing was in flight for an hour. Comparisons are made within each, and inferred "
                + "over them, all of one weight.",
            note:
                "Below five sessions nothing is claimed. A verdict of one session is about its own minutes, which it names."
        ),
        Metric(
            "delayed", "sent late", labels: ["delayed"],
            "requests of a sweep's level that were sent more than 10 ms after they were due."),
        Metric(
            "as_original", "the original study's figures",
            labels: [
                "theirs: mean latency, s", "theirs: upper median, s", "theirs: “throughput”", "theirs: failed requests",
                "ours: failed requests",
            ],
            "what the original study's method makes of the run, by its own formulae, above the figures that stand for them here."
        ),
        Metric(
            "cost", "cost and energy",
            labels: [
                "money per 1,000 output tokens", "money per right answer", "J per 1,000 output tokens",
                "J per right answer",
            ], "prices and power that were given with --price and --power, for the time or the tokens of the run."),
    ]
}
