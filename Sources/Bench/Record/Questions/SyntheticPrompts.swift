import ALCFStatistics
import ALCFSystem

/// Made-up prompts of a wanted length, answered with a wanted length: what a model says is of no interest, how long it
/// takes is.
///
/// No tokenizer is at hand, so the length is about right: the service's own count is in each sample. Each begins with
/// digits of its own, which follow from the seed, so that no cache of prefixes helps: see ``PromptNonce``.
package struct SyntheticPrompts: Sendable, Hashable {
    /// Source that manifests give for generated prompts.
    package static let source = "made up"

    /// About so many tokens of prompt.
    package let inputTokens: Int
    /// Tokens of the answer, at most: with several lengths, they are spread evenly over the range.
    package let outputTokens: ClosedRange<Int>

    /// Reads `1000,200`, or `1000,50-1600` for answers of different lengths; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let input = Int(parts[0]), (16...1_000_000).contains(input) else { return nil }
        let lengths = parts[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(lengths.count), let least = lengths[0], let most = lengths[lengths.count - 1],
            (1...100_000).contains(least), (least...100_000).contains(most)
        else { return nil }
        inputTokens = input
        outputTokens = least...most
    }

    /// Returns the request for an answer of `length` tokens.
    package static func task(_ length: Int) -> String {
        "\n\nTake up something of the text above, and write a story of exactly \(length) words."
    }

    /// Returns `count` lengths of answers in random order.
    private func lengths(_ count: Int, _ generator: inout SplitMix64) -> [Int] {
        let (least, span) = (outputTokens.lowerBound, outputTokens.upperBound - outputTokens.lowerBound)
        guard span > 0, count > 1 else { return Array(repeating: least, count: count) }
        return generator.shuffled((0..<count).map { least + span * $0 / (count - 1) })
    }

    /// Returns `count` prompts from a seed; another seed gives other prompts from the first token on.
    ///
    /// - Throws: ``BenchError`` only where libcrypto has no SHA-256.
    package func workload(_ count: Int, seed: UInt64) throws(BenchError) -> Workload {
        var generator = SplitMix64(seed: seed)
        let lengths = lengths(count, &generator)
        let nonce = PromptNonce(seed: seed)
        let prompts = lengths.enumerated().map { index, length in
            let head = "\(nonce.digits(index)). "
            let task = Self.task(length)
            // The head and the task are about 30 tokens, of which the answer's template is none.
            let text = head + FillerText.words(tokens: max(1, inputTokens - 30), &generator) + task
            return Prompt(
                id: "synthetic-\(index + 1)", passageID: "synthetic-\(index + 1)", text: text, answers: [],
                maxTokens: length)
        }
        let range = outputTokens
        let output = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
        let hash = try BenchError.hash(Array(prompts.map(\.text).joined(separator: "\n").utf8))
        return Workload(
            dataSet: RunManifest.DataSet(
                name: "synthetic \(inputTokens),\(output)", version: "1", sha256: hash, count: count,
                passages: count, source: Self.source), prompts: prompts)
    }
}
