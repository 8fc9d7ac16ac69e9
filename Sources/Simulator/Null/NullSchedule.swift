/// The schedule of the null server's tokens: the same for every request.
public struct NullSchedule: Sendable, Hashable {
    /// Milliseconds from a request's last byte to its first token.
    public var firstToken: Double
    /// Milliseconds between two tokens; at 0 the whole answer is one write.
    public var gap: Double
    /// Number of tokens in an answer.
    public var tokens: Int

    /// A schedule; without any times, all is written at once.
    public init(firstToken: Double = 0, gap: Double = 0, tokens: Int = 64) {
        self.firstToken = firstToken
        self.gap = gap
        self.tokens = tokens
    }

    /// The longest that an answer may take, in milliseconds.
    static let longest = 600_000.0

    /// Whether there can be such an answer.
    public var isValid: Bool {
        (0...Self.longest).contains(firstToken) && (0...Self.longest).contains(gap) && (1...100_000).contains(tokens)
            && duration <= Self.longest
    }

    /// Milliseconds from a request's last byte to the last token.
    public var duration: Double { firstToken + Double(tokens - 1) * gap }

    /// The schedule as the first part of a path, which sets it for one request: `ttft=200,gap=20,tokens=64`.
    public var pathComponent: String { "ttft=\(firstToken),gap=\(gap),tokens=\(tokens)" }

    /// Reads a ``pathComponent``; nil for anything else.
    public init?(pathComponent: String) {
        self.init()
        for part in pathComponent.split(separator: ",", omittingEmptySubsequences: false) {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, let value = Double(pair[1]) else { return nil }
            switch pair[0] {
            case "ttft": firstToken = value
            case "gap": gap = value
            case "tokens": tokens = Int(exactly: value) ?? 0
            default: return nil
            }
        }
        guard isValid else { return nil }
    }
}
