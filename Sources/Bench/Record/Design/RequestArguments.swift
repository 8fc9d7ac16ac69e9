/// Changes to each request that a server wants; for all targets, or behind `TARGET=` for one.
public struct RequestArguments: Sendable, Hashable {
    /// Fields that are sent too, as in `top_k=5`.
    public var bodyField: [String] = []
    /// Fields that are left out.
    public var omitField: [String] = []
    /// Headers that are sent too.
    public var header: [GivenHeader] = []
    /// The names of the answer's limit.
    public var maxTokensField: [String] = []

    /// Nothing is otherwise.
    public init() {}
}
