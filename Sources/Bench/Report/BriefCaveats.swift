import ALCFRecord
import ALCFSystem

/// The caveats of a run in one line: how many there are, counted as the report lists them, and the gravest of them.
struct BriefCaveats {
    /// Of an instrument that was too coarse.
    private let alarms: [Warning]
    /// The clauses of conditions that are not met, with their part of the run.
    private let conditions: [String]
    /// Those that the report lists.
    private let warnings: [Warning]

    init(_ analysis: Analysis) {
        alarms = analysis.warnings.filter { $0.kind == .invalidInstrument }
        warnings = Report(analysis).warnings
        let parts = analysis.strata.isEmpty ? [("", analysis)] : analysis.strata.map { ("\($0.title): ", $0.analysis) }
        conditions = parts.flatMap { name, part in
            (part.audit?.checks ?? []).filter { $0.holds == false }.map { name + $0.difference }
        }
    }

    /// The gravest: what voids the figures, then what makes experiments unlike, then the rest.
    private var gravest: String? {
        let ordered = warnings.sorted { $0.kind.gravity < $1.kind.gravity }
        let voiding = ordered.first { $0.kind.gravity <= Warning.Kind.noAnswers.gravity }
        return alarms.first?.message ?? voiding?.message ?? conditions.first ?? ordered.first?.message
    }

    /// - Parameter source: the file that has all of them; nil for the report itself.
    func text(source: String?) -> String {
        guard let gravest else { return "none." }
        let counts = [
            alarms.isEmpty ? nil : "the instrument",
            conditions.isEmpty
                ? nil : "\(NumberText.count(conditions.count, "condition")) of an identical experiment not met",
            warnings.isEmpty ? nil : NumberText.count(warnings.count, "warning"),
        ].compactMap(\.self)
        let isOnly = alarms.count + conditions.count + warnings.count == 1
        return "\(Report.list(counts)). \(isOnly ? "It is" : "The gravest"): \(Self.clause(gravest)). "
            + (source.map { "See \($0)." } ?? "Without --brief, the report has \(isOnly ? "what to do" : "all").")
    }

    /// A sentence without the stop at its end.
    private static func clause(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
}

extension Warning.Kind {
    /// The place among all kinds, from the gravest on: what voids a run, what leaves a part of it out, what makes the
    /// targets unlike, what lies in the figures, and what is only to be known.
    var gravity: Int { Self.byGravity.firstIndex(of: self) ?? Self.byGravity.count }

    static let byGravity: [Self] = [
        .invalidInstrument, .simulated, .noAnswers,
        .failures, .lostRanks, .invalidRanks, .machinesDiffer, .silentServers, .incompleteRun, .tornRecord,
        .unreadLines, .modelsDiffer, .insecure,
        .oneAfterTheOther,
        .outputTokensDiffer, .truncatedAnswers, .filteredAnswers, .answersWithoutText, .finishReasonsDiffer,
        .promptTokensDiffer, .firstTokensDiffer, .cachedPrompts, .sharedBottleneck, .ratioDrift, .drift, .fewTurns,
        .shortSlices, .heldBack, .unseededAnswers, .noWarmup, .slowFirstRequest, .outliers, .shorterThanAsked,
        .overTokenLimit, .bufferedStream, .bundledStream, .firstBurst, .hiddenTokens, .missingUsage,
        .quantisedLatency, .sharedPassages, .promptsUsedUp, .cancelledRequests, .retiredConnections, .oddData,
    ]
}
