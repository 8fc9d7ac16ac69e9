import ALCFRecord
import ALCFStatistics

/// Figures of a target's answers.
extension Figure<QualitySummary> {
    /// Every one of them: the members of a summary's `quality`.
    static var all: [Figure] { [.f1, .exactMatch, .extractedF1, .extractedExactMatch, .contains] }

    static var f1: Figure {
        Figure(
            "f1", "F1", label: "F1, whole answer", unit: .share, better: .higher, isHeadline: true,
            "SQuAD v1.1: overlap of words with the best accepted answer; over all questions, those without an answer counting 0. "
                + "A question that was sent several times counts once, with its mean.",
            note: "Chinese, Japanese and Korean are compared character by character.", value: \.f1)
    }

    static var exactMatch: Figure {
        Figure(
            "exact_match", "exact match", label: "exact match, whole", unit: .share, better: .higher,
            "SQuAD v1.1: the normalised answer equals an accepted one; over all questions.", value: \.exactMatch)
    }

    static var extractedF1: Figure {
        Figure(
            "extracted_f1", "F1, answer extracted", unit: .share, better: .higher, isHeadline: true,
            "f1 of the text after the last \"Answer:\", or else of the last line, without Markdown.",
            value: \.extractedF1)
    }

    static var extractedExactMatch: Figure {
        Figure(
            "extracted_exact_match", "exact match, answer extracted", label: "exact match, extracted", unit: .share,
            better: .higher, "exact_match of the text that extracted_f1 is of.", value: \.extractedExactMatch)
    }

    static var contains: Figure {
        Figure(
            "contains", "holds the answer", unit: .share, better: .higher, labels: ["fact found"],
            "an accepted answer stands in the answer, as whole words after normalisation.", value: \.contains)
    }
}
