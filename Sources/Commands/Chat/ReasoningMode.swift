import ArgumentParser

/// The handling of a model's reasoning.
enum ReasoningMode: String, ExpressibleByArgument, CaseIterable {
    /// On standard error, before the answer.
    case show
    case hide
    /// On standard output, in the answer's place.
    case only
}
