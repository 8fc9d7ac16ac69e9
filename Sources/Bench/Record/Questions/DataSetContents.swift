import ALCFStatistics
import ALCFSystem

/// All of a data set: questions about passages, or prompts to which nothing is the right answer.
package enum DataSetContents: Sendable, Hashable {
    /// Questions with accepted answers.
    case questions(QuestionSet, source: String, url: String?)
    /// Prompts as they are.
    case prompts(Workload)

    /// Number of prompts or questions.
    package var count: Int {
        switch self {
        case .questions(let set, _, _): set.questions.count
        case .prompts(let workload): workload.conversations.count
        }
    }

    /// Returns the number of prompts in conversations of up to `turns` turns.
    ///
    /// - Parameter turns: the most turns of a conversation; with more than one, questions are asked passage by passage.
    package func count(turns: Int) -> Int {
        if turns > 1, case .questions(let set, _, _) = self { return set.conversationCount }
        return count
    }

    /// The first ones of the file, in its order: a choice that says little of the rest.
    ///
    /// - Throws: ``BenchError`` when there are fewer than asked for.
    package func first(_ count: Int) throws(BenchError) -> Workload {
        let workload: Workload
        switch self {
        case .questions(let set, let source, let url):
            workload = Workload(
                dataSet: RunManifest.DataSet(
                    name: set.name, version: set.version, sha256: set.sha256, count: 0, passages: 0, source: source,
                    url: url, notes: set.notes), prompts: set.questions.prefix(count).map { Prompt($0) })
        case .prompts(let all):
            let first = all.conversations.prefix(count).compactMap { all.prompts[$0].first }
            workload = Workload(dataSet: all.dataSet, prompts: first)
        }
        guard count > 0, workload.prompts.count == count else {
            throw BenchError(
                .tooFewQuestions, "\(workload.dataSet.name) has \(self.count) prompts, and \(count) were asked for",
                remedy: "ask for 1 to \(self.count)")
        }
        return workload
    }

    /// Draws prompts, or conversations; the same seed draws the same ones.
    ///
    /// - Parameter turns: the most turns of a conversation.
    /// - Throws: ``BenchError`` when there are fewer than asked for: the workload never shrinks in silence.
    package func sampled(_ count: Int, turns: Int = 1, seed: UInt64) throws(BenchError) -> Workload {
        switch self {
        case .questions(let set, let source, let url):
            var workload = try Workload(set, source: source, url: url, count: 1, seed: seed)
            guard turns > 1 else { return try Workload(set, source: source, url: url, count: count, seed: seed) }
            workload.prompts = try set.conversations(count, turns: turns, seed: seed)
            return Workload(dataSet: workload.dataSet, prompts: workload.prompts)
        case .prompts(let workload):
            let all = workload.conversations
            guard count > 0, count <= all.count else {
                throw BenchError(
                    .tooFewQuestions,
                    "\(workload.dataSet.name) has \(all.count) prompts, and \(count) were asked for",
                    remedy: "ask for 1 to \(all.count)")
            }
            var generator = SplitMix64(seed: seed)
            return Workload(
                dataSet: workload.dataSet,
                prompts: generator.shuffled(all).prefix(count).flatMap { workload.prompts[$0].prefix(turns) })
        }
    }
}
