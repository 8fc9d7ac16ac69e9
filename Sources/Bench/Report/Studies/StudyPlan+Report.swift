extension StudyPlan {
    /// Returns the analysis of the study's sessions, as it was planned.
    package func analysis(of sessions: [StudySession]) -> StudyAnalysis {
        StudyAnalysis(
            sessions, isPlanned: true, margin: equivalence, primary: primary, utcOffset: Double(utcOffset))
    }

    /// Returns the report of the study's sessions. It follows from the plan, the chain and the records alone.
    package func report(of sessions: [StudySession]) -> Document { analysis(of: sessions).document }
}
