/// The official measures of SQuAD v1.1 (Rajpurkar et al. 2016), as its evaluation script computes them.
public enum SquadMetric {
    /// The words of a text after normalisation: lower case, without ASCII punctuation, without `a`, `an`, `the`.
    public static func words(_ text: String) -> [[Unicode.Scalar]] { [] }
    /// The normalised text: its ``words(_:)`` with one space between them.
    public static func normalized(_ text: String) -> String { "" }
    /// Whether the answer equals one of the accepted ones, both normalised.
    public static func exactMatch(_ answer: String, _ accepted: [String]) -> Bool { false }
    /// The F1 of shared words with the best of the accepted answers, 0 to 1.
    public static func f1(_ answer: String, _ accepted: [String]) -> Double { 0 }
    /// Whether the answer holds one of the accepted ones as consecutive words, both normalised.
    public static func contains(_ answer: String, _ accepted: [String]) -> Bool { false }
    /// All of these for an answer, and the first two for what ``AnswerExtraction`` takes from it.
    public static func score(_ answer: String, _ accepted: [String]) -> AnswerScore { .zero }
}
