/// Tokens as the service counted them; nil where it did not say. They are never guessed from the stream.
public struct TokenCounts: Sendable, Hashable {
    /// Tokens of the prompt, with the template around it.
    @CompactCount public var prompt: Int?
    /// Tokens produced, reasoning included.
    @CompactCount public var completion: Int?
    /// The service's own sum.
    @CompactCount public var total: Int?
    /// Those of ``completion`` that are reasoning.
    @CompactCount public var reasoning: Int?
    /// Those of ``prompt`` that came from a cache.
    @CompactCount public var cached: Int?

    /// Counts, unknown where not given.
    public init(
        prompt: Int? = nil, completion: Int? = nil, total: Int? = nil, reasoning: Int? = nil, cached: Int? = nil
    ) {
        self.prompt = prompt
        self.completion = completion
        self.total = total
        self.reasoning = reasoning
        self.cached = cached
    }
}
