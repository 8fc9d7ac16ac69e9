package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// Prompts of wanted lengths in tokens, each with one fact to be found.
///
/// No tokenizer is at hand: two requests tell how many tokens the service counts for how much text, and texts are cut
/// by that. Each text begins with digits of its own, which follow from the seed, so that no cache of prefixes helps.
package struct ContextPrompts: Sendable, Hashable {
    /// Tokens of the template and the question around the text.
    package let fixedTokens: Double
    /// Tokens for each character of text.
    package let tokensPerCharacter: Double

    /// From what the service counted for two calibration texts; nil where the counts make no sense.
    package init?(_ first: (characters: Int, tokens: Int), _ second: (characters: Int, tokens: Int)) {
        guard second.characters > first.characters, second.tokens > first.tokens else { return nil }
        tokensPerCharacter =
            Double(second.tokens - first.tokens) / Double(second.characters - first.characters)
        fixedTokens = Double(first.tokens) - tokensPerCharacter * Double(first.characters)
        guard fixedTokens > -50 else { return nil }
    }

    /// A text for calibration, with its length in characters.
    package static func calibration(characters: Int, seed: UInt64) -> (prompt: String, characters: Int) {
        var generator = SplitMix64(seed: seed &+ UInt64(clamping: characters))
        // Far from the numbers of what is measured and of what warms up.
        let digits = PromptNonce(seed: seed).digits(PromptNonce.count / 2 + characters % 400_000)
        let prompt = prompt(digits, characters: characters, depth: 0.5, &generator)
        return (prompt.text, prompt.text.unicodeScalars.count)
    }

    /// The prompts: each length so many times, the fact at 10, 50 and 90 % of the text in turn. Repeats of a length
    /// are up to 1 % shorter than it.
    ///
    /// - Throws: ``BenchError`` for a length that has no room for the question.
    package func workload(lengths: [Int], repeats: Int, seed: UInt64) throws(BenchError) -> Workload {
        var generator = SplitMix64(seed: seed)
        let nonce = PromptNonce(seed: seed)
        var prompts: [Prompt] = []
        for turn in 0..<repeats {
            for length in lengths {
                // Up to 1 % shorter from repeat to repeat: a fit wants more lengths than were asked for.
                let tokens = Double(length) * (1 - 0.01 * Double(turn) / Double(repeats))
                let characters = Int(clamping: min(1e8, (tokens - fixedTokens) / tokensPerCharacter))
                guard characters > 600 else {
                    throw BenchError(
                        .dataSet, "\(length) tokens leave no room for a text", remedy: "ask for 512 or more")
                }
                let (text, answer) = Self.prompt(
                    nonce.digits(prompts.count), characters: characters, depth: [0.1, 0.5, 0.9][turn % 3], &generator)
                prompts.append(
                    Prompt(
                        id: "context-\(length)-\(turn + 1)", passageID: "context-\(length)-\(turn + 1)", text: text,
                        answers: [answer], task: "\(length)"))
            }
        }
        let hash = try BenchError.hash(Array(prompts.map(\.text).joined(separator: "\n").utf8))
        return Workload(
            dataSet: RunManifest.DataSet(
                name: "context", version: "1", sha256: hash, count: 0, passages: 0, source: SyntheticPrompts.source),
            prompts: prompts)
    }

    /// A prompt of that many characters, give or take a few.
    private static func prompt(
        _ digits: String, characters: Int, depth: Double, _ generator: inout SplitMix64
    ) -> (text: String, answer: String) {
        let number = 10_000 + generator.below(90_000)
        let colour = ["blue", "green", "yellow", "white", "black"][generator.below(5)]
        let head = "\(digits). Context: "
        let fact = "The access number of the \(colour) gate is Q\(number). "
        let question = "\n\nQuestion: What is the access number of the \(colour) gate?\n\nAnswer:"
        let room = characters - head.count - fact.count - question.count
        var text = head
        var (used, isPlaced) = (0, false)
        while used < room {
            if !isPlaced, Double(used) >= depth * Double(room) {
                text += fact
                isPlaced = true
            }
            let sentence = FillerText.sentence(&generator) + " "
            let part = sentence.prefix(room - used)
            text += part
            used += part.count
        }
        return (text + (isPlaced ? "" : fact) + question, "Q\(number)")
    }
}
