/// What the figures mean, for people who read a report on its own.
enum Definitions {
    static let sentences = [
        "Every instant is taken when the socket's read returns, on the monotonic clock.",
        "Latency: last token − start, where start is when the request could be written to an established connection. Connecting is "
            + "recorded apart.",
        "First token: first reasoning, content or tool-call text that is not empty − start. First answer token: first content.",
        "Per output token: (last token − first token) ÷ (n − 1), n being the service's count of completion tokens; void unless the "
            + "response came as a stream.",
        "Single-stream output rate: Σ completion tokens ÷ Σ latency of answered requests. System output rate: Σ completion tokens ÷ "
            + "time from first start to last end. Prompt tokens are in neither.",
        "Ratios: geometric means over blocks in which both answered, with Student's t interval on the logarithms; of medians with "
            + "a BCa bootstrap interval over passages. Medians: order-statistic interval.",
        "F1 and exact match: SQuAD v1.1, over all questions, those without an answer counting 0. Extracted: the text after "
            + "\"Answer:\", or the last line, without Markdown.",
        "Fitted fixed part: Theil–Sen line of latency over output tokens.",
    ]
}
