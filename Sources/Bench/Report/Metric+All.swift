extension Metric {
    /// Every metric, in the order of a request's life, then of targets and comparisons.
    public static let all: [Metric] = ofRequests + ofTargets + ofComparisons + ofFailures + ofReports + ofTheInstrument

    private static let ofRequests = [
        Metric(
            "service_latency", "latency", unit: "seconds", aliases: ["e2e", "e2el"],
            labels: ["Latency, seconds", "latency p50 s", "p50 s"],
            "last token − start; start is when the request could be written to an established connection.",
            note: "Of a response in one piece, the last token is its last byte. Connecting is not part of it."),
        Metric(
            "response_latency", "latency from schedule", unit: "seconds",
            labels: ["from schedule, median", "from schedule"],
            "last token − scheduled: the wait for our own turn is part of it.",
            note: "Safe from coordinated omission: a stalled service cannot hide behind requests that were sent late."),
        Metric(
            "ttft", "time to first token", unit: "seconds", aliases: ["first token"],
            labels: ["first token, median", "first token p50 s", "TTFT p50 s"],
            "first reasoning, content or tool-call text that is not empty − start.",
            note:
                "Void without a stream. An event with a role alone, or an empty text, is no token. Where first tokens of two targets are "
                + "of different kinds, first answer tokens are compared instead."),
        Metric(
            "ttfa", "time to first answer", unit: "seconds", aliases: ["ttfot", "ttfo"],
            labels: ["first answer token, median", "first answer p50 s", "first answer token"],
            "first content that is not empty − start.",
            note: "After any reasoning. Void without a stream, and where the text of the answer holds the reasoning."),
        Metric(
            "first_output", "kind of first token", aliases: ["kind of first token"],
            labels: ["first token is of the"],
            "what the first token was: a piece of the reasoning, of the answer, or of a tool call.",
            note: "Times to first tokens of different kinds are of different work."),
        Metric(
            "first_portion", "tokens with the first read", unit: "tokens", aliases: ["first burst"],
            labels: ["tokens with the first read ± 50 %"],
            "tokens seen × events of the first read that brought any ÷ events with text.",
            note: "Above 1, the first token was made before it was seen."),
        Metric(
            "first_event_latency", "time to first event", unit: "seconds", aliases: ["ttfe"],
            "first event with data, whatever it held − start."),
        Metric(
            "tpot", "time per output token", unit: "seconds", aliases: ["time per output token"],
            labels: ["ms per output token, stream, median", "ms per output token, stream", "ms per output token"],
            "(last token − first token) ÷ (n − f), n the completion tokens that were seen to come, f those that the first read brought.",
            note:
                "Void for n < 2, unless the response came as a stream, and where it cannot be told which tokens were seen."
        ),
        Metric(
            "seen_tokens", "tokens seen", unit: "tokens",
            labels: ["output that was shown", "share of output seen ± 5 points", "share of output seen"],
            "completion tokens, less the reasoning tokens where no reasoning was streamed.",
            note:
                "Without a count of reasoning they are all, if there are hardly more than events, or if the text is long enough for them (3 "
                + "bytes a token); else it cannot be told."),
        Metric(
            "decode_rate", "decode rate", unit: "tokens/s",
            labels: ["decode rate, stream, median tokens/s", "tokens/s p50"],
            "(n − f) ÷ (last token − first token), as for tpot.", note: "Void where tpot is."),
        Metric(
            "inter_chunk_gap", "gap between events", unit: "seconds", aliases: ["icl", "itl"],
            "(last token − first token) ÷ (events with text − 1).",
            note: "Events are not tokens: one may hold many, and several may come in one read."),
        Metric(
            "largest_gap", "longest wait in the stream", unit: "seconds", aliases: ["stall"],
            "the longest time between two events with text: a stall that a mean hides."),
        Metric(
            "prompt_tokens", "prompt tokens", unit: "tokens", aliases: ["isl", "input tokens"],
            labels: ["prompt, mean per request", "prompt tokens ± 5 %", "counted"],
            "as the service counted them, its template included.", note: "In no throughput."),
        Metric(
            "completion_tokens", "output tokens", unit: "tokens", aliases: ["osl", "output tokens"],
            labels: ["output, mean per request", "output length ± 10 %", "output length", "tokens p50"],
            "as the service counted them, reasoning included.", note: "Never guessed from the stream."),
        Metric(
            "reasoning_tokens", "reasoning tokens", unit: "tokens",
            labels: ["reasoning, mean per request"],
            "those of completion_tokens that the service says are reasoning."),
        Metric(
            "cached_tokens", "cached tokens", unit: "tokens",
            labels: ["cached, mean per request"],
            "those of prompt_tokens that the service says came from a cache."),
        Metric(
            "dns_seconds", "name lookup", unit: "seconds", aliases: ["dns"],
            "time to resolve the name; 0 where it was known."),
        Metric("connect_seconds", "connect", unit: "seconds", "time to connect; 0 on a kept connection."),
        Metric("tls_seconds", "TLS handshake", unit: "seconds", aliases: ["tls"], "0 on a kept connection."),
        Metric(
            "server_timings", "server-reported timings", unit: "seconds",
            labels: ["server-reported time", "network, gateway and queue (remainder)"],
            "durations the service reports of itself, beside ours; the difference is the way there and back, and "
                + "what lies on it.",
            note: "Only durations are compared, so clocks need not agree."),
    ]

    private static let ofTargets = [
        Metric(
            "success_rate", "answered", unit: "share",
            "answered ÷ attempted, with Wilson's interval. Answered: 2xx, a token, a finish reason, a clean end, no error event."
        ),
        Metric(
            "goodput", "goodput", unit: "requests/s",
            aliases: ["attainment"], labels: ["kept all objectives", "good requests/s", "not known, so not kept"],
            "requests that met every objective of --slo ÷ time in which at least one was in flight; attainment: their share "
                + "of all attempts.",
            note:
                "A failed request meets none, nor does one of which a figure is not known. Where no answer has the figure, it cannot be judged. "
                + "A stream that was held back (in portions, or over a quarter with the first read) keeps tpot only if (last token − start) ÷ "
                + "(n − 1) does."),
        Metric(
            "single_stream_output_rate", "single-stream output rate", unit: "tokens/s",
            labels: ["single-stream output tokens/s", "ours: output tokens/s"],
            "Σ completion tokens ÷ Σ service latency of answered requests.",
            note: "What one client gets that sends one request after the other; void where requests overlapped."),
        Metric(
            "system_output_throughput", "system output throughput", unit: "tokens/s", aliases: ["throughput"],
            labels: ["system output tokens/s"],
            "Σ completion tokens ÷ time in which at least one request of this target was in flight."),
        Metric(
            "steady_output_throughput", "steady output throughput", unit: "tokens/s",
            labels: ["steady output tokens/s", "requests/s", "tokens/s", "steady"],
            "completion tokens delivered in the steady windows ÷ their length: from the first end to the last start of each turn of the "
                + "target, idle time included; tokens seen spread evenly from a request's first to its last, others before its first.",
            note:
                "Filling up and draining are left out. Void at one request at a time, where the windows are shorter than a request or hold "
                + "too few, and beyond what Little's law allows (most in flight × Σ tokens ÷ Σ latency)."),
        Metric(
            "f1", "F1", unit: "share",
            labels: ["F1, whole answer"],
            "SQuAD v1.1: overlap of words with the best accepted answer; over all questions, those without an answer counting 0. "
                + "A question that was sent several times counts once, with its mean.",
            note: "Chinese, Japanese and Korean are compared character by character."),
        Metric(
            "exact_match", "exact match", unit: "share",
            labels: ["exact match, whole"],
            "SQuAD v1.1: the normalised answer equals an accepted one; over all questions."),
        Metric(
            "extracted_f1", "F1, answer extracted", unit: "share",
            "f1 of the text after the last \"Answer:\", or else of the last line, without Markdown."),
        Metric(
            "extracted_exact_match", "exact match, answer extracted", unit: "share",
            labels: ["exact match, extracted"],
            "exact_match of the same."),
        Metric(
            "contains", "holds the answer", unit: "share",
            labels: ["fact found"],
            "an accepted answer stands in the answer, as whole words after normalisation."),
        Metric(
            "fixed_seconds", "fixed part of latency", unit: "seconds", aliases: ["overhead"],
            labels: ["fixed part, by fit", "fixed part"],
            "the median of latency − output tokens × seconds_per_token (− prompt tokens × seconds_per_prompt_token), with a bootstrap "
                + "interval.",
            note: "Whose it is (network, gateway, queue, accelerator) these data do not tell."),
        Metric(
            "seconds_per_token", "seconds per output token", unit: "seconds",
            labels: ["ms per output token, by fit"],
            "Theil–Sen slope of service latency over completion tokens, with Sen's interval.",
            note: "Says nothing where its interval holds 0, or where the slope is of few lengths."),
        Metric(
            "seconds_per_prompt_token", "seconds per prompt token", unit: "seconds",
            "Theil–Sen slope over prompt tokens of what the output does not explain, with Sen's interval; the two slopes are fitted in turns.",
            note:
                "Void below 30 requests, where prompts differ by less than half in length, and where its interval holds 0."
        ),
    ]

    private static let ofComparisons = [
        Metric(
            "ratio", "ratio of geometric means", aliases: ["speedup"],
            "exp of the mean of ln(first ÷ second) over blocks in which both answered; Student's t interval on the logarithms, "
                + "robust to passages that go together.",
            note: "Of several sessions, merged or hours apart: Student's t on the sessions' means."),
        Metric(
            "median_ratio", "ratio of medians",
            "median of the first ÷ median of the second, over what both answered, with a BCa bootstrap interval over passages."
        ),
        Metric(
            "throughput_ratio", "ratio of output rates",
            "(Σ tokens ÷ Σ latency) of the first ÷ that of the second, with a BCa bootstrap interval over passages.",
            note: "Void where requests of either overlapped, as single_stream_output_rate is."),
        Metric(
            "equivalence", "equivalence", aliases: ["tost"],
            "two one-sided tests (TOST) that the ratio lies within ±5 %, or what --equivalence sets: the 90 % interval is inside "
                + "1/1.05 to 1.05.",
            note: "“No difference shown” is not equivalence."),
        Metric(
            "crossover", "crossover", unit: "output tokens",
            "where the fitted lines of two targets cross: the length from which the other's is the lower; bootstrap interval.",
            note:
                "Described, not tested. Named only where the slopes are shown to differ. Beyond the lengths measured it is extrapolation."
        ),
    ]
}
