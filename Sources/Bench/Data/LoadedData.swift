/// All of a data set: questions about passages, or prompts to which nothing is the right answer.
public enum LoadedData: Sendable, Hashable {
    /// Questions with accepted answers.
    case questions(QuestionSet, source: String, url: String?)
    /// Prompts as they are.
    case prompts(Workload)

    /// How many there are.
    public var count: Int {
        switch self {
        case .questions(let set, _, _): set.questions.count
        case .prompts(let workload): workload.prompts.count
        }
    }

    /// The first ones of the file, in its order: a choice that says little of the rest.
    ///
    /// - Throws: ``BenchError`` when there are fewer than asked for.
    public func first(_ count: Int) throws(BenchError) -> Workload {
        let workload: Workload
        switch self {
        case .questions(let set, let source, let url):
            workload = Workload(
                dataSet: RunManifest.DataSet(
                    name: set.name, version: set.version, sha256: set.sha256, count: 0, passages: 0, source: source,
                    url: url), prompts: set.questions.prefix(count).map { Prompt($0) })
        case .prompts(let all): workload = Workload(dataSet: all.dataSet, prompts: Array(all.prompts.prefix(count)))
        }
        guard count > 0, workload.prompts.count == count else {
            throw BenchError(
                .tooFewQuestions, "\(workload.dataSet.name) has \(self.count) prompts, and \(count) were asked for",
                remedy: "ask for 1 to \(self.count)")
        }
        return workload
    }

    /// Draws prompts; the same seed draws the same ones.
    ///
    /// - Throws: ``BenchError`` when there are fewer than asked for: the workload never shrinks in silence.
    public func sampled(_ count: Int, seed: UInt64) throws(BenchError) -> Workload {
        switch self {
        case .questions(let set, let source, let url):
            return try Workload(set, source: source, url: url, count: count, seed: seed)
        case .prompts(let workload):
            guard count > 0, count <= workload.prompts.count else {
                throw BenchError(
                    .tooFewQuestions,
                    "\(workload.dataSet.name) has \(workload.prompts.count) prompts, and \(count) were asked for",
                    remedy: "ask for 1 to \(workload.prompts.count)")
            }
            var generator = SplitMix64(seed: seed)
            return Workload(
                dataSet: workload.dataSet, prompts: Array(generator.shuffled(workload.prompts).prefix(count)))
        }
    }
}
