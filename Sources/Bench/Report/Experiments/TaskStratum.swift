package import ALCFJSON
package import ALCFRecord

/// The results of one kind of task, or of one length of prompt: of a run that mixes several, no figure is taken over
/// all of them.
package struct TaskStratum: Sendable {
    /// The task's name, or the length in tokens.
    package let task: String
    /// The analysis of its requests alone.
    package internal(set) var analysis: Analysis

    /// Name in a sentence or heading.
    package var title: String { Int(task).map { "\($0) tokens" } ?? task }

    /// Each task of a record, in the order of the prompts; empty unless the record is of an experiment that mixes them.
    /// The declared tests of all of them are corrected together.
    package static func all(_ record: Record, objectives: ServiceObjectives? = nil) -> [TaskStratum] {
        all(record, objectives: objectives, sessions: Sessions(record))
    }

    static func all(
        _ record: Record, objectives: ServiceObjectives?, sessions: Sessions, resamples: Int? = nil
    ) -> [TaskStratum] {
        guard record.manifest.design.experiment != nil else { return [] }
        let tasks = record.tasks
        var strata = tasks.map {
            TaskStratum(
                task: $0,
                analysis: Analysis(
                    record.task($0), objectives: objectives, sessions: sessions, resamples: resamples,
                    tasks: tasks.count))
        }
        let places = strata.indices.flatMap { index in strata[index].analysis.primaryTests.indices.map { (index, $0) } }
        let tests = ClaimFamily.corrected(places.map { strata[$0.0].analysis.primaryTests[$0.1] })
        for (place, test) in zip(places, tests) { strata[place.0].analysis.take(test, at: place.1) }
        return strata
    }
}

extension Analysis {
    /// Takes a declared test as it is after a correction over more tests than its own.
    fileprivate mutating func take(_ test: PrimaryTest, at index: Int) {
        primaryTests[index] = test
        for place in comparisons.indices
        where comparisons[place].first.name == test.first && comparisons[place].second.name == test.second {
            comparisons[place].note(test)
        }
    }
}

extension TaskStratum: JSONEncodable {
    /// The targets' summaries, their comparisons, and what must hold for them.
    package var json: JSONValue {
        [
            "summary": .object(JSONObject(analysis.targets.map { ($0.target.name, $0.json) })),
            "comparison": .array(analysis.comparisons.map(\.json)),
            "primary_tests": .array(analysis.primaryTests.map(\.json)), "audit": analysis.audit?.json ?? .null,
            "warnings": .array(analysis.warnings.map(\.json)),
        ]
    }
}
