public import ALCFJSON

/// The results of one kind of task: of a run that mixes several, no figure is taken over all of them.
public struct TaskStratum: Sendable {
    /// The task's name.
    public let task: String
    /// The analysis of its requests alone.
    public let analysis: Analysis

    /// Each task of a record, in the order of the prompts.
    public static func all(_ record: Record) -> [TaskStratum] {
        record.tasks.map { TaskStratum(task: $0, analysis: Analysis(record.task($0))) }
    }
}

extension TaskStratum: JSONEncodable {
    /// The targets' summaries and their comparisons.
    public var json: JSONValue {
        [
            "summary": .object(JSONObject(analysis.targets.map { ($0.target.name, $0.json) })),
            "comparison": .array(analysis.comparisons.map(\.json)),
        ]
    }
}
