import ALCFRecord
import ALCFStatistics

/// Made once: each of them is made anew where it is named.
private let targetFigures: [Figure<TargetSummary>] =
    [
        .successRate, .errors, .goodput, .attainment, .singleStreamOutputRate, .systemOutputThroughput,
        .steadyOutputThroughput, .totalOutputTokens, .seenShare, .peakInFlight, .busySeconds, .wallSpan, .connecting,
    ] + Figure<QualitySummary>.all.map { $0.of(\.quality) } + Figure<LatencyModel>.all.map { $0.of(\.latencyModel) }

/// Figures of a target that are no distribution of a request's figure.
extension Figure<TargetSummary> {
    /// Every one of them.
    static var all: [Figure] { targetFigures }

    static var successRate: Figure {
        Figure(
            "success_rate", "answered", unit: .share, better: .higher, uses: .summary,
            "answered ÷ attempted, with Wilson's interval.",
            note: "Answered: 2xx, a token, a finish reason, a clean end, no error event."
        ) { $0.attempts > 0 ? Double($0.successes) / Double($0.attempts) : nil }
    }

    static var errors: Figure {
        Figure(
            "errors", "failed", unit: .share, better: .lower, aliases: ["error", "error_rate", "failures"],
            "failed ÷ attempted: what success_rate leaves of 1."
        ) { target in Figure.successRate.value(target).map { 1 - $0 } }
    }

    static var goodput: Figure {
        Figure(
            "goodput", "goodput", unit: .requestsPerSecond, better: .higher,
            labels: ["kept all objectives", "good requests/s", "not known, so not kept"],
            "requests that met every objective of --slo ÷ time in which at least one was in flight.",
            note:
                "A failed request meets none, nor does one of which a figure is not known. Where no answer has the figure, it cannot be judged. "
                + "A stream that was held back (in portions, or over a quarter with the first read) keeps tpot only if (last token − start) ÷ "
                + "(n − 1) does."
        ) { $0.goodput?.perSecond }
    }

    static var attainment: Figure {
        Figure(
            "attainment", "share that met the objectives", unit: .share, better: .higher,
            "requests that met every objective of --slo ÷ all attempts."
        ) { $0.goodput.flatMap { $0.attempts > 0 ? Double($0.met) / Double($0.attempts) : nil } }
    }

    static var singleStreamOutputRate: Figure {
        Figure(
            "single_stream_output_rate", "single-stream output rate", label: "single-stream output tokens/s",
            unit: .tokensPerSecond, better: .higher, labels: ["ours: output tokens/s"], isHeadline: true,
            uses: .summary, "Σ completion tokens ÷ Σ service latency of answered requests.",
            note: "What one client gets that sends one request after the other; void where requests overlapped.",
            value: \.singleStreamOutputRate)
    }

    static var systemOutputThroughput: Figure {
        Figure(
            "system_output_throughput", "system output throughput", label: "system output tokens/s",
            unit: .tokensPerSecond, better: .higher, aliases: ["throughput"], isHeadline: true, uses: .summary,
            "Σ completion tokens ÷ time in which at least one request of this target was in flight."
        ) { target in
            target.totalOutputTokens.flatMap { total in target.busySeconds.map { Double(total) / $0 } }
        }
    }

    static var steadyOutputThroughput: Figure {
        Figure(
            "steady_output_throughput", "steady output throughput", label: "steady output tokens/s",
            unit: .tokensPerSecond, better: .higher, labels: ["requests/s", "tokens/s", "steady"], isHeadline: true,
            uses: .summary,
            "completion tokens delivered in the steady windows ÷ their length: from the first end to the last start of each turn of the "
                + "target, idle time included; tokens seen spread evenly from a request's first to its last, others before its first.",
            note:
                "Filling up and draining are left out. Void at one request at a time, where the windows are shorter than a request or hold "
                + "too few, and beyond what Little's law allows (most in flight × Σ tokens ÷ Σ latency, and 5 % for chance).",
            value: \.steadyOutputThroughput)
    }

    static var totalOutputTokens: Figure {
        Figure(
            "total_output_tokens", "all output tokens", unit: .tokens, uses: .summary,
            "Σ completion tokens of answered requests.", note: "Void where the service did not count those of each."
        ) { $0.totalOutputTokens.map(Double.init) }
    }

    static var seenShare: Figure {
        Figure(
            "seen_share", "share of tokens seen", label: "output that was shown", unit: .share,
            labels: ["share of output seen ± 5 points", "share of output seen"], uses: .summary,
            "Σ tokens seen ÷ Σ completion tokens of streamed answers.", note: "Void where it is not known of each.",
            value: \.seenShare)
    }

    static var peakInFlight: Figure {
        Figure(
            "peak_in_flight", "most requests in flight", unit: .requests, labels: ["in flight"], uses: .summary,
            "the most requests to the target that were under way at once."
        ) { Double($0.peakInFlight) }
    }

    static var busySeconds: Figure {
        Figure(
            "busy_seconds", "time in flight", unit: .seconds, labels: ["seconds in which requests were in flight"],
            uses: .summary, "time in which at least one request of this target was in flight.", value: \.busySeconds)
    }

    static var wallSpan: Figure {
        Figure(
            "wall_span", "time from first start to last end", unit: .seconds, uses: .summary,
            "last end − first start of this target's requests, pauses and the turns of other targets included.",
            value: \.wallSpan)
    }

    static var connecting: Figure {
        Figure(
            "connecting", "connecting", label: "connecting, apart", unit: .seconds,
            "dns_seconds + connect_seconds + tls_seconds of the requests that opened a connection, warm-up included; in no latency."
        ) { $0.connecting?.median }
    }
}
