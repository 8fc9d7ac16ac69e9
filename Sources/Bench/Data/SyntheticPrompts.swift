/// Made-up prompts of a wanted length, answered with a wanted length: what a model says is of no interest, how long it
/// takes is.
///
/// No tokenizer is at hand, so the length is about right: the service's own count is in each sample. Each begins with a
/// number of its own, so that no cache of beginnings helps.
public struct SyntheticPrompts: Sendable, Hashable {
    /// About so many tokens of prompt.
    public let inputTokens: Int
    /// About so many tokens of answer.
    public let outputTokens: Int

    /// Reads `1000,200`; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ",").map { Int($0) }
        guard parts.count == 2, let input = parts[0], let output = parts[1], (16...1_000_000).contains(input),
            (1...100_000).contains(output)
        else { return nil }
        inputTokens = input
        outputTokens = output
    }

    /// So many prompts, from a seed.
    ///
    /// - Throws: ``BenchError`` only where libcrypto has no SHA-256.
    public func workload(_ count: Int, seed: UInt64) throws(BenchError) -> Workload {
        var generator = SplitMix64(seed: seed)
        let prompts = (0..<count).map { index in
            let number = 100_000_000 + generator.below(900_000_000)
            let head = "Text \(number). "
            let task = "\n\nWrite a story of exactly \(outputTokens) words that uses ten words of the text above."
            // The head and the task are about 30 tokens, of which the answer's template is none.
            let text = head + FillerText.words(tokens: max(1, inputTokens - 30), &generator) + task
            return Prompt(
                id: "synthetic-\(index + 1)", passageID: "synthetic-\(index + 1)", text: text, answers: [],
                maxTokens: outputTokens)
        }
        let hash = try BenchError.hash(Array(prompts.map(\.text).joined(separator: "\n").utf8))
        return Workload(
            dataSet: RunManifest.DataSet(
                name: "synthetic \(inputTokens),\(outputTokens)", version: "1", sha256: hash, count: count,
                passages: count, source: "made up"), prompts: prompts)
    }
}
