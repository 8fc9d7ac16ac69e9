package import ALCFRecord

/// The sessions of a study, from its plan, its chain and their records.
package enum StudySessions {
    /// Returns what became of each session that the chain has, in order; of one that was tried again, the last.
    ///
    /// - Parameters:
    ///   - analyse: makes the analysis of a record.
    ///   - record: reads a record by its path from the study's folder.
    /// - Throws: what `record` throws.
    package static func all(
        _ plan: StudyPlan, _ chain: Chain, analyse: (Record) -> Analysis = { Analysis($0) },
        record: (ChainLink) throws(BenchError) -> Record
    ) throws(BenchError) -> [StudySession] {
        var sessions: [Int: StudySession] = [:]
        for link in chain.links {
            guard let number = link.session, plan.sessions.indices.contains(number - 1) else { continue }
            let due = Double(plan.sessions[number - 1].due)
            let label = StudyLayout.folder(number)
            switch link.kind {
            case .plan: continue
            case .session:
                sessions[number] = StudySession(number: number, label: label, analysis: analyse(try record(link)))
            case .failed:
                sessions[number] = StudySession(
                    number: number, label: label, time: due, outcome: .failed(reason: link.note ?? "no reason noted"))
            case .missed: sessions[number] = StudySession(number: number, label: label, time: due, outcome: .missed)
            }
        }
        return sessions.values.sorted { $0.number < $1.number }
    }
}
