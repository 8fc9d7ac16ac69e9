/// An experiment that mixes tasks or lengths of prompts on purpose: see ``TaskStratum``.
package enum MixedExperiment: String, Sendable, Hashable, CaseIterable, MemberWord {
    /// Several tasks.
    case tasks
    /// Several lengths of prompts.
    case context
}
