import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension Report {
    /// The report of an analysis.
    package init(_ analysis: Analysis) {
        let manifest = analysis.record.manifest
        let names = manifest.targets.map(\.label)
        let attempts = analysis.targets.reduce(0) { $0 + $1.attempts }
        let simulated = manifest.simulation == nil ? "" : "SIMULATED: "
        title =
            simulated + (names.isEmpty ? "No targets" : Self.list(names)) + ": "
            + NumberText.count(manifest.dataSet.count, SetupWords.noun(manifest)) + ", "
            + NumberText.count(attempts, "request")
        notices = analysis.warnings.filter { Self.isNotice($0.kind) }.map { warning in
            Self.sentence(warning.message)
                + (warning.kind == .invalidInstrument ? " " + Self.sentence(warning.remedy) : "")
        }
        setting =
            Self.setting(analysis) + Self.history(analysis.record)
            + (analysis.instrument.line.map { [$0] } ?? [])
        let parts = analysis.strata
        tables = parts.isEmpty ? ReportTables(analysis).all() : StrataTables(analysis).all()
        verdicts =
            parts.isEmpty
            ? Self.verdicts(analysis)
            : StrataTables(analysis).sentences
                + parts.flatMap { part in Self.verdicts(part.analysis).map { "\(part.title): \($0)" } }
        original = analysis.originalReading?.sentences ?? []
        let all = parts.isEmpty ? analysis.warnings : Self.warnings(analysis)
        warnings = all.filter { !Self.isNotice($0.kind) }
        limits =
            parts.isEmpty ? Limits.sentences(analysis) : Self.distinct(parts.flatMap { Limits.sentences($0.analysis) })
    }

    /// Returns the conclusions that intervals allow, preceded by differences between the experiments of the targets.
    private static func verdicts(_ analysis: Analysis) -> [String] {
        let audit = analysis.audit.flatMap { $0.holds ? nil : Self.sentence($0.sentence) }
        let compared = (audit.map { [$0] } ?? []) + analysis.comparisons.flatMap(Verdicts.sentences)
        // No verdict may be quoted without it.
        return compared.map { analysis.instrument.isInvalid ? "INVALID: " + $0 : $0 }
            + Verdicts.latencyModels(analysis) + ControlCheck.all(analysis.record).map(\.sentence)
    }

    /// Returns the warnings of a run with several tasks: those about the run, and those of each task that rest on
    /// figures.
    private static func warnings(_ analysis: Analysis) -> [Warning] {
        let whole: Set<Warning.Kind> = [
            .simulated, .invalidInstrument, .failures, .noAnswers, .tornRecord, .incompleteRun, .modelsDiffer,
            .missingUsage,
            .sharedBottleneck,
        ]
        return analysis.warnings.filter { whole.contains($0.kind) }
            + analysis.strata.flatMap { part in
                part.analysis.warnings.filter { !whole.contains($0.kind) }.map { warning in
                    Warning(
                        warning.kind, target: warning.target, "\(part.title): \(warning.message)",
                        remedy: warning.remedy)
                }
            }
    }

    private static func distinct(_ sentences: [String]) -> [String] {
        var seen: Set<String> = []
        return sentences.filter { seen.insert($0).inserted }
    }

    static let originalHeading = "What the original study would have concluded"

    static func isNotice(_ kind: Warning.Kind) -> Bool { kind == .simulated || kind == .invalidInstrument }

    private static func setting(_ analysis: Analysis) -> [String] {
        let manifest = analysis.record.manifest
        var lines = [SetupWords.data(manifest)]
        // Imported files may not say when they began.
        if manifest.startedAt > 0 {
            lines.append(
                "\(DateText.iso8601(manifest.startedAt)), seed \(manifest.seed)"
                    + (manifest.kernel.map { ", from \($0)" } ?? ""))
        }
        let options = SetupWords.options(manifest)
        if !options.isEmpty { lines.append(options.joined(separator: ", ")) }
        if let order = analysis.order.text { lines.append("order: \(order)") }
        return lines + (Freshness.line(manifest).map { [$0] } ?? [])
            + manifest.targets.map { target in
                let network = manifest.before?["targets"]?[target.name]?["network"]
                let address = network?["address"]?.string.map { " at \($0)" } ?? ""
                let version = network?["http_version"]?.string.map { ", HTTP/\($0)" } ?? ""
                return "\(target.label): \(target.model)\(target.hardware.map { " on \($0)" } ?? "")"
                    + (target.url.isEmpty ? "" : ", \(target.url)\(address)\(version)")
                    + (target.servers.count > 1 ? " and \(target.servers.count - 1) more servers" : "")
                    + (target.isInsecure ? ", certificate not checked" : "")
                    + (target.requestNote.map { "; \($0)" } ?? "")
            }
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// With a capital at its start and a full stop at its end, unless it is a question.
    package static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") || text.hasSuffix("?") ? "" : ".")
    }
}
