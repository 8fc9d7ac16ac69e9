import ALCFClient
import ArgumentParser

extension CompletionKind {
    /// The clusters of ALCF's.
    static var clusters: CompletionKind { .list(KnownCluster.all.map(\.name)) }

    /// The clusters of ALCF's, and the user's own targets.
    static var targets: CompletionKind {
        .custom { _, _, _ in KnownCluster.all.map(\.name) + ((try? Settings.current())?.targetNames ?? []) }
    }

    /// The keys of settings.
    static var settingKeys: CompletionKind {
        .custom { _, _, _ in
            let set = (try? Settings.current())?.all.map(\.key.description) ?? []
            return Set(set + Setting.all.filter(\.isSingle).map(\.key)).sorted()
        }
    }
}
