import ALCFRecord

/// One session of a study: a run at a planned time, or what became of it.
package struct StudySession: Sendable {
    /// Its number in the study, from 1.
    package let number: Int
    /// The file or folder it is kept in, for people.
    package let label: String
    /// When it began, or was due; seconds since 1970.
    package let time: Double
    /// Its end.
    package let outcome: Outcome

    /// The ends that a session may come to.
    package enum Outcome: Sendable {
        /// It was measured, and enters the inference.
        case measured(Analysis)
        /// It was measured, and its report says that it is not valid; with the reason.
        case invalid(Analysis, reason: String)
        /// It was begun, and did not end well; with the reason.
        case failed(reason: String)
        /// It was not begun within its window.
        case missed
    }

    /// A session with these parts.
    package init(number: Int, label: String, time: Double, outcome: Outcome) {
        self.number = number
        self.label = label
        self.time = time
        self.outcome = outcome
    }

    /// The session of a record: not valid if the instrument was not fit for what it measured.
    package init(number: Int, label: String, analysis: Analysis) {
        let verdict = analysis.instrument
        self.init(
            number: number, label: label, time: Self.time(analysis.record.manifest),
            outcome: verdict.isInvalid
                ? .invalid(analysis, reason: verdict.reasons.joined(separator: "; ")) : .measured(analysis))
    }

    /// The analysis of a session that enters the inference; nil for any other.
    package var measured: Analysis? {
        guard case .measured(let analysis) = outcome else { return nil }
        return analysis
    }
}
