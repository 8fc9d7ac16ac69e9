import ALCFJSON
import ALCFRecord

/// The programs and machines that a study was measured with, as its records say.
enum StudySoftware {
    /// Returns the text of the file, ending in a line feed.
    static func text(_ study: StudyVerification) -> String {
        let sessions = study.sessions.compactMap { session -> JSONValue? in
            let analysis: Analysis
            switch session.outcome {
            case .measured(let found), .invalid(let found, _): analysis = found
            case .failed, .missed: return nil
            }
            let manifest = analysis.record.manifest
            let resumed = analysis.record.resumptions.compactMap(\.toolVersion)
            return [
                "session": .int(session.number), "tool_version": .string(manifest.toolVersion),
                "resumed_with": .array(resumed.map(JSONValue.string)), "kernel": JSONValue(manifest.kernel),
                "record_format": .int(manifest.formatVersion),
                "models": .object(JSONObject(manifest.targets.map { ($0.name, .string($0.model)) })),
            ]
        }
        let document: JSONValue = [
            "planned_with": JSONValue(study.plan?.toolVersion), "sessions": .array(sessions),
        ]
        return document.serialized(.pretty) + "\n"
    }
}
