import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Plans a study.
struct StudyInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Plan a study: what is measured, when, and how it is judged.",
        discussion: """
            Writes NAME/plan.json before anything is measured: targets, data, prompts, options, primary figures, margin of equivalence \
            and the times of all sessions. No session can change any of them. The plan's SHA-256 is printed: write it into your lab \
            book, and anyone can check later that the plan came first.

              alcf benchmark study init week --sessions 12 --every 14h --dataset dev.json
              alcf benchmark study init week --at 2026-11-28T06:00Z --at 2026-11-28T18:00Z
              alcf benchmark study init try --simulate --speed 50 --sessions 12 --every 30h

            Sessions at 14 or 30 hours' distance fall on all hours of the day; those at 24 hours always on the same.
            """)

    @Argument(help: ArgumentHelp("Folder to make; its last part is the study's name.", valueName: "name"))
    var study: String

    @OptionGroup(title: "Time") var time: StudyTimeOptions
    @OptionGroup(title: "Targets") var targets: TargetOptions
    @OptionGroup(title: "Workload") var workload: WorkloadOptions
    @OptionGroup(title: "Load") var load: LoadOptions
    @OptionGroup(title: "Probes") var probes: ProbeOptions
    @OptionGroup(title: "Verdict") var declarations: DeclaredOptions
    @OptionGroup(title: "Simulation") var simulation: SimulationOptions

    @Flag(help: "Plan a study of a simulated Metis and Sophia on this machine. Needs no account.")
    var simulate = false

    @Flag(help: "Measure the first target twice, as NAME and NAME-control.")
    var control = false

    @Flag(
        help: """
            Give all sessions the same prompts, so that they can be paired by prompt. Each request begins with its own digits, so that no \
            cache helps. By default each session has prompts of its own.
            """)
    var samePrompts = false

    @OptionGroup var format: FormatOptions

    func validate() throws {
        try targets.arguments.requireChat(workload.chatOptions)
        try require(workload.requests == nil || load.runs == nil, "'--requests' and '--runs' exclude each other.")
        try require(
            simulation.time == nil,
            "'--time' is that of one run: '--from' or '--at' set the times of a study's sessions.")
        try require(
            !samePrompts || !workload.freshness.repeatPrompts,
            "'--same-prompts' and '--repeat-prompts' exclude each other.")
    }

    func run() async throws {
        let now = WallClock.system.now()
        let path = StudyFolder.path(study)
        let name = StudyFolder.name(path)
        if let fault = StudyPlan.fault(ofName: name) {
            throw UsageError("the name '\(name)' \(fault)", remedy: "Choose another one.")
        }
        try StudyFolder.requireNone(path)
        let chosen = try targets.settled(simulates: simulate, chatOnly: workload.chatOptions)
        let primary = try declarations.figures() ?? PrimaryTest.Figure.allCases
        let schedule = try time.schedule(now: now, mayBePast: simulate)
        let promptSeed = workload.freshness.seed()
        let (prompts, works) = try await workload.drawn(
            schedule.due.count, load: load, isSame: samePrompts, promptSeed: promptSeed)
        let arguments = RunArguments(
            targets: chosen, simulation: simulation.arguments, simulates: simulate)
        try await BenchmarkedService.use(arguments) { service in
            guard let first = works.first else { return }
            let list = try await arguments.targets.resolve(
                service, isControlled: control, streaming: workload.stream)
            let options = try await options(first, prompts, promptSeed, list, service)
            let runner = BenchmarkRunner(targets: list, prompts: first.prompts, options: options)
            try ConnectionRoom.make(for: [runner], service)
            try await LoadAnnouncement(runner, service: service).confirm(yes: load.yes, isShown: false)
            var dataSet = first.dataSet
            dataSet.count = Set(works.flatMap { $0.prompts.map(\.id) }).count
            dataSet.passages = Set(works.flatMap { $0.prompts.map(\.passageID) }).count
            var plan = StudyPlan.blank
            plan.name = name
            plan.created = Int(clamping: now.rounded(.down))
            plan.toolVersion = "alcf \(Version.current)"
            plan.sessions = try zip(schedule.due, works).map { due, work in
                StudyPlan.Session(
                    due: due, prompts: work.prompts.count, promptsHash: try StudyPrompts.hash(work.prompts))
            }
            plan.window = schedule.window
            plan.utcOffset = LocalTime(schedule.due[0]).utcOffset
            plan.primary = primary
            plan.equivalence = declarations.equivalence?.share ?? StudyPlan.blank.equivalence
            plan.objectives = declarations.slo
            plan.targets = list.map(\.manifest)
            plan.dataSet = dataSet
            plan.prompts = prompts
            plan.options = options
            plan.arguments = arguments
            let folder = try StudyFolder.create(path, plan)
            Console.print(
                StudyPlanReport(folder.plan, hash: folder.planHash, folder: path, now: now).document, as: format.form)
        }
    }

    private func options(
        _ work: Workload, _ prompts: StudyPrompts, _ promptSeed: UInt64, _ list: [BenchmarkTarget],
        _ service: BenchmarkedService
    ) async throws -> BenchmarkOptions {
        var options = workload.options
        options.samples = work.conversationCount
        workload.freshness.apply(promptSeed, to: &options)
        load.apply(to: &options)
        options.isControlled = control
        options.probes = try probes.targets(of: list)
        options.maxRate = GatewayLimit.rate(
            options.maxRate, for: list, simulationSpeed: service.simulationSpeed)
        if prompts.sharing != .none, !options.repeatsPrompts { options.bustsCache = true }
        try FreshRun(isOwn: workload.isOwn, runs: load.runs).settle(&options, work, list)
        try await workload.forceLength(&options, list)
        return options
    }
}
