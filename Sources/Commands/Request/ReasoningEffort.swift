import ArgumentParser

/// The effort of a model's reasoning.
enum ReasoningEffort: String, ExpressibleByArgument, CaseIterable {
    case low, medium, high
    /// Known to newer servers of some models only.
    case none, minimal, xhigh, max

    /// Values that ALCF's servers take; the others are left out of help texts.
    static let allValueStrings = [low, medium, high].map(\.rawValue)

    /// Warning for the user; nil if every server takes the value.
    var warning: String? {
        Self.allValueStrings.contains(rawValue)
            ? nil : "few servers accept the reasoning effort '\(rawValue)'; all accept low, medium and high"
    }
}
