import ALCFJSON
public import ALCFRecord
import ALCFStatistics

/// The results of a record: figures for each target, comparisons of each two, warnings.
public struct Analysis: Sendable {
    /// The record it was made from.
    public let record: Record
    /// Each target, in the order of the manifest.
    package let targets: [TargetSummary]
    /// Each two targets, in the order of the manifest; each with the first where there are too many
    /// (``ComparedPairs``).
    package internal(set) var comparisons: [Comparison]
    /// The tests that were declared before the run, with Holm's correction.
    package internal(set) var primaryTests: [PrimaryTest]
    /// Number of pairs that are not compared, because there are too many.
    let omittedPairs: Int
    /// Crossover of the fitted lines of each two targets, if it is shown; in the order of ``comparisons``.
    package let crossovers: [Crossover?]
    /// Whether the targets did the same experiment; nil for fewer than two with answers.
    package let audit: Audit?
    /// The objectives that goodput is about.
    package let objectives: ServiceObjectives?
    /// The original study's reading of the run; only of a run of its experiment.
    package let originalReading: OriginalReading?
    /// Money and energy of the targets that prices or power were given of.
    package let costs: [CostSummary]
    /// Whether the instrument was finer than what it measured.
    package let instrument: InstrumentVerdict
    /// First and later sendings of what was sent more than once, held against each other.
    package let sendings: [Sendings]
    /// The order in which the targets were sent their requests.
    let order: OrderWords
    /// The sessions that were measured.
    let sessions: Sessions
    /// Warnings for readers.
    package let warnings: [Warning]
    /// Analyses of each task or length, if the run mixes them on purpose: then no report has a figure over all of them.
    /// Empty for any other run.
    package let strata: [TaskStratum]
    /// The parts of each target's wait for the first token, if some were measured; none of a run that mixes tasks, over
    /// which nothing is averaged.
    let firstTokenBreakdowns: [FirstTokenBreakdown]

    /// Works out everything from a record. The same record always gives the same figures.
    ///
    /// - Parameter objectives: what goodput is about; those of the manifest's option `slo` where not given.
    public init(_ record: Record, objectives: ServiceObjectives? = nil) {
        self.init(record, objectives: objectives, sessions: nil)
    }

    /// The same of a part of a record, whose sessions are those of the whole.
    ///
    /// - Parameters:
    ///   - resamples: of the bootstraps; as many as each usually takes where not given.
    ///   - tasks: number of tasks of the whole; that of the record where not given.
    init(
        _ record: Record, objectives: ServiceObjectives? = nil, sessions: Sessions?, resamples: Int? = nil,
        tasks: Int? = nil
    ) {
        // Before anything is left out, since what was merged is told apart by how much there was.
        let sessions = sessions ?? Sessions(record)
        self.sessions = sessions
        // A request that we ended, or that met an ended connection, says nothing about the service. It stays
        // in the record.
        let retired = record.samples.filter { $0.outcome == .retired }
        var record = record
        let cancelled = record.samples.count { $0.outcome == .cancelled }
        record.samples.removeAll { [.cancelled, .skipped, .retired].contains($0.outcome) }
        self.record = record
        let manifest = record.manifest
        let objectives = objectives ?? manifest.design.objectives.flatMap { try? ServiceObjectives($0) }
        self.objectives = objectives
        let sendings = Sendings.all(record, in: sessions)
        self.sendings = sendings
        let context = ComparisonContext(record, sessions: sessions, sendings: sendings, resamples: resamples)
        let periods = LoadPeriods(record)
        let targets = manifest.targets.map {
            TargetSummary(
                $0, samples: record.samples, objectives: objectives, periods: periods,
                resamples: resamples ?? 500, timeLimit: manifest.design.requestTimeout)
        }
        self.targets = targets
        let tasks = tasks ?? (manifest.design.experiment == nil ? 1 : record.tasks.count)
        let compared = ComparedPairs(targets: manifest.targets.count, tasks: tasks)
        omittedPairs = compared.omitted
        var comparisons = compared.pairs.map { first, second in
            Comparison(
                manifest.targets[first], with: manifest.targets[second], samples: record.samples,
                seed: manifest.seed, context: context)
        }
        if let share = manifest.design.equivalence, share > 0 {
            for index in comparisons.indices {
                comparisons[index].latency.margin = 1 + share
                comparisons[index].timeToFirstToken.margin = 1 + share
                comparisons[index].timeToFirstAnswer.margin = 1 + share
            }
        }
        primaryTests = PrimaryTest.all(
            PrimaryTest.declared(in: manifest), &comparisons,
            reports: manifest.design.sweepLevels ?? 1)
        self.comparisons = comparisons
        crossovers = comparisons.map { comparison in
            func model(_ target: RunManifest.Target) -> LatencyModel? {
                targets.first { $0.target.name == target.name }?.latencyModel
            }
            guard let first = model(comparison.first), let second = model(comparison.second) else { return nil }
            return Crossover(first, second, seed: manifest.seed, resamples: resamples ?? Crossover.resamples)
        }
        let order = OrderWords(record)
        self.order = order
        audit = Audit(targets, record: record, sendings: sendings, order: order)
        costs = CostInputs(record).summaries(record)
        originalReading = OriginalReading(record)
        instrument = InstrumentVerdict(record, targets: targets)
        warnings = WarningDetection(
            record: record, targets: targets, cancelled: cancelled, retired: retired, sendings: sendings, order: order
        ).all()
        strata = TaskStratum.all(record, objectives: objectives, sessions: sessions, resamples: resamples)
        firstTokenBreakdowns = strata.isEmpty ? FirstTokenBreakdown.all(record) : []
        // Nothing is claimed over strata together: each has tests of its own.
        if !strata.isEmpty { for index in self.comparisons.indices { self.comparisons[index].withdrawClaims() } }
    }
}
