import ALCFJSON
import ALCFSystem

/// The report of the check of a study.
package struct StudyVerificationReport: Sendable {
    private let verification: StudyVerification
    private let signature: ChainSignature.Result

    /// The report of a check.
    package init(_ verification: StudyVerification, signature: ChainSignature.Result = .none) {
        self.verification = verification
        self.signature = signature
    }

    /// The report.
    package var document: Document {
        let sections: [Document.Section] = [
            .init("verdict", "Verdict", .verdict, isInData: true, [.list([verdict] + covered)]),
            .init("findings", "Findings", isInData: true, Document.Block.lists(findings)),
            .init("notes", "Remarks", .caveat, isInData: true, Document.Block.lists(verification.notes)),
            .init("limits", "What this does not prove", .caveat, isInData: true, Document.Block.lists(limits)),
            .init("setting", "Study", .setting, isInData: true, [.list(setting)]),
        ]
        let notices = verification.plan?.isSimulated == true ? ["The services of this study were simulated."] : []
        return Document(
            title: "Study \(name), checked", notices: notices, blocks: sections.map(Document.Block.section)
        ) { json }
    }

    private var name: String { verification.plan?.name ?? verification.files.source.safeOnOneLine }

    /// The first sentence: whether the study is as it was, and all that was found else.
    package var verdict: String {
        guard let first = verification.findings.first else {
            return "VERIFIED: \(sessions); nothing was changed, left out or added since the plan was made."
        }
        let more = verification.findings.count - 1
        return "NOT VERIFIED: \(first.message)" + (more > 0 ? ", and \(NumberText.count(more, "more finding"))." : ".")
    }

    /// As in `12 of 12 sessions (10 measured, 1 failed, 1 missed), 4,800 requests`.
    private var sessions: String {
        let all = verification.sessions
        var parts: [(String, Int)] = [("measured", 0), ("invalid", 0), ("failed", 0), ("missed", 0)]
        for session in all {
            switch session.outcome {
            case .measured: parts[0].1 += 1
            case .invalid: parts[1].1 += 1
            case .failed: parts[2].1 += 1
            case .missed: parts[3].1 += 1
            }
        }
        let kinds = parts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        let planned = verification.plan?.sessions.count ?? all.count
        return "\(all.count) of \(NumberText.count(planned, "session"))"
            + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))")
            + ", \(NumberText.count(verification.requests, "request"))"
    }

    /// The sentences on what was computed anew and who signed.
    private var covered: [String] {
        let reports = verification.reports.count
        return [
            reports == 0
                ? nil
                : "The figures of \(NumberText.count(reports, "report")) were computed again from the records, and are the same.",
            signature.sentence,
            verification.expectations.planHash != nil && !verification.findings.contains { $0.kind == .plan }
                ? "The plan is the one that was noted." : nil,
            verification.notedLink.map { link in
                link == verification.chain.links.count - 1
                    ? "The chain is the one that was noted, to its end."
                    : "The chain is the one that was noted, up to link \(link); later links rest on themselves."
            },
        ].compactMap(\.self)
    }

    private var findings: [String] {
        verification.findings.map { finding in
            // A file's name has no capital.
            let isName = finding.file.map { finding.message.hasPrefix($0) } ?? false
            return isName ? finding.message + "." : Report.sentence(finding.message)
        }
    }

    private var limits: [String] {
        guard verification.isVerified else { return [] }
        var limits: [String] = []
        if verification.expectations.head == nil, !signature.isWhole {
            limits.append(
                "A chain shows that its parts fit together. Who can write all of it can make another that fits as well, or leave off its end: "
                    + "only its last hash in a lab book or another's hands (--head), or a signature (--signers), excludes that."
            )
        }
        if verification.expectations.planHash == nil, verification.expectations.head == nil {
            limits.append(
                "That the plan was made before the sessions rests on the clock of the machine, unless its hash was noted elsewhere "
                    + "(--plan-hash).")
        }
        limits.append(
            "That the records hold what the services answered rests on the program that measured, and on the person who ran it."
        )
        return limits
    }

    private var setting: [String] {
        [
            verification.plan.map {
                "Plan: made \(DateText.iso8601(Double($0.created))) by \($0.toolVersion), SHA-256 \(verification.planHash)"
            },
            verification.chain.links.last.map {
                "Chain: \(NumberText.count($0.number + 1, "link")), the last of \(DateText.iso8601($0.time)), head \(verification.chain.head)"
            },
        ].compactMap { $0?.safeOnOneLine }
    }

    private var json: JSONValue {
        let planned = verification.plan?.sessions.count
        return [
            "verified": .bool(verification.isVerified), "verdict": .string(verdict), "study": .string(name),
            "simulated": JSONValue(verification.plan?.isSimulated),
            "plan_sha256": .string(verification.planHash), "head": .string(verification.chain.head),
            "links": .int(verification.chain.links.count), "sessions_planned": JSONValue(planned),
            "sessions": .array(
                verification.sessions.map { session in
                    ["session": .int(session.number), "outcome": .string(Self.word(session.outcome))]
                }), "requests": .int(verification.requests),
            "reports": .array(verification.reports.map(JSONValue.string)), "signature": signature.json,
            "findings": .array(verification.findings.map(\.json)),
            "notes": .array(verification.notes.map(JSONValue.string)),
            "limits": .array(limits.map(JSONValue.string)),
        ]
    }

    private static func word(_ outcome: StudySession.Outcome) -> String {
        switch outcome {
        case .measured: "measured"
        case .invalid: "invalid"
        case .failed: "failed"
        case .missed: "missed"
        }
    }
}
