import ALCFJSON
import ALCFRecord
import ALCFSystem

/// A part of the set-up in which two runs differ.
struct SetupDifference: Sendable, Hashable {
    /// The part, as in `model`.
    let name: String
    let old: String
    let new: String
    /// Whether a change of speed may come from it, and not from the service.
    let matters: Bool
    /// Whether it is of a target, and not of the whole run.
    let isOfTarget: Bool

    /// Advice for those that matter.
    static let remedy = "Compare runs in which only one thing differs."

    /// Says which of these matter; nil if none does.
    static func causes(_ all: [SetupDifference]) -> String? {
        let clauses = all.filter(\.matters).map { "\($0.name) (\($0.old) → \($0.new))" }
        return clauses.isEmpty
            ? nil : "the two runs differ in \(Report.list(clauses)), so a change may come from that"
    }

    /// All differences between two targets' runs.
    static func all(
        _ old: ComparedRun, _ oldTarget: RunManifest.Target, _ new: ComparedRun, _ newTarget: RunManifest.Target
    )
        -> [SetupDifference]
    {
        let sides = [(old.record.manifest, oldTarget), (new.record.manifest, newTarget)]
        func part(
            _ name: String, matters: Bool = false, isOfTarget: Bool = false,
            _ value: (RunManifest, RunManifest.Target) -> String?
        ) -> SetupDifference? {
            let values = sides.map { value($0.0, $0.1) }
            guard values[0] != values[1] else { return nil }
            let texts = values.map { $0.flatMap { $0.isEmpty ? nil : $0 } ?? NumberText.unknown }
            return texts[0] == texts[1]
                ? nil
                : SetupDifference(name: name, old: texts[0], new: texts[1], matters: matters, isOfTarget: isOfTarget)
        }
        let parts = [
            part("target", isOfTarget: true) { $1.label },
            part("model", matters: true, isOfTarget: true) { $1.model },
            part("address", isOfTarget: true) { $1.url },
            part("hardware", isOfTarget: true) { $1.hardware },
            part("request fields", matters: true, isOfTarget: true) { $1.requestNote },
            part("data", matters: true) { manifest, _ in SetupWords.data(manifest) },
            part("prompts", matters: true) { manifest, _ in NumberText.count(manifest.prompts.count, "prompt") },
            part("simulation", matters: true) { manifest, _ in
                manifest.simulation.map { "simulated, speed \(NumberText.plain($0.speed))" } ?? "a real service"
            },
            part("date") { manifest, _ in manifest.startedAt > 0 ? DateText.iso8601(manifest.startedAt) : nil },
            part("tool") { manifest, _ in manifest.toolVersion },
            part("host") { manifest, _ in manifest.host },
            part("kernel") { manifest, _ in manifest.kernel },
            part("seed") { manifest, _ in String(manifest.seed) },
            part("network address", isOfTarget: true) { network($0, $1)?["address"]?.string },
            part("HTTP version", isOfTarget: true) { network($0, $1)?["http_version"]?.string },
        ].compactMap(\.self)
        return parts + options(sides[0].0.design, sides[1].0.design)
    }

    private static func network(_ manifest: RunManifest, _ target: RunManifest.Target) -> JSONValue? {
        manifest.before?["targets"]?[target.name]?["network"]
    }

    /// Options of a run that say how it is judged, or how it was made, and not what was sent.
    private static let others: Set<String> = {
        let keys = Design.keys
        return [
            keys.arguments.key, keys.primary.key, keys.equivalence.key, keys.objectives.key, keys.prices.key,
            keys.powers.key, keys.order.key, keys.files.key, keys.merged.key, keys.isPromptSeedGiven.key,
            keys.promptSeed.key, keys.instants.key, keys.study.key, keys.studySession.key,
        ]
    }()

    private static func options(_ old: Design, _ new: Design) -> [SetupDifference] {
        let matter = [
            Design.keys.concurrency.key, Design.keys.maxTokens.key, Design.keys.temperature.key,
            Design.keys.isStreaming.key, Design.keys.reasoningEffort.key, Design.keys.rate.key, Design.keys.arrival.key,
            Design.keys.burstiness.key, Design.keys.maxInFlight.key, Design.keys.traceSpeed.key,
            Design.keys.bustsCache.key, Design.keys.forcedTargets.key, Design.keys.isBothAtOnce.key,
        ]
        let names = old.members.keys + new.members.keys.filter { old.members[$0] == nil }
        func text(_ value: JSONValue?) -> String {
            guard let value, !value.isNull else { return NumberText.unknown }
            return value.string ?? value.serialized()
        }
        return names.filter { !others.contains($0) }.compactMap { name in
            let (before, after) = (text(old.members[name]), text(new.members[name]))
            return before == after
                ? nil
                : SetupDifference(
                    name: name, old: before, new: after, matters: matter.contains(name), isOfTarget: false)
        }
    }
}
