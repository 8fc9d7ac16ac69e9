import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Prints the jobs of a study for a calendar.
struct StudyScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Print timers, crontab lines or batch jobs that measure the sessions when they are due.",
        discussion: """
            Nothing is installed. Look at the output, then give it to the shell, or paste the lines of cron:

              alcf benchmark study schedule week --systemd | sh
              options='-A PROJECT -q debug -l select=1 -l filesystems=home'
              alcf benchmark study schedule week --pbs --options "$options" | sh
              alcf benchmark study schedule week --cron

            Times are right whatever the zone: timers have them in UTC, and batch jobs work them out on the machine that submits them. \
            Only cron has local time, that of this machine. No job holds a token.
            """)

    @Argument(help: ArgumentHelp("Folder of the study.", valueName: "study"))
    var study: String

    @Flag(help: "A timer of systemd for your user.")
    var systemd = false

    @Flag(help: "Lines for crontab.")
    var cron = false

    @Flag(help: "Jobs of PBS, as on ALCF's machines.")
    var pbs = false

    @Flag(help: "Jobs of Slurm.")
    var slurm = false

    @Flag(help: "Lines for Slurm's scrontab.")
    var scrontab = false

    // The words begin with a dash.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Words that the batch system needs besides, as in '-A PROJECT -q debug'.", valueName: "words"))
    var options: String?

    func validate() throws {
        try require(
            calendars.count == 1, "Give one of '--systemd', '--cron', '--pbs', '--slurm' and '--scrontab'.")
        try require(
            options == nil || pbs || slurm || scrontab, "'--options' is for '--pbs', '--slurm' and '--scrontab'.")
        try require(
            options.map { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } } ?? true, "'--options' must be one line.")
    }

    private var calendars: [StudyJobs.Calendar] {
        StudyJobs.Calendar.allCases.filter { calendar in
            switch calendar {
            case .systemd: systemd
            case .cron: cron
            case .pbs: pbs
            case .slurm: slurm
            case .scrontab: scrontab
            }
        }
    }

    func run() async throws {
        let folder = try StudyFolder(study)
        let now = WallClock.system.now()
        let state = StudyState(folder.plan, try folder.chain(), now: now)
        let left = zip(folder.plan.sessions, state.standings).filter { $1 == .planned || $1 == .due }.map(\.0.due)
        guard !left.isEmpty else {
            throw UsageError(
                "no session of the study is left",
                remedy: "For the result: alcf benchmark study report \(folder.path.shellQuoted)")
        }
        let path = try RealPath.of(folder.path)
        guard path.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw UsageError(
                "the folder's path holds a control character, which no calendar takes", remedy: "Rename it.")
        }
        if scrontab || cron, left.contains(where: { $0 % 60 != 0 }) {
            Console.warn("cron knows whole minutes, and some sessions are due at others: they begin at the next one")
        }
        var jobs = StudyJobs(
            name: folder.plan.name, program: try RealPath.program(), folder: path,
            due: left.map { cron || scrontab ? ($0 + 59) / 60 * 60 : $0 }, seconds: folder.plan.allowedSeconds,
            options: options)
        jobs.variables = folder.plan.arguments.targets.apiKeyEnv
            .map { text in String(text.split(separator: "=").last ?? Substring(text)) }
        for calendar in calendars { StandardStreams.out(jobs.text(for: calendar)) }
        if state.standings.contains(.due) {
            Console.note(
                "A session is due now; a calendar may come too late for it: alcf benchmark study run \(folder.path.shellQuoted)"
            )
        }
    }
}
