extension Sample {
    /// A figure of this request; nil where it is void.
    public subscript(figure: Figure<Sample>) -> Double? { figure.value(self) }
}

/// Made once: each of them is made anew where it is named.
private let requestFigures: [Figure<Sample>] = [
    .serviceLatency, .responseLatency, .timeToFirstToken, .timeToFirstAnswer, .timeToFirstEvent, .firstPortion,
    .timePerOutputToken, .decodeRate, .seenTokens, .decodingTime, .interChunkGap, .largestGap, .promptTokens,
    .completionTokens, .reasoningTokens, .cachedTokens, .answerLength, .nameLookup, .connect, .handshake,
    .roundTrip, .roundTripVariance, .leastRoundTrip, .retransmissions,
]
private let recordedFigures = requestFigures.filter { $0.uses.contains(.record) }
private let summarisedFigures = requestFigures.filter { $0.uses.contains(.summary) }

extension Figure<Sample> {
    /// Every figure of a request, in the order of its life.
    public static var all: [Figure] { requestFigures }
    /// Those that are derived for the record.
    static var recorded: [Figure] { recordedFigures }
    /// Those of which a target's summary has the distribution.
    public static var summarised: [Figure] { summarisedFigures }

    // MARK: Durations

    /// `service_latency`
    public static var serviceLatency: Figure {
        Figure(
            "service_latency", "latency", shortName: "latency", unit: .seconds, better: .lower,
            aliases: ["e2e", "e2el"], labels: ["Latency, seconds", "latency p50 s", "p50 s"], isHeadline: true,
            uses: [.record, .summary, .attempts],
            "last token − start; start is when the request could be written to an established connection.",
            note: "Of a response in one piece, the last token is its last byte. Connecting is not part of it."
        ) { seconds(from: $0.trace.start, to: $0.trace.lastToken) }
    }

    /// `response_latency`
    public static var responseLatency: Figure {
        Figure(
            "response_latency", "latency from schedule", label: "from schedule", unit: .seconds, better: .lower,
            aliases: ["response"], uses: [.record, .summary, .attempts, .sinceSchedule, .latencyRow],
            "last token − scheduled: what a user waited, the wait for our own turn included.",
            note: "Safe from coordinated omission: a stalled service cannot hide behind requests that were sent late."
        ) { seconds(from: $0.trace.scheduled, to: $0.trace.lastToken) }
    }

    /// `ttft`
    public static var timeToFirstToken: Figure {
        Figure(
            "ttft", "time to first token", label: "first token", unit: .seconds, better: .lower,
            labels: ["first token p50 s", "TTFT p50 s"], isHeadline: true,
            uses: [.record, .summary, .attempts, .latencyRow],
            "first reasoning, content or tool-call text that is not empty − start.",
            note:
                "Void without a stream. An event with a role alone, or an empty text, is no token. Where first tokens of two targets are "
                + "of different kinds, first answer tokens are compared instead."
        ) { $0.trace.streamed ? seconds(from: $0.trace.start, to: $0.trace.firstToken) : nil }
    }

    /// `ttfa`
    public static var timeToFirstAnswer: Figure {
        Figure(
            "ttfa", "time to first answer", label: "first answer token", unit: .seconds, better: .lower,
            aliases: ["ttfot", "ttfo"], labels: ["first answer p50 s"], isHeadline: true,
            uses: [.record, .summary, .attempts, .latencyRow], "first content that is not empty − start.",
            note: "After any reasoning. Void without a stream, and where the text of the answer holds the reasoning."
        ) { $0.trace.streamed ? seconds(from: $0.trace.start, to: $0.trace.firstAnswer) : nil }
    }

    /// `first_event_latency`
    public static var timeToFirstEvent: Figure {
        Figure(
            "first_event_latency", "time to first event", unit: .seconds, better: .lower, aliases: ["ttfe"],
            uses: .record, "first event with data, whatever it held − start."
        ) { $0.trace.streamed ? seconds(from: $0.trace.start, to: $0.trace.firstEvent) : nil }
    }

    // MARK: Pace

    /// `first_portion`
    public static var firstPortion: Figure {
        Figure(
            "first_portion", "tokens with the first read", unit: .tokens, aliases: ["first burst"],
            labels: ["tokens with the first read ± 50 %"], uses: .summary,
            "tokens seen × events of the first read that brought any ÷ events with text.",
            note: "Above 1, the first token was made before it was seen.", value: \.firstPortion)
    }

    /// `seen_tokens`
    public static var seenTokens: Figure {
        Figure(
            "seen_tokens", "tokens seen", unit: .tokens, uses: .record,
            "completion tokens, less the reasoning tokens where no reasoning was streamed.",
            note:
                "Without a count of reasoning they are all, if there are hardly more than events, or if the text is long enough for them (3 "
                + "bytes a token); else it cannot be told."
        ) { $0.seenTokens.map(Double.init) }
    }

    /// `tpot`
    public static var timePerOutputToken: Figure {
        Figure(
            "tpot", "time per output token", label: "ms per output token, stream", unit: .seconds, better: .lower,
            labels: ["ms per output token"], isHeadline: true, uses: [.record, .summary, .pace, .tokenRow],
            "(last token − first token) ÷ (n − f), n the completion tokens that were seen to come, f those that the first read brought.",
            note:
                "Void for n < 2, unless the response came as a stream, and where it cannot be told which tokens were seen."
        ) { $0.decoding.map { $0.seconds / $0.tokens } }
    }

