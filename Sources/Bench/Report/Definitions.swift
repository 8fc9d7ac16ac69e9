/// What the figures mean, for people who read a report on its own: the definitions of ``Metric``, which are the only ones.
enum Definitions {
    private static let names = [
        "service_latency", "ttft", "ttfa", "tpot", "single_stream_output_rate", "system_output_throughput",
        "steady_output_throughput", "ratio", "median_ratio", "failures_as_slowest", "win_ratio", "f1", "extracted_f1",
        "seconds_per_token", "fixed_seconds",
    ]

    static let sentences =
        ["Every instant is taken when the socket's read returns, on the monotonic clock; connecting is recorded apart."]
        + names.compactMap(Metric.named).map { metric in
            Report.sentence("\(metric.title): \(metric.definition)") + (metric.note.map { " " + $0 } ?? "")
        }
        + [
            "An interval of a median or percentile lies between two order statistics; with too few requests there is none."
        ]
}
