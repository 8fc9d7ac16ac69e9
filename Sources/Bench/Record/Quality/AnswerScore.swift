/// The quality of one answer, by the measures of SQuAD v1.1.
package struct AnswerScore: Sendable, Hashable {
    /// Whether the whole answer equals an accepted one after normalisation.
    package internal(set) var exactMatch: Bool
    /// Overlap of words with the best accepted answer, 0 to 1.
    package internal(set) var f1: Double
    /// Whether the answer holds an accepted one, whole words after normalisation.
    package internal(set) var contains: Bool
    /// ``exactMatch`` of the text that ``AnswerExtraction`` takes from the answer.
    package internal(set) var extractedExactMatch: Bool
    /// ``f1`` of the text that ``AnswerExtraction`` takes from the answer.
    package internal(set) var extractedF1: Double

    /// A score with these parts.
    package init(exactMatch: Bool, f1: Double, contains: Bool, extractedExactMatch: Bool, extractedF1: Double) {
        self.exactMatch = exactMatch
        self.f1 = f1
        self.contains = contains
        self.extractedExactMatch = extractedExactMatch
        self.extractedF1 = extractedF1
    }

    /// Score of a question without an answer.
    package static let zero = AnswerScore(
        exactMatch: false, f1: 0, contains: false, extractedExactMatch: false, extractedF1: 0)
}
