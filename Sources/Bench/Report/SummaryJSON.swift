package import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The report as JSON: a superset of the files that the original comparison script wrote, with the right values.
///
/// Kept from it: `timestamp`, `dataset`, `models`, and a member for each target with `results` and `statistics`.
/// If a meaning was corrected, `notes` says so. What is not known is null.
package enum SummaryJSON {
    /// The version of this format.
    package static let formatVersion = 1

    /// The document.
    package static func json(_ analysis: Analysis) -> JSONValue {
        let manifest = analysis.record.manifest
        var document = JSONObject()
        let report = Report(analysis)
        document["title"] = .string(report.title)
        document["format_version"] = .int(formatVersion)
        document["timestamp"] = .string(DateText.iso8601(manifest.startedAt))
        document["simulated"] = .bool(manifest.simulation != nil)
        document["notes"] = notes(manifest)
        document["dataset"] = [
            "name": .string(manifest.dataSet.name),
            "version": .string(manifest.dataSet.version),
            "source": .string(manifest.dataSet.source),
            "url": JSONValue(manifest.dataSet.url),
            "num_samples": .int(manifest.dataSet.count),
            "description": .string(description(manifest)),
            "sha256": .string(manifest.dataSet.sha256),
            "num_passages": .int(manifest.dataSet.passages),
        ]
        document["models"] = .object(JSONObject(manifest.targets.map { ($0.name, .string($0.model)) }))
        document["manifest"] = withoutPrompts(manifest)
        if analysis.strata.isEmpty { document.merge(figures(analysis)) } else { document.merge(strata(analysis)) }
        if let reading = analysis.originalReading { document[Design.keys.isAsOriginal.key] = reading.json }
        if !analysis.costs.isEmpty { document["cost"] = .array(analysis.costs.map(\.json)) }
        let breakdowns = analysis.firstTokenBreakdowns
        if !breakdowns.isEmpty { document["first_token_parts"] = .array(breakdowns.map(\.json)) }
        document["slo"] = JSONValue(analysis.objectives?.text)
        if !analysis.sendings.isEmpty { document["sendings"] = .array(analysis.sendings.map(\.json)) }
        let controls = ControlCheck.all(analysis.record)
        if !controls.isEmpty { document["control"] = .array(controls.map(\.json)) }
        document["order"] = analysis.order.json
        document["instrument"] = analysis.instrument.json
        document["warnings"] = .array(
            report.warnings.map(\.json) + analysis.warnings.filter { Report.isNotice($0.kind) }.map(\.json))
        for target in analysis.targets {
            // A target may be called as one of our own members is.
            let name = target.target.name
            document[document[name] == nil ? name : "target_\(name)"] = OriginalFormat.target(
                target, in: analysis.record, isPooled: analysis.strata.isEmpty)
        }
        return .object(document)
    }

    private static func figures(_ analysis: Analysis) -> JSONObject {
        [
            "summary": .object(JSONObject(analysis.targets.map { ($0.target.name, $0.json) })),
            "comparison": .array(analysis.comparisons.map(\.json)),
            "crossovers": .array(
                zip(analysis.comparisons, analysis.crossovers).map { comparison, crossover in
                    [
                        "first": .string(comparison.first.name), "second": .string(comparison.second.name),
                        "crossover": crossover?.json ?? .null,
                        "withheld": JSONValue(Verdicts.withheldCrossover(comparison, crossover, analysis)),
                    ]
                }), "primary_tests": .array(analysis.primaryTests.map(\.json)),
            "audit": analysis.audit?.json ?? .null,
        ]
    }

    /// The members of a run that mixes tasks or lengths: each by itself, and nothing over all of them.
    private static func strata(_ analysis: Analysis) -> JSONObject {
        let record = analysis.record
        var members: JSONObject = [
            "summary": .null, "comparison": [], "crossovers": [], "primary_tests": [], "audit": .null,
            "tasks": .object(JSONObject(analysis.strata.map { ($0.task, $0.json) })),
        ]
        if record.manifest.design.experiment == .context {
            members["context"] = .array(record.manifest.targets.map { ContextSummary($0.name, in: record).json })
        }
        return members
    }

    /// Returns a description of the prompts.
    private static func description(_ manifest: RunManifest) -> String {
        let data = manifest.dataSet
        let noun = SetupWords.noun(manifest)
        let count = NumberText.count(data.count, noun)
        if data.source == SyntheticPrompts.source { return "\(count), made up" }
        if manifest.design.arrival == .trace { return "\(count), as a trace has them" }
        let passages = noun == "prompt" ? "" : " on \(NumberText.count(data.passages, "passage"))"
        if manifest.design.isAsOriginal == true {
            return "\(count)\(passages), the first of the file"
        }
        return "\(count)\(passages)"
            + (manifest.design.importedFrom == nil && noun == "question"
                ? ", spread over articles and passages, in seeded order" : "")
    }

    /// The prompts are with the results already.
    private static func withoutPrompts(_ manifest: RunManifest) -> JSONValue {
        guard var object = manifest.json.object else { return .null }
        object["prompts"] = nil
        object["warmup_prompts"] = nil
        object["type"] = nil
        return .object(object)
    }

    private static func notes(_ manifest: RunManifest) -> JSONValue {
        var notes: [JSONValue] = []
        if let simulation = manifest.simulation {
            notes.append(
                .string(
                    "SIMULATED at speed \(NumberText.plain(simulation.speed)): no figure here is of a real system."
                ))
        }
        return .array(
            notes + [
                "results holds every measured request: a failed one has latency_sec null and an error.",
                .string("latency_sec: \(Figure<Sample>.serviceLatency.metric.definition)"),
                "statistics.latency.median is the true median: of an even count, the mean of the middle two.",
                "statistics.tokens counts completion tokens, not prompt and completion tokens.",
                .string(
                    "statistics.throughput_tokens_per_sec: \(Figure<TargetSummary>.singleStreamOutputRate.metric.definition)"
                ),
                "statistics.response_length counts code points of the answers, without reasoning.",
                "Ratios in comparison are first / second; differences are first - second. Times are seconds; shares are 0 to 1.",
            ])
    }
}
