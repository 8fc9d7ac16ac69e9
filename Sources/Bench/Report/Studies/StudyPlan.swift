import ALCFJSON
package import ALCFRecord
import ALCFSystem

/// The plan of a study: all that is decided before anything is measured. It is `plan.json` in the study's folder, and
/// its hash is the first link of the study's chain.
package struct StudyPlan: Sendable, Hashable {
    /// The version of the plan's format that this program writes, and the only one that it reads.
    package static let currentFormatVersion = 1
    /// The type in its first member.
    package static let type = "study_plan"

    /// The version of the format.
    package var formatVersion = currentFormatVersion
    /// The name, which is that of the folder: letters, digits and `-_.`.
    package var name: String
    /// When the plan was made, in seconds since 1970.
    package var created: Int
    /// The program that made it, as in `alcf 0.1.0`.
    package var toolVersion: String
    /// The sessions, in the order of time.
    package var sessions: [Session]
    /// Seconds after a session is due within which it may begin.
    package var window: Int
    /// Seconds that local time is ahead of UTC, for the hour of the day.
    package var utcOffset: Int
    /// The rule by which the study ends.
    package var ending: Ending
    /// The figures that are tested; all others are described.
    package var primary: [PrimaryTest.Figure]
    /// The largest difference at which two targets count as equivalent, as a share.
    package var equivalence: Double
    /// Objectives of good service, as in `ttft=3s`; nil for none.
    package var objectives: String?
    /// The targets as they were found when the plan was made.
    package var targets: [RunManifest.Target]
    /// The source of the questions; its counts are those of all sessions together.
    package var dataSet: RunManifest.DataSet
    /// The way in which each session's prompts are drawn.
    package var prompts: StudyPrompts
    /// Options of each session. Seeds are those of the first: see ``options(_:)``.
    package var options: BenchmarkOptions
    /// The targets and the simulation, as they were given.
    package var arguments: RunArguments

    /// One session of the plan.
    package struct Session: Sendable, Hashable {
        /// When it is due, in seconds since 1970.
        package var due: Int
        /// Number of its prompts.
        package var prompts: Int
        /// SHA-256 of its prompts: see ``StudyPrompts/hash(_:)``.
        package var promptsHash: String

        /// A session with these parts.
        package init(due: Int, prompts: Int, promptsHash: String) {
            self.due = due
            self.prompts = prompts
            self.promptsHash = promptsHash
        }
    }

    /// A rule by which a study ends.
    package enum Ending: String, Sendable, Hashable, CaseIterable, MemberWord {
        /// After the last planned session, whatever the figures are; a missed session is not made up for.
        case afterLastSession = "after_last_session"
    }

    /// Within what each setting must lie.
    package enum Limits {
        /// Number of sessions.
        package static let sessions = 1...1000
        /// Seconds of the window.
        package static let window = 1...604_800
        /// Seconds that a zone is ahead of UTC.
        package static let utcOffset = -50_400...50_400
        /// Instants: from 1970 to the year 9999.
        package static let instants = 0...253_402_300_799
        /// The margin of equivalence.
        package static let equivalence = 0.001...1.0
        /// Bytes of the file: a plan names prompts by their hash, so that it is short.
        package static let bytes = 4 << 20
    }

    /// All that no session may change, in words; `run` refuses a session in which one of these differs.
    package static let heldFixed = [
        "targets", "models", "data", "prompts", "options", "primary figures", "margin of equivalence", "sessions",
        "window", "major version of alcf",
    ]

    /// The options of a session, by its number from 1. Each has seeds of its own: another order of the targets, and
    /// other digits before prompts.
    package func options(_ number: Int) -> BenchmarkOptions {
        var options = options
        options.seed &+= UInt64(clamping: number - 1)
        options.promptSeed &+= UInt64(clamping: number - 1)
        return options
    }

    /// The members by which each session's record declares how it is to be judged.
    package var judged: Design {
        var design = Design()
        design.primary = NameList(primary.map(\.rawValue))
        design.equivalence = equivalence
        design.objectives = objectives
        return design
    }

    /// When its sessions are due.
    package var schedule: StudySchedule { StudySchedule(due: sessions.map(\.due), window: window) }

    /// The instant at which the last session's window closes, in seconds since 1970.
    package var end: Int { (sessions.last?.due ?? created) + window }

    /// Whether the services are simulated.
    package var isSimulated: Bool { arguments.simulates }
}

extension StudyPlan: RecordObject {
    /// A plan of nothing.
    package static var blank: StudyPlan {
        StudyPlan(
            name: "", created: 0, toolVersion: "", sessions: [], window: 1, utcOffset: 0, ending: .afterLastSession,
            primary: [], equivalence: 0.05, objectives: nil, targets: [], dataSet: .blank, prompts: .blank,
            options: BenchmarkOptions(), arguments: .blank)
    }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type(Self.type, orElse: "must be \"\(Self.type)\": this is not the plan of a study")
        try members.required("format_version", &formatVersion)
        try members.required("name", &name)
        members.derived("created", DateText.iso8601(Double(created)))
        try members.required("created_epoch", &created, in: Limits.instants)
        try members.required("tool_version", &toolVersion)
        try members.required("sessions", &sessions)
        try members.required("window_seconds", &window, in: Limits.window)
        try members.required("utc_offset_seconds", &utcOffset, in: Limits.utcOffset)
        try members.required("ending", &ending)
        try members.required("primary", &primary)
        try members.required("equivalence", &equivalence, in: Limits.equivalence)
        try members.nullable("slo", &objectives)
        members.derived("held_fixed", Self.heldFixed)
        try members.required("targets", &targets)
        try members.required("dataset", &dataSet)
        try members.required("prompts", &prompts)
        try members.required("seed", &seed)
        let seed = seed.value
        try members.converted("options", &options, to: \.design) { design throws(JSONError) in
            try BenchmarkOptions(design, seed: seed)
        }
        try members.required("arguments", &arguments)
        try members.nullable("simulation_speed", &speed, in: 1e-6...1e6)
    }

    private var seed: SeedText {
        get { SeedText(value: options.seed) }
        set { options.seed = newValue.value }
    }

    /// Speed of the simulation, which its arguments do not hold.
    private var speed: Double? {
        get { arguments.simulates ? arguments.simulation.speed : nil }
        set { if arguments.simulates { arguments.simulation.speed = newValue ?? 1 } }
    }
}

extension StudyPlan.Session: RecordObject {
    /// A session of which nothing is known.
    package static var blank: StudyPlan.Session { StudyPlan.Session(due: 0, prompts: 0, promptsHash: "") }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        members.derived("due", DateText.iso8601(Double(due)))
        try members.required("due_epoch", &due, in: StudyPlan.Limits.instants)
        try members.required("prompts", &prompts, in: BenchmarkOptions.Limits.samples)
        try members.required("prompts_sha256", &promptsHash)
    }
}