    /// `decode_rate`
    public static var decodeRate: Figure {
        Figure(
            "decode_rate", "decode rate", label: "decode rate, stream", unit: .tokensPerSecond, better: .higher,
            labels: ["tokens/s p50"], uses: [.record, .summary, .pace, .tokenRow],
            "(n − f) ÷ (last token − first token), as for tpot.", note: "Void where tpot is."
        ) { $0.decoding.map { $0.tokens / $0.seconds } }
    }

    /// `decoding_time`
    public static var decodingTime: Figure {
        Figure(
            "decoding_time", "time from first token to last", unit: .seconds, uses: [.summary, .pace],
            "last token − first token.", note: "Void where tpot is."
        ) { $0.decoding?.seconds }
    }

    /// `inter_chunk_gap`
    public static var interChunkGap: Figure {
        Figure(
            "inter_chunk_gap", "gap between events", unit: .seconds, better: .lower, aliases: ["icl", "itl"],
            uses: [.summary, .pace], "(last token − first token) ÷ (events with text − 1).",
            note: "Events are not tokens: one may hold many, and several may come in one read."
        ) { sample in
            guard sample.trace.streamed, sample.trace.tokenEvents >= 2 else { return nil }
            return seconds(from: sample.trace.firstToken, to: sample.trace.lastToken)
                .map { $0 / Double(sample.trace.tokenEvents - 1) }
        }
    }

    /// `largest_gap`
    public static var largestGap: Figure {
        Figure(
            "largest_gap", "longest wait in the stream", unit: .seconds, better: .lower, aliases: ["stall"],
            uses: .summary, "the longest time between two events with text: a stall that a mean hides.",
            value: \.trace.largestGap)
    }

    // MARK: Counts

    /// `prompt_tokens`
    public static var promptTokens: Figure {
        Figure(
            "prompt_tokens", "prompt tokens", label: "prompt", unit: .tokens, aliases: ["isl", "input tokens"],
            labels: ["prompt tokens ± 5 %", "counted"], uses: .summary,
            "as the service counted them, its template included.", note: "In no throughput."
        ) { $0.tokens.prompt.map(Double.init) }
    }

    /// `completion_tokens`
    public static var completionTokens: Figure {
        Figure(
            "completion_tokens", "output tokens", shortName: "output_tokens", label: "output", unit: .tokens,
            aliases: ["osl"], labels: ["output length ± 10 %", "output length", "tokens p50"], uses: .summary,
            "as the service counted them, reasoning included.", note: "Never guessed from the stream."
        ) { $0.tokens.completion.map(Double.init) }
    }

    /// `reasoning_tokens`
    public static var reasoningTokens: Figure {
        Figure(
            "reasoning_tokens", "reasoning tokens", label: "reasoning", unit: .tokens, uses: .summary,
            "those of completion_tokens that the service says are reasoning."
        ) { $0.tokens.reasoning.map(Double.init) }
    }

    /// `cached_tokens`
    public static var cachedTokens: Figure {
        Figure(
            "cached_tokens", "cached tokens", label: "cached", unit: .tokens, uses: .summary,
            "those of prompt_tokens that the service says came from a cache."
        ) { $0.tokens.cached.map(Double.init) }
    }

    /// `answer_length`
    public static var answerLength: Figure {
        Figure(
            "answer_length", "length of the answer", unit: .codePoints, uses: .summary,
            "code points of the answer, without reasoning."
        ) { $0.answer.map { Double($0.unicodeScalars.count) } }
    }

    // MARK: Connecting

    /// `dns_seconds`
    public static var nameLookup: Figure {
        Figure(
            "dns_seconds", "name lookup", unit: .seconds, aliases: ["dns"],
            "time to resolve the name; 0 where it was known.", value: \.trace.dns)
    }

    /// `connect_seconds`
    public static var connect: Figure {
        Figure(
            "connect_seconds", "connect", unit: .seconds, "time to connect; 0 on a kept connection.",
            value: \.trace.connect)
    }

    /// `tls_seconds`
    public static var handshake: Figure {
        Figure(
            "tls_seconds", "TLS handshake", unit: .seconds, aliases: ["tls"], "0 on a kept connection.",
            value: \.trace.tls)
    }
}

/// Seconds between two instants; nil where either did not happen, or they are in the wrong order.
///
/// A function of the instants alone, since a trace is large, and would be copied to ask it.
private func seconds(from start: Double?, to end: Double?) -> Double? {
    guard let start, let end, end.isFinite, end >= start else { return nil }
    return end - start
}

extension Sample {
    /// The tokens that came after those of the first read, and the seconds they took; nil where there is no pace.
    ///
    /// Tokens that came together with the first were made before it was seen: they are not part of the time after it.
    var decoding: (tokens: Double, seconds: Double)? { trace.decoding(tokens) }
}

extension RequestTimeline {
    /// The tokens that came after those of the first read, and the seconds they took; nil where there is no pace.
    package func decoding(_ tokens: TokenCounts) -> (tokens: Double, seconds: Double)? {
        guard StreamShape(trace: self, tokens: tokens) == .streaming,
            let seen = tokens.seen(self).map(Double.init), seen >= 2,
            let seconds = seconds(from: firstToken, to: lastToken), seconds > 0
        else { return nil }
        let share = Double(max(1, firstBurst)) / Double(max(1, tokenEvents))
        let later = seen - max(1, seen * share)
        return later > 0 ? (later, seconds) : nil
    }
}
