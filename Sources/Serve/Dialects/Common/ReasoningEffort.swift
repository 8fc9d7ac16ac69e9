/// The choice of a reasoning effort that a model knows, for one that a client asks for.
enum ReasoningEffort {
    /// The efforts, the least first.
    private static let all = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]
    /// Those that every model that reasons knows.
    private static let usual = ["low", "medium", "high"]

    /// Returns the effort to ask for, nil for none, and what a reader of the log may want to know.
    ///
    /// - Parameters:
    ///   - asked: effort that the client asks for.
    ///   - known: efforts that the model knows; empty where that is not known.
    static func choice(_ asked: String, of known: [String]) -> (effort: String?, note: String?) {
        let efforts = known.isEmpty ? usual : known
        if efforts.contains(asked) { return (asked, nil) }
        guard let rank = all.firstIndex(of: asked) else {
            return known.isEmpty
                ? (asked, nil) : (nil, "the model knows \(list(known)), and not '\(asked)'")
        }
        // Not to reason at all is another thing than to reason little.
        if asked == "none" { return (nil, "it is not known that the model can answer without reasoning") }
        let nearest = efforts.compactMap { name in all.firstIndex(of: name).map { (name, abs($0 - rank)) } }
            .filter { $0.0 != "none" }.min { $0.1 < $1.1 }
        guard let nearest else { return (nil, "the model knows \(list(known)), and not '\(asked)'") }
        return (nearest.0, "the model has no '\(asked)', so '\(nearest.0)' is asked for")
    }

    /// Returns the effort that a budget of tokens for reasoning means.
    static func effort(ofBudget tokens: Int) -> String { tokens < 4096 ? "low" : tokens < 16_384 ? "medium" : "high" }

    private static func list(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }
}
