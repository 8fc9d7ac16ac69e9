import ALCFRecord
import ALCFStatistics

/// The differences between the designs of sessions, which are repeats only where there are none.
enum StudyDesign {
    /// Returns what is different in which session, a clause each; empty where all are of one design.
    static func differences(_ sessions: [(label: String, record: Record)]) -> [String] {
        guard let first = sessions.first else { return [] }
        let found = sessions.dropFirst().compactMap { session in
            difference(first.record.manifest, session.record.manifest).map { (label: session.label, difference: $0) }
        }
        return clusters(found, by: \.difference).map { group in
            let labels = group.map(\.label)
            let shown =
                labels.count > 4 ? Report.list(labels.prefix(3) + ["\(labels.count - 3) more"]) : Report.list(labels)
            return "\(group[0].difference) between \(first.label) and \(shown)"
        }
    }

    private static func difference(_ one: RunManifest, _ other: RunManifest) -> String? {
        if Set(one.targets.map(\.name)) != Set(other.targets.map(\.name)) { return "the targets differ" }
        for target in one.targets {
            guard let same = other.targets.first(where: { $0.name == target.name }) else { continue }
            if same.model != target.model { return "the model of \(target.label) differs" }
            if same.request != target.request { return "the requests to \(target.label) differ" }
        }
        if one.simulation != other.simulation { return "whether it is simulated, or its speed, differs" }
        if one.dataSet.name != other.dataSet.name || one.dataSet.version != other.dataSet.version {
            return "the data differ"
        }
        // Of rows that were fetched, the hash is that of the rows, which each session may draw anew.
        if one.dataSet.url == nil, other.dataSet.url == nil, one.dataSet.source == other.dataSet.source,
            one.dataSet.source != SyntheticPrompts.source, one.dataSet.sha256 != other.dataSet.sha256
        {
            return "the data differ"
        }
        return one.design.difference(from: other.design).map { "'\($0)' differs" }
    }
}
