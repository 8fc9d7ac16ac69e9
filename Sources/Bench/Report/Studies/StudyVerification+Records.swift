import ALCFJSON
import ALCFRecord
import ALCFSystem

extension StudyVerification {
    /// Seconds by which a record may begin after its window, since the check of the instrument and the look at the
    /// services come first.
    private static let slack = 900.0

    /// Checks the file of each link, and takes in what became of each session.
    mutating func checkRecords() {
        var outcomes: [Int: StudySession] = [:]
        var measurements: [[RequestTimeline]: Int] = [:]
        for link in chain.links {
            guard let session = link.session else { continue }
            let record = record(of: link, session)
            if let record, !record.samples.isEmpty,
                let other = measurements.updateValue(session, forKey: record.samples.map(\.trace)), other != session
            {
                add(
                    StudyFinding(
                        .sessionRepeated, session: session, file: link.file,
                        "session \(session)'s record has the measurements of session \(other)"))
            }
            let label = StudyLayout.folder(session)
            switch link.kind {
            case .plan: continue
            case .session:
                guard let record else { continue }
                requests += record.samples.count
                let analysis = analyse(record)
                analyses[session] = analysis
                outcomes[session] = StudySession(number: session, label: label, analysis: analysis)
            case .failed:
                analyses[session] = record.map(analyse)
                outcomes[session] = StudySession(
                    number: session, label: label, time: due(session),
                    outcome: .failed(reason: link.note ?? "no reason noted"))
            case .missed:
                outcomes[session] = StudySession(number: session, label: label, time: due(session), outcome: .missed)
            }
        }
        sessions = outcomes.values.filter { $0.number <= plan?.sessions.count ?? 0 }.sorted { $0.number < $1.number }
    }

    /// When a session was planned; 0 where it was not.
    private func due(_ session: Int) -> Double {
        guard let plan, plan.sessions.indices.contains(session - 1) else { return 0 }
        return Double(plan.sessions[session - 1].due)
    }

    private mutating func record(of link: ChainLink, _ session: Int) -> Record? {
        guard let file = link.file else { return nil }
        let whose = "session \(session)'s record"
        let bytes: [UInt8]
        do { bytes = try files.read(file) } catch {
            add(
                StudyFinding(
                    .recordMissing, session: session, file: file,
                    "\(whose) is missing: \(file), which link \(link.number) of the chain names"))
            return nil
        }
        if (try? BenchError.hash(bytes)) != link.sha256 {
            let place = (try? LineHashes(bytes)).flatMap { link.lines?.difference(from: $0) }
            add(
                StudyFinding(
                    .recordChanged, session: session, file: file,
                    "\(whose) was changed\(place.map { " (\($0))" } ?? ""): \(file) is not the file of link \(link.number)"
                ))
        }
        // A part of a record is all that a session may leave that could not be measured.
        guard link.kind == .session else { return try? RecordReader.parse(bytes, name: file) }
        let record: Record
        do { record = try RecordReader.parse(bytes, name: file) } catch {
            add(StudyFinding(.recordUnread, session: session, file: file, "\(whose) cannot be read: \(error.message)"))
            return nil
        }
        if let line = record.unread.first {
            add(
                StudyFinding(
                    .recordUnread, session: session, file: file,
                    "\(whose) has \(NumberText.count(record.unread.count, "line")) that cannot be read: \(line)"))
        }
        if record.tornBytes > 0 {
            add(StudyFinding(.recordUnread, session: session, file: file, "\(whose) is cut off in its last line"))
        }
        if file != StudyLayout.record(session) {
            add(
                StudyFinding(
                    .recordForeign, session: session, file: file,
                    "\(whose) is \(file), and should be \(StudyLayout.record(session))"))
        }
        check(record.manifest, session, file)
        checkTimes(record, link, session, file)
        return record
    }

    /// Checks that a record is that of a session of this study, and was made as the plan says.
    private mutating func check(_ manifest: RunManifest, _ session: Int, _ file: String) {
        func find(_ kind: StudyFinding.Kind, _ message: String) {
            add(StudyFinding(kind, session: session, file: file, "session \(session)'s record \(message)"))
        }
        switch manifest.design.study {
        case nil: find(.recordForeign, "is of no study: it names no plan")
        case let study? where study != planHash:
            find(.recordForeign, "is of another study: it names the plan \(String(study.prefix(16)).safeOnOneLine)…")
        default: break
        }
        if let number = manifest.design.studySession, number != session {
            find(.recordForeign, "is that of session \(number)")
        } else if manifest.design.studySession == nil, manifest.design.study != nil {
            find(.recordForeign, "does not say which session it is")
        }
        guard let plan, plan.sessions.indices.contains(session - 1) else { return }
        let options = plan.options(session)
        if manifest.seed != options.seed {
            find(.notAsPlanned, "has the seed \(manifest.seed), and the plan says \(options.seed)")
        }
        if (try? StudyPrompts.hash(manifest.prompts)) != plan.sessions[session - 1].promptsHash {
            find(.notAsPlanned, "has other prompts than the plan says")
        }
        if manifest.dataSet.sha256 != plan.dataSet.sha256 {
            find(.notAsPlanned, "has other data than the plan says")
        }
        if (manifest.simulation != nil) != plan.isSimulated {
            find(
                .notAsPlanned,
                "is \(plan.isSimulated ? "not " : "")of a simulation, and the plan is\(plan.isSimulated ? "" : " not")")
        }
        let (targets, planned) = (manifest.targets, plan.targets)
        if targets.map(\.name) != planned.map(\.name) || targets.map(\.model) != planned.map(\.model)
            || !plan.isSimulated && targets.map(\.url) != planned.map(\.url)
        {
            find(.notAsPlanned, "has other targets, models or addresses than the plan says")
        }
        for (key, value) in options.design.members where manifest.design.members[key] != value {
            // The order in words is the run's own.
            if key == Design.keys.order.key || value.isNull && manifest.design.members[key] == nil { continue }
            let found = manifest.design.members[key]?.serialized() ?? "nothing"
            find(
                .notAsPlanned,
                "has \(key) = \(String(found.prefix(100)).safeOnOneLine), and the plan says \(value.serialized().prefix(100))"
            )
        }
        for (key, value) in plan.judged.members where manifest.design.members[key] != value {
            find(.notAsPlanned, "declares another \(key) than the plan")
        }
    }

    private mutating func checkTimes(_ record: Record, _ link: ChainLink, _ session: Int, _ file: String) {
        func find(_ message: String) {
            add(StudyFinding(.time, session: session, file: file, "session \(session) \(message)"))
        }
        let start = record.manifest.startedAt
        let text = DateText.iso8601(start)
        guard let plan, plan.sessions.indices.contains(session - 1) else { return }
        if start < Double(plan.created) {
            find("began at \(text), before the plan was made (\(DateText.iso8601(Double(plan.created))))")
        }
        // In quick motion, sessions follow each other at once.
        if plan.isSimulated { return }
        let end = start + (record.samples.compactMap(\.trace.end).max() ?? 0)
        if link.time < end.rounded(.down) - 1 {
            find("ended at \(DateText.iso8601(end)), and is in the chain since \(DateText.iso8601(link.time))")
        }
        let due = Double(plan.sessions[session - 1].due)
        if start < due { find("began at \(text), before it was due (\(DateText.iso8601(due)))") }
        if start > due + Double(plan.window) + Self.slack {
            find("began at \(text), after its window (until \(DateText.iso8601(due + Double(plan.window))))")
        }
    }
}
