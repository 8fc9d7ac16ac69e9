import ALCFSystem

extension StudyVerification {
    /// Checks that the chain accounts for each planned session, once and in order.
    mutating func checkSlots() {
        guard let plan else { return }
        let count = plan.sessions.count
        var last = 0
        for link in chain.links {
            guard let session = link.session else { continue }
            if session > count {
                add(
                    StudyFinding(
                        .sessionUnplanned, session: session, file: link.file,
                        "link \(link.number) is of session \(session), and the plan has \(count)"))
            }
            if session < last {
                add(
                    StudyFinding(
                        .chain, session: session, file: StudyLayout.chain,
                        "link \(link.number) is of session \(session), after one of session \(last)"))
            }
            last = max(last, session)
        }
        for (session, links) in Dictionary(grouping: chain.links.filter { $0.session != nil }, by: { $0.session ?? 0 })
            .sorted(by: { $0.key < $1.key })
        {
            // A try that sent nothing has no file, and may be made again; anything else closes the session.
            let closing = links.filter { $0.kind != .failed || $0.file != nil }
            if closing.count > 1 || closing.first.map({ $0.number < (links.last?.number ?? 0) }) == true {
                add(
                    StudyFinding(
                        .sessionRepeated, session: session,
                        "session \(session) is repeated: it is in links \(Report.list(links.map { "\($0.number)" }))"))
            }
        }
        checkGaps(plan, upTo: last)
    }

    private mutating func checkGaps(_ plan: StudyPlan, upTo last: Int) {
        let known = Set(chain.links.compactMap(\.session))
        let numbers = Array(1...max(1, plan.sessions.count))
        for session in numbers where session < last && !known.contains(session) {
            add(
                StudyFinding(
                    .sessionLeftOut, session: session, file: StudyLayout.chain,
                    "session \(session) was left out: the chain has no link of it, and has session \(last)"))
        }
        let open = numbers.filter { $0 > last && !known.contains($0) }
        let over = open.filter { Double(plan.sessions[$0 - 1].due + plan.window) < expectations.now }
        for session in over {
            add(
                StudyFinding(
                    .sessionLeftOut, session: session, file: StudyLayout.chain,
                    "session \(session) is not accounted for: its time is over, and the chain ends before it (if it was not run, "
                        + "'alcf benchmark study run' adds that it was missed)"))
        }
        if open.count > over.count {
            note(
                "\(NumberText.count(open.count - over.count, "session")) of \(plan.sessions.count) \(open.count - over.count == 1 ? "is" : "are") still to come."
            )
        }
    }
}
