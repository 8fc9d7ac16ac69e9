import ALCFRecord
import ALCFStatistics

/// Figures of a line that was fitted to a target's latencies.
extension Figure<LatencyModel> {
    /// Every one of them.
    static var all: [Figure] { [.fixedSeconds, .secondsPerToken, .secondsPerPromptToken] }

    static var fixedSeconds: Figure {
        Figure(
            "fixed_seconds", "fixed part of latency", label: "fixed part, by fit", unit: .seconds, better: .lower,
            aliases: ["overhead"], labels: ["fixed part"], isHeadline: true,
            "the median of latency − output tokens × seconds_per_token (− prompt tokens × seconds_per_prompt_token), with a bootstrap "
                + "interval.",
            note: "Whose it is (network, gateway, queue, accelerator) these data do not tell.", value: \.fixedSeconds)
    }

    static var secondsPerToken: Figure {
        Figure(
            "seconds_per_token", "seconds per output token", label: "ms per output token, by fit", unit: .seconds,
            better: .lower, isHeadline: true,
            "Theil–Sen slope of service latency over completion tokens, with Sen's interval.",
            note: "Says nothing where its interval holds 0, or where the slope is of few lengths.",
            value: \.secondsPerToken)
    }

    static var secondsPerPromptToken: Figure {
        Figure(
            "seconds_per_prompt_token", "seconds per prompt token", unit: .seconds, better: .lower,
            "Theil–Sen slope over prompt tokens of what the output does not explain, with Sen's interval; the two slopes are fitted in turns.",
            note:
                "Void below 30 requests, where prompts differ by less than half in length, and where its interval holds 0.",
            value: \.secondsPerPromptToken)
    }
}
