/// Answers a prompt without a model: a question about a passage from the passage, a request for so many words with so
/// many, anything else with a sentence.
///
/// The same prompt on the same cluster gets the same answer each time; the two clusters sometimes differ, and
/// neither is always right.
struct AnswerWriter: Sendable {
    let prompt: String
    let cluster: SimulatedCluster
    let seed: UInt64
    /// The answer is at least so many tokens long, together with the reasoning.
    let minTokens: Int

    init(chat: ChatRequest, cluster: SimulatedCluster, seed: UInt64) {
        self.init(prompt: chat.lastMessage, cluster: cluster, seed: seed, minTokens: chat.minTokens)
    }

    init(prompt: String, cluster: SimulatedCluster, seed: UInt64, minTokens: Int = 0) {
        self.prompt = prompt
        self.cluster = cluster
        self.seed = seed
        self.minTokens = minTokens
    }

    func answer() -> Answer {
        var generator = SeededGenerator(seed, "answer", cluster.rawValue, prompt)
        var answer =
            if let passage = PassageQuestion(prompt: prompt) {
                Self.answer(to: passage, &generator)
            } else {
                plainAnswer(&generator)
            }
        let missing = minTokens - answer.reasoning.count - answer.content.count
        if missing > 0 { answer.content += Self.filler(tokens: missing, &generator) }
        return answer
    }

    // MARK: A question about a passage

    private static func answer(to passage: PassageQuestion, _ generator: inout SeededGenerator) -> Answer {
        let ranked = passage.rankedSentences
        let best = ranked.first ?? ""
        let draw = generator.unit()
        // Of ten answers, about six are a short span, three the whole sentence, one is taken from the wrong sentence.
        let (source, isSpan) = (draw < 0.9 || ranked.count < 2 ? best : ranked[1], draw < 0.6 || draw >= 0.9)
        let content = isSpan ? passage.span(of: source) ?? source : source
        let openings = ["The user asks: ", "We need to answer: ", "Question: "]
        let looks = [
            " Let me look for it in the passage.", " The context should say.", " I look for the sentence that says so.",
        ]
        let opening = openings[Int(generator.next() % 3)]
        let look = looks[Int(generator.next() % 3)]
        let quote = source.split(separator: " ").prefix(14).joined(separator: " ")
        let reasoning = "\(opening)\(passage.shortQuestion)\(look) It says: \"\(quote)\" So the answer should be short."
        // Long questions must not make the reasoning longer than the real ones' 30 to 100 tokens.
        return Answer(reasoning: Array(Answer.tokens(reasoning).prefix(100)), content: Answer.tokens(content))
    }

    // MARK: Anything else

    private func plainAnswer(_ generator: inout SeededGenerator) -> Answer {
        let reasoning =
            "The user wants an answer. There is no model here, only a simulator, so I keep it short and say so "
            + "plainly, in a sentence."
        guard let count = requestedLength else {
            let sentences = [
                "This is a simulated answer: there is no model behind it.",
                "The simulator has no model, so take this sentence for an answer.",
                "A real model would say something useful here.",
            ]
            return Answer(
                reasoning: Answer.tokens(reasoning), content: Answer.tokens(sentences[Int(generator.next() % 3)]))
        }
        return Answer(reasoning: Answer.tokens(reasoning), content: Self.filler(tokens: count, &generator))
    }

    /// The number before "words" or "tokens", where the prompt asks for so many.
    private var requestedLength: Int? {
        let words = prompt.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard let index = words.lastIndex(where: { $0 == "words" || $0 == "tokens" }), index > 0 else { return nil }
        return Int(words[index - 1]).map { min(max(1, $0), 100_000) }
    }

    /// Words that mean nothing, one token each.
    private static func filler(tokens count: Int, _ generator: inout SeededGenerator) -> [String] {
        let words = ["a", "beam", "lattice", "grid", "of", "model", "energy", "node", "phase", "signal", "in", "data"]
        return (0..<count).map { index in
            let word = words[Int(generator.next() % UInt64(words.count))]
            return index == 0 ? word : " " + word
        }
    }
}
