/// Changes to each request that a server wants; for all targets, or behind `TARGET=` for one.
package struct RequestArguments: Sendable, Hashable {
    /// Fields that are sent too, as in `top_k=5`.
    package var bodyField: [String] = []
    /// Fields that are left out.
    package var omitField: [String] = []
    /// Headers that are sent too.
    package var header: [GivenHeader] = []
    /// The names of the answer's limit.
    package var maxTokensField: [String] = []

    /// Nothing is otherwise.
    package init() {}
}
