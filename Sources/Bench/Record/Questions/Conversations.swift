import ALCFStatistics
import ALCFSystem

extension Workload {
    /// Its conversations: where each begins and ends among the prompts. One of a single turn is a prompt.
    package var conversations: [Range<Int>] { Conversations.ranges(prompts.map(\.turn)) }
}

/// Prompts that follow each other in one conversation.
package enum Conversations {
    /// - Parameter turns: the turn of each prompt, in order.
    package static func ranges(_ turns: [Int]) -> [Range<Int>] {
        let starts = turns.indices.filter { turns[$0] == 0 || $0 == 0 }
        return zip(starts, starts.dropFirst() + [turns.count]).map { $0..<$1 }
    }
}

extension QuestionSet {
    /// Number of passages with two questions or more.
    package var conversationCount: Int { clusters(questions, by: \.passageID).count { $0.count >= 2 } }

    /// Draws conversations: each asks up to `turns` questions about one passage, and two at least.
    ///
    /// Articles take turns; within an article its passages do. The same seed draws the same conversations.
    ///
    /// - Throws: ``BenchError`` when there are fewer passages with two questions than asked for.
    public func conversations(_ count: Int, turns: Int, seed: UInt64) throws(BenchError) -> [Prompt] {
        let passages = clusters(questions, by: \.passageID).filter { $0.count >= 2 }
        guard count > 0, count <= passages.count else {
            throw BenchError(
                .tooFewQuestions,
                "\(name) has \(passages.count) passages with two questions or more, and \(count) conversations were asked for",
                remedy: passages.isEmpty ? "give another data set" : "ask for 1 to \(passages.count)")
        }
        var generator = SplitMix64(seed: seed)
        let articles = generator.shuffled(clusters(passages, by: { $0.first?.title ?? "" })).map { article in
            generator.shuffled(article)
        }
        let order = (0..<(articles.map(\.count).max() ?? 0)).flatMap { turn in
            articles.compactMap { turn < $0.count ? $0[turn] : nil }
        }
        return order.prefix(count).flatMap { passage in
            generator.shuffled(passage).prefix(turns).enumerated().map { Prompt($1, turn: $0) }
        }
    }
}

extension Workload {
    /// Source that manifests give for the questions that come with the program.
    public static let builtIn = "built in"

    /// Whether its questions come with the program, so that any earlier run may have sent them.
    public var isBuiltIn: Bool { dataSet.source == Self.builtIn && !prompts.contains { $0.task != nil } }

    /// Returns `count` conversations from one on; after the last one the first follows again, under numbered
    /// identifiers.
    public func conversations(from first: Int, count: Int) -> Workload {
        let all = conversations
        guard !all.isEmpty else { return self }
        let drawn = (0..<count).flatMap { number in
            let turn = number / all.count
            return prompts[all[(first + number) % all.count]].map {
                turn == 0 ? $0 : $0.renamed("\($0.id)#\(turn + 1)")
            }
        }
        return Workload(dataSet: dataSet, prompts: drawn)
    }
}
