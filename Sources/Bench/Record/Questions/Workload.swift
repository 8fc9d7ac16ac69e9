/// The prompts of a run, and where they came from.
public struct Workload: Sendable, Hashable {
    /// Description of the source for the manifest.
    public var dataSet: RunManifest.DataSet
    /// Prompts in the order of sending.
    public var prompts: [Prompt]

    /// A workload with these parts; the counts of the data set are taken from the prompts.
    public init(dataSet: RunManifest.DataSet, prompts: [Prompt]) {
        self.dataSet = dataSet
        self.prompts = prompts
        self.dataSet.count = prompts.count
        self.dataSet.passages = Set(prompts.map(\.passageID)).count
    }

    /// Questions drawn from a set: see ``QuestionSet/sample(_:seed:)``.
    ///
    /// - Throws: ``BenchError`` when there are fewer than `count`.
    public init(_ set: QuestionSet, source: String, url: String? = nil, count: Int, seed: UInt64) throws(BenchError) {
        self.init(
            dataSet: RunManifest.DataSet(
                name: set.name, version: set.version, sha256: set.sha256, count: 0, passages: 0, source: source,
                url: url, notes: set.notes), prompts: try set.sample(count, seed: seed).map { Prompt($0) })
    }

    /// Number of conversations among its prompts; a prompt outside a conversation counts as one.
    public var conversationCount: Int { conversations.count }

    /// Returns `count` prompts: the first ones, or all of them repeatedly under numbered identifiers.
    public func cycled(to count: Int) -> Workload {
        guard !prompts.isEmpty else { return self }
        let list = (0..<count).map { index in
            let prompt = prompts[index % prompts.count]
            let turn = index / prompts.count
            return turn == 0 ? prompt : prompt.renamed("\(prompt.id)#\(turn + 1)")
        }
        return Workload(dataSet: dataSet, prompts: list)
    }
}
