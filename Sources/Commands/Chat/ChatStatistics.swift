import ALCFClient
import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSystem

/// The times and tokens of an answer, by the definitions of the benchmark.
struct ChatStatistics: Sendable {
    private let trace: RequestTimeline
    private let usage: Usage?
    private let tokens: TokenCounts
    /// Whether the service is a simulated one.
    private let isSimulated: Bool

    /// - Parameter recording: when the answer came; nil for one in one piece.
    init(timings: HTTPTimings, usage: Usage?, recording: ChatStreamRecording? = nil, isSimulated: Bool = false) {
        var trace = RequestTimeline(recording ?? ChatStreamRecording(), timings)
        trace.streamed = recording != nil
        self.trace = trace
        self.usage = usage
        self.isSimulated = isSimulated
        tokens = TokenCounts(usage, hasOutput: trace.firstToken != nil)
    }

    /// Seconds from the request to the first token, reasoning included.
    var firstToken: Double? { trace.firstToken.map { $0 - trace.start } }

    /// Seconds from the request to the last token; without a stream, to the end.
    var total: Double? { (trace.lastToken ?? (trace.streamed ? nil : trace.end)).map { $0 - trace.start } }

    /// Tokens per second after those of the first read; nil where that cannot be told.
    var rate: Double? { trace.decoding(tokens).map { $0.tokens / $0.seconds } }

    /// The reason that a stream has no rate; nil for one that has, and for an answer of a token or none.
    var obstacle: String? {
        guard trace.streamed, trace.firstToken != nil, rate == nil else { return nil }
        guard let count = tokens.completion else { return "the server counted no tokens" }
        guard count > 1 else { return nil }
        switch StreamShape(trace: trace, tokens: tokens) {
        case .buffered: return "the answer came all at once"
        case .bundled: return "the answer came in portions of many tokens"
        case .streaming, nil: return "it is not known which of its tokens were seen to come"
        }
    }

    /// Tokens that came with the first one, in the same read.
    private var companions: Int { Int(clamping: (trace.firstPortion(tokens) ?? 1).rounded()) - 1 }

    /// All in a line.
    var text: String {
        var parts: [String] = []
        if let firstToken {
            let others = companions > 0 ? " (and \(companions) more with it)" : ""
            parts.append("first token \(NumberText.fixed(firstToken, 2)) s\(others)")
        }
        if let total { parts.append("total \(NumberText.fixed(total, 2)) s") }
        if let usage, let prompt = usage.promptTokens, let completion = usage.completionTokens {
            let reasoning = usage.reasoningTokens.map { " (\($0) reasoning)" } ?? ""
            parts.append("\(prompt) tokens in, \(completion) out\(reasoning)")
        }
        if let rate { parts.append("\(NumberText.fixed(rate, 0)) tokens/s after the first") }
        if let obstacle { parts.append("no rate, as \(obstacle)") }
        return (isSimulated ? "SIMULATED: " : "") + parts.joined(separator: ", ")
    }
}
