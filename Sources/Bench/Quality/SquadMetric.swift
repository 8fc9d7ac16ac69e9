/// The official measures of SQuAD v1.1 (Rajpurkar et al. 2016), as its evaluation script computes them.
public enum SquadMetric {
    /// The words of a text after normalisation: lower case, then without ASCII punctuation, then without the whole words
    /// `a`, `an` and `the`, then split at white space.
    static func words(_ text: String) -> [[Unicode.Scalar]] {
        let bare = PythonText.lower(Array(text.unicodeScalars)).filter { !PythonText.isPunctuation($0) }
        return withoutArticles(bare).split(whereSeparator: PythonText.isSpace).map(Array.init)
    }

    /// The normalised text: its words with one space between them.
    public static func normalized(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: words(text).joined(separator: [" "]))
        return String(result)
    }

    /// Whether the answer equals one of the accepted ones, both normalised.
    public static func exactMatch(_ answer: String, _ accepted: [String]) -> Bool {
        let words = words(answer)
        return accepted.contains { self.words($0) == words }
    }

    /// The F1 of shared words with the best of the accepted answers, 0 to 1.
    ///
    /// Where nothing is left of either text it is 0, as in v1.1, even if they are an exact match.
    public static func f1(_ answer: String, _ accepted: [String]) -> Double {
        let words = words(answer)
        return accepted.map { f1(words, self.words($0)) }.max() ?? 0
    }

    /// Whether the answer holds one of the accepted ones, both normalised, as whole words in sequence: `10` is not in `2010`.
    ///
    /// Not an official measure. An accepted answer of which normalisation leaves nothing is never held.
    public static func contains(_ answer: String, _ accepted: [String]) -> Bool {
        let words = words(answer)
        return accepted.contains { text in
            let sought = self.words(text)
            guard !sought.isEmpty, sought.count <= words.count else { return false }
            return (0...(words.count - sought.count)).contains { words[$0..<$0 + sought.count].elementsEqual(sought) }
        }
    }

    /// All of these for an answer, and the official ones for what ``AnswerExtraction`` takes from it.
    public static func score(_ answer: String, _ accepted: [String]) -> AnswerScore {
        let extracted = AnswerExtraction.extract(answer)
        return AnswerScore(
            exactMatch: exactMatch(answer, accepted), f1: f1(answer, accepted), contains: contains(answer, accepted),
            extractedExactMatch: exactMatch(extracted, accepted), extractedF1: f1(extracted, accepted))
    }

    private static func f1(_ answer: [[Unicode.Scalar]], _ accepted: [[Unicode.Scalar]]) -> Double {
        var left = Dictionary(accepted.map { ($0, 1) }, uniquingKeysWith: +)
        var same = 0
        for word in answer {
            if let count = left[word], count > 0 {
                left[word] = count - 1
                same += 1
            }
        }
        guard same > 0 else { return 0 }
        let precision = Double(same) / Double(answer.count)
        let recall = Double(same) / Double(accepted.count)
        return 2 * precision * recall / (precision + recall)
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
