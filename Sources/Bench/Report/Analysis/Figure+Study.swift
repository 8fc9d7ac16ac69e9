import ALCFRecord
import ALCFStatistics

/// Figures over the sessions of a study.
extension Figure<StudySeries> {
    /// All of them that are one number.
    static var all: [Figure] { [.overSessions, .sessionSpread, .inconsistency, .cochranQ, .sessionDrift, .hourOfDay] }

    static var overSessions: Figure {
        Figure(
            "over_sessions", "over sessions", aliases: ["random_effects", "meta_analysis"],
            "sessions combined as a random effect: each session's ln ratio (or difference) y with the variance v of its own clustered "
                + "error; mean weighted by 1 ÷ (v + τ²), of shares all the same; interval of Hartung, Knapp, Sidik and Jonkman, t with k − 1 "
                + "degrees of freedom, and never shorter than the fixed-effect interval.",
            note:
                "Where several sessions are of one day, and there are five days, the longer of this interval and that over days. Below five "
                + "sessions nothing is claimed."
        ) { $0.estimate }
    }

    static var sessionSpread: Figure {
        Figure(
            "session_spread", "τ, between sessions", aliases: ["tau"], labels: ["τ"],
            "standard deviation of what differs between sessions beyond their own errors: of ln ratio, as a percentage, or of differences, in "
                + "points. By Paule and Mandel; interval by the Q profile.",
            note: "It holds whatever the hour of the day does, too."
        ) { $0.combined?.deviation }
    }

    static var inconsistency: Figure {
        Figure(
            "inconsistency", "I²", unit: .share, aliases: ["i2"],
            "τ² ÷ (τ² + s²), s² the typical variance of a session's own error: the share of the variance that is between sessions.",
            note: "Long sessions have small errors, and so a high share; τ does not depend on that."
        ) { $0.combined?.inconsistency }
    }

    static var cochranQ: Figure {
        Figure(
            "cochran_q", "Q", labels: ["p of Q"],
            "Σ (y − mean)² ÷ v over sessions: under no difference between them χ² with k − 1 degrees of freedom."
        ) { $0.combined?.q }
    }

    static var sessionDrift: Figure {
        Figure(
            "session_drift", "drift over the study", aliases: ["trend"], labels: ["drift"],
            "Mann and Kendall's test of a trend of the sessions' values in their order, two-sided p; eight sessions.",
            note: "Named where p is below 1 %, since no correction is made over figures."
        ) { $0.drift?.pValue }
    }

    static var hourOfDay: Figure {
        Figure(
            "hour_of_day", "hour of the day", aliases: ["harmonic"], labels: ["hour"],
            "amplitude of a harmonic of 24 hours in the sessions' values, weighted as they are; F test with 2 and k − 3 degrees of freedom.",
            note: "Eight sessions, at three hours or more, none missing for longer than twelve."
        ) { $0.course?.amplitude }
    }
}

extension Metric {
    /// Figures over the sessions of a study.
    static let ofStudies: [Metric] =
        Figure<StudySeries>.all.map(\.metric) + [
            Metric(
                "next_session", "next session", aliases: ["prediction_interval"],
                "95 % interval of the value that the next session will measure: mean ± t·√(s² + SE²), s the standard deviation of the "
                    + "sessions' values, k − 1 degrees of freedom.",
                note:
                    "The scatter of the next session's own requests is in it. It holds for a session as long as these, at such times, of the same "
                    + "services."),
            Metric(
                "ahead_in", "ahead in", aliases: ["session_wins"],
                "sessions in which a target had the better value, whatever its interval, of those that have the figure."
            ),
        ]
}
