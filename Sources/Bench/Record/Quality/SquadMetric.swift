/// The official measures of SQuAD v1.1 (Rajpurkar et al. 2016), as its evaluation script computes them; of Chinese,
/// Japanese and Korean, the same measures over characters, after MLQA's script (Lewis et al. 2020).
package enum SquadMetric {
    /// The words of a text after normalisation: lower case, then without ASCII punctuation, then without the whole
    /// words `a`, `an` and `the`, then split at white space.
    package static func words(_ text: String) -> [[Unicode.Scalar]] {
        let bare = PythonText.lower(Array(text.unicodeScalars)).filter { !PythonText.isPunctuation($0) }
        return withoutArticles(bare).split(whereSeparator: PythonText.isSpace).map(Array.init)
    }

    /// The normalised text: its words with one space between them.
    package static func normalized(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: words(text).joined(separator: [" "]))
        return String(result)
    }

    /// Whether the answer equals one of the accepted ones, both normalised.
    ///
    /// - Parameter question: the prompt; one in Chinese, Japanese or Korean makes every answer one of these.
    package static func exactMatch(_ answer: String, _ accepted: [String], about question: String = "") -> Bool {
        AnswerUnits(answer, isCJK: isCJK(question)).compared(with: accepted).contains { $0.isSame }
    }

    /// The F1 of shared words with the best of the accepted answers, 0 to 1.
    ///
    /// It is 0 if nothing is left of either text, as in v1.1, even for an exact match.
    package static func f1(_ answer: String, _ accepted: [String], about question: String = "") -> Double {
        AnswerUnits(answer, isCJK: isCJK(question)).compared(with: accepted).map(\.f1).max() ?? 0
    }

    /// Whether the answer holds one of the accepted ones, both normalised, as whole words in sequence: `10` is not in
    /// `2010`.
    ///
    /// Not an official measure. An accepted answer of which normalisation leaves nothing is never held.
    package static func contains(_ answer: String, _ accepted: [String], about question: String = "") -> Bool {
        AnswerUnits(answer, isCJK: isCJK(question)).compared(with: accepted).contains { $0.isHeld }
    }

    /// All of these for an answer, and the official ones for what ``AnswerExtraction`` takes from it.
    package static func score(_ answer: String, _ accepted: [String], about question: String = "") -> AnswerScore {
        let isCJK = isCJK(question)
        let whole = AnswerUnits(answer, isCJK: isCJK).compared(with: accepted)
        let extracted = AnswerUnits(AnswerExtraction.extract(answer), isCJK: isCJK).compared(with: accepted)
        return AnswerScore(
            exactMatch: whole.contains { $0.isSame }, f1: whole.map(\.f1).max() ?? 0,
            contains: whole.contains { $0.isHeld }, extractedExactMatch: extracted.contains { $0.isSame },
            extractedF1: extracted.map(\.f1).max() ?? 0)
    }

    /// Whether a prompt is in one of these languages: a third of its letters are of their scripts. The words that every
    /// prompt has do not count.
    private static func isCJK(_ prompt: String) -> Bool {
        guard prompt.utf8.contains(where: { $0 >= 0x80 }) else { return false }
        let labels = ["Context: ", "Question: ", "Answer:"]
        let lines = prompt.split(separator: "\n").map { line in
            line.dropFirst(labels.first { line.hasPrefix($0) }?.count ?? 0)
        }
        return CJKText.prevails(in: lines.joined(separator: "\n"), weight: 2)
    }

    /// `re.sub(r"\b(a|an|the)\b", " ", text)`: a run of word characters that is one of the three becomes a space.
    private static func withoutArticles(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            let isWord = PythonText.isWord(text[index])
            let end = isWord ? text[index...].firstIndex { !PythonText.isWord($0) } ?? text.count : index + 1
            let run = text[index..<end]
            if isWord, articles.contains(where: { $0.elementsEqual(run) }) { result.append(" ") } else { result += run }
            index = end
        }
        return result
    }

    private static let articles: [[Unicode.Scalar]] = [["a"], ["a", "n"], ["t", "h", "e"]]
}
