import ALCFJSON
import ALCFRecord
import ALCFSystem

/// The plan of a study for people: what was decided, the hash for the lab book, and what to do next.
package struct StudyPlanReport: Sendable {
    private let plan: StudyPlan
    private let hash: String
    private let folder: String
    private let now: Double

    /// - Parameters:
    ///   - hash: SHA-256 of the plan's file.
    ///   - folder: the study's folder, as it was typed.
    ///   - now: seconds since 1970.
    package init(_ plan: StudyPlan, hash: String, folder: String, now: Double) {
        self.plan = plan
        self.hash = hash
        self.folder = folder
        self.now = now
    }

    /// The report.
    package var document: Document {
        Document(
            title: (plan.isSimulated ? "SIMULATED: " : "") + "The study \(plan.name) is planned: \(sessions)",
            blocks: [
                .section(.init("plan", "What was decided", .verdict, isInData: true, [.list(lines)])),
                .section(.init("book", "For the lab book", .setting, isInData: true, [.list(book)])),
                .section(.init("next", "Next", .setting, isInData: true, [.list(next)])),
            ]
        ) { [plan, hash, folder] in
            ["study": .string(plan.name), "folder": .string(folder), "plan_sha256": .string(hash), "plan": plan.json]
        }
    }

    private var sessions: String {
        let due = plan.sessions.map(\.due)
        guard let first = due.first, let last = due.last, due.count > 1 else {
            return "1 session, \(due.first.map(DateText.utc) ?? "")"
        }
        return "\(due.count) sessions, \(DateText.utc(first)) to \(DateText.utc(last))"
    }

    private var lines: [String] {
        let targets = plan.targets.map { "\($0.label) (\($0.model))" }
        let names = plan.primary.map { Metric.named($0.rawValue)?.title ?? $0.rawValue }
        let each = plan.prompts.turns > 1 ? "conversations" : "prompts"
        let sharing =
            switch plan.prompts.sharing {
            case .none: "none of them in two sessions"
            case .redrawn: "drawn anew each time, so that some recur"
            case .same: "the same in all sessions"
            }
        let data = plan.dataSet
        return [
            "Measured: \(Report.list(targets)).",
            "Each session: \(plan.prompts.count) \(each) of \(data.name), \(sharing)"
                + "\(plan.options.bustsCache ? "; each request begins with its own digits" : "").",
            "Tested: \(Report.list(names)); equivalent within ± \(NumberText.percent(plan.equivalence)).",
            "A session may begin up to \(DurationText.units(Double(plan.window))) after it is due; one that is missed is not made up for.",
            "The study ends after the last session, whatever the figures are.",
        ] + days
    }

    /// Remarks on what the times of the sessions allow to be said.
    private var days: [String] {
        let times = plan.sessions.map { CalendarTime(seconds: Double($0.due), utcOffset: Double(plan.utcOffset)) }
        var notes: [String] = []
        if times.count < Sessions.minimum {
            notes.append(
                "With fewer than \(Sessions.minimum) sessions nothing can be claimed of other days.")
        } else if Set(times.map(\.day)).count < Sessions.minimum {
            notes.append(
                "The sessions fall on fewer than \(Sessions.minimum) days, so little can be said of other days: a longer '--every' spreads them."
            )
        }
        if times.count > 1, Set(times.map { Int($0.hour) }).count == 1 {
            notes.append("All sessions are at one hour of the day, so nothing can be said of other hours.")
        }
        return notes
    }

    private var book: [String] {
        ["SHA-256 of \(folder)/\(StudyLayout.plan):", hash]
    }

    private var next: [String] {
        let quoted = folder.shellQuoted
        guard let first = plan.sessions.first?.due else { return [] }
        let when =
            Double(first) <= now
            ? "The first session is due now, until \(DateText.utc(first + plan.window)):"
            : "The first session is due in \(DurationText.units(Double(first) - now)):"
        return [
            when, "  alcf benchmark study run \(quoted)",
            plan.isSimulated
                ? "All at once, in quick motion: alcf benchmark study run \(quoted) --all"
                : "Let a calendar run all: alcf benchmark study schedule \(quoted) --systemd (or --cron, --pbs, --slurm)",
        ]
    }
}
