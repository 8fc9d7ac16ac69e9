extension StudyState {
    /// The state by a study's plan and chain.
    ///
    /// - Parameters:
    ///   - begun: sessions that have a record.
    ///   - now: seconds since 1970.
    package init(_ plan: StudyPlan, _ chain: Chain, begun: Set<Int> = [], now: Double) {
        var entries: [Int: Entry] = [:]
        var attempted: Set<Int> = []
        for link in chain.links {
            guard let session = link.session else { continue }
            switch link.kind {
            case .plan: continue
            case .session: entries[session] = .measured
            case .missed: entries[session] = .missed
            // Without a record nothing was sent, and the session can be tried again while its window is open.
            case .failed: if link.file == nil { attempted.insert(session) } else { entries[session] = .failed }
            }
        }
        self.init(plan.schedule, entries: entries, begun: begun, attempted: attempted, now: now)
    }
}
