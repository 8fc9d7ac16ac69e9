import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The methods of a study in words, for a paper: only what its plan, chain and records hold.
enum StudyMethods {
    /// Returns the text, ending in a line feed.
    static func text(_ study: StudyVerification) -> String {
        guard let plan = study.plan else { return "The plan of the study cannot be read.\n" }
        let analyses = study.sessions.compactMap(\.measured)
        let outcomes = study.sessions.map(\.outcome)
        func count(_ isOne: (StudySession.Outcome) -> Bool) -> Int { outcomes.count(where: isOne) }
        let others = [
            (count { if case .invalid = $0 { true } else { false } }, "not valid"),
            (count { if case .failed = $0 { true } else { false } }, "failed"),
            (count { if case .missed = $0 { true } else { false } }, "missed"),
        ].filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
        let dues = plan.sessions.map { Double($0.due) }
        var lines = [
            "Study \(plan.name)",
            "",
            (plan.isSimulated ? "THE SERVICES WERE SIMULATED. " : "")
                + "The plan was made on \(DateText.iso8601(Double(plan.created))) with \(plan.toolVersion.safeOnOneLine), before anything was "
                + "measured (SHA-256 \(study.planHash)). It sets \(NumberText.count(plan.sessions.count, "session")), due from "
                + "\(DateText.iso8601(dues.min() ?? 0)) to \(DateText.iso8601(dues.max() ?? 0)), each to begin within "
                + "\(DurationText.units(Double(plan.window))); the primary figures \(Report.list(plan.primary.map(\.rawValue))); equivalence within ±"
                + "\(NumberText.percent(plan.equivalence, 1)); and the end after the last session, whatever the figures are. Sessions in the chain: "
                + "\(study.sessions.count), of which \(analyses.count) measured\(others). Each link of the chain holds the SHA-256 of its record and of the "
                + "link before; the last is \(study.chain.head).",
        ]
        if let first = analyses.first {
            lines += ["", "The first measured session: " + MethodsText.text(first)]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
