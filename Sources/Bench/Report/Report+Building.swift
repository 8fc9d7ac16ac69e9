import ALCFJSON
import ALCFSystem

extension Report {
    /// The report of an analysis.
    public init(_ analysis: Analysis) {
        let manifest = analysis.record.manifest
        let names = manifest.targets.map(\.label)
        let attempts = analysis.targets.reduce(0) { $0 + $1.attempts }
        let simulated = manifest.simulation == nil ? "" : "SIMULATED: "
        title =
            simulated + (names.isEmpty ? "No targets" : Self.list(names)) + ": "
            + NumberText.count(manifest.dataSet.count, "question") + ", " + NumberText.count(attempts, "request")
        notices = analysis.warnings.filter { Self.isNotice($0.kind) }.map { warning in
            Self.sentence(warning.message)
                + (warning.kind == .invalidInstrument ? " " + Self.sentence(warning.remedy) : "")
        }
        setting = Self.setting(manifest) + (analysis.instrument.line.map { [$0] } ?? [])
        tables = ReportTables(analysis).all()
        let audit = analysis.audit.flatMap { $0.holds ? nil : Self.sentence($0.sentence) }
        verdicts =
            (audit.map { [$0] } ?? [])
            + analysis.comparisons.flatMap(Verdicts.sentences)
            // No verdict may be quoted without it.
            .map { analysis.instrument.isInvalid ? "INVALID: " + $0 : $0 }
            + Verdicts.latencyModels(analysis) + ControlCheck.all(analysis.record).map(\.sentence)
        original = analysis.originalReading?.sentences ?? []
        warnings = analysis.warnings.filter { !Self.isNotice($0.kind) }
        limits = Limits.sentences(analysis)
    }

    static let originalHeading = "What the original study would have concluded"

    private static func isNotice(_ kind: Warning.Kind) -> Bool { kind == .simulated || kind == .invalidInstrument }

    private static func setting(_ manifest: RunManifest) -> [String] {
        let data = manifest.dataSet
        let version = data.version.isEmpty ? "" : " \(data.version)"
        var lines = [
            "\(data.name)\(version), \(NumberText.count(data.passages, "passage"))"
                + (data.sha256.isEmpty ? "" : ", sha256 \(data.sha256.prefix(12))")
        ]
        // Imported files may not say when they began.
        if manifest.startedAt > 0 {
            lines.append(
                "\(DateText.iso8601(manifest.startedAt)), seed \(manifest.seed)"
                    + (manifest.kernel.map { ", from \($0)" } ?? ""))
        }
        let options = manifest.options.compactMap { key, value -> String? in
            switch value {
            case .string(let text): "\(key) \(text)"
            case .int, .double, .bool: "\(key) \(value.serialized())"
            default: nil
            }
        }
        if !options.isEmpty { lines.append(options.joined(separator: ", ")) }
        return lines
            + manifest.targets.map { target in
                let network = manifest.before?["targets"]?[target.name]?["network"]
                let address = network?["address"]?.string.map { " at \($0)" } ?? ""
                let version = network?["http_version"]?.string.map { ", HTTP/\($0)" } ?? ""
                return "\(target.label): \(target.model)\(target.hardware.map { " on \($0)" } ?? "")"
                    + (target.url.isEmpty ? "" : ", \(target.url)\(address)\(version)")
                    + (target.requestNote.map { "; \($0)" } ?? "")
            }
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// With a capital at its start and a full stop at its end.
    static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }
}
