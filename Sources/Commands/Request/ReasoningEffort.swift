import ArgumentParser

/// How much a model is to reason.
enum ReasoningEffort: String, ExpressibleByArgument, CaseIterable {
    case low, medium, high
    /// Known to newer servers of some models only.
    case none, minimal, xhigh, max

    /// What ALCF's servers take; the others are left out of help texts.
    static let allValueStrings = [low, medium, high].map(\.rawValue)

    /// What the user should know of it; nil where every server takes it.
    var warning: String? {
        Self.allValueStrings.contains(rawValue)
            ? nil : "few servers take the reasoning effort '\(rawValue)': low, medium and high are what all do"
    }
}
